"""The guests room's background work; the rules are in the services."""

from datetime import datetime, timedelta

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .services.invitations import SEND_INVITATIONS
from .services.posting import post_letters, settle_letters


@job(SEND_INVITATIONS)
def send_invitations(run: JobRun) -> None:
    """Send the letters of one job."""
    post_letters(run)


@every(timedelta(minutes=1), "guests.settle_letters")
def settle(*, at: datetime) -> None:
    """Bring to an end what a job that is over left behind."""
    settle_letters(at=at)
