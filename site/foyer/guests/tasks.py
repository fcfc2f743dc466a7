"""The guests room's background work; the rules are in the services."""

from datetime import datetime, timedelta

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .cards.compiling import freshen_designs
from .services.invitations import SEND_INVITATIONS
from .services.leaving import sign_out_the_rest
from .services.posting import post_letters, settle_letters
from .services.sample_letters import SEND_TEST_LETTER, send_test_letter
from .services.schedule import follow_rooms
from .services.welcome_notices import post_notices, settle_notices
from .services.welcomes import POST_NOTICES, raise_unmet, tell_arrivals, tell_returns


@job(SEND_INVITATIONS)
def send_invitations(run: JobRun) -> None:
    """Send the letters of one job."""
    post_letters(run)


@job(SEND_TEST_LETTER)
def send_one_test_letter(run: JobRun) -> None:
    """Send one letter to whoever wrote its words."""
    send_test_letter(run)


@every(timedelta(minutes=1), "guests.settle_letters")
def settle(*, at: datetime) -> None:
    """Bring to an end what a job that is over left behind."""
    settle_letters(at=at)


@job(POST_NOTICES)
def post_arrival_notices(run: JobRun) -> None:
    """Send what staff are to be told of arrivals."""
    post_notices(run)


@every(timedelta(seconds=5), "guests.tell_arrivals")
def tell_of_arrivals(*, at: datetime) -> None:
    """Tell hosts of guests who have come, and reception of those nobody has met in time."""
    tell_arrivals(at=at)
    tell_returns(at=at)
    raise_unmet(at=at)


@every(timedelta(minutes=1), "guests.settle_notices")
def settle_arrival_notices(*, at: datetime) -> None:
    """Bring to an end what a job that is over left behind."""
    settle_notices(at=at)


@every(timedelta(minutes=1), "guests.follow_rooms")
def move_desks(*, at: datetime) -> None:
    """Move the desks whose event is over to the next one in their room."""
    follow_rooms(at=at)


@every(timedelta(minutes=5), "guests.sign_out_the_rest")
def sign_out(*, at: datetime) -> None:
    """Sign out whoever is still in after an event's end."""
    sign_out_the_rest(at=at)


@every(timedelta(minutes=5), "guests.freshen_card_designs")
def freshen_card_designs(*, at: datetime) -> None:
    """Have cards show the pictures of the library as they are now."""
    freshen_designs()
