"""What is due now and then, and the letters a worker sends; the rules are in the services."""

from datetime import datetime, timedelta

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .on_tablet import count_smileys
from .services.drafts import POST_LINKS, post_links
from .services.files import purge_held
from .services.posting import POST_LETTERS, post_letters, settle_letters
from .services.reminding import remind_due
from .services.submitting import purge_submissions
from .services.surveys import alarm_late_surveys, send_due_surveys
from .services.trying import purge_trials


@job(POST_LINKS)
def post_saved(run: JobRun) -> None:
    """Send the links to saved forms that are waited for."""
    post_links(run)


@every(timedelta(hours=6), "forms_content.purge")
def purge(*, at: datetime) -> None:
    """Delete the answers whose time is over, and the files of those never sent."""
    purge_submissions(at=at)
    purge_held(at=at)
    purge_trials(at=at)


@job(POST_LETTERS)
def post(run: JobRun) -> None:
    """Send the letters that wait."""
    post_letters(run)


@every(timedelta(seconds=10), "forms_content.count_smileys")
def count_taps(*, at: datetime) -> None:
    """Count what guests tapped at the tablets of the door."""
    count_smileys(at=at)


@every(timedelta(minutes=1), "forms_content.settle_letters")
def settle(*, at: datetime) -> None:
    """Bring to an end what a dead worker left behind."""
    settle_letters(at=at)


@every(timedelta(minutes=10), "forms_content.remind")
def remind(*, at: datetime) -> None:
    """Remind those who have not answered."""
    remind_due(at=at)


@every(timedelta(minutes=10), "forms_content.surveys")
def surveys(*, at: datetime) -> None:
    """Ask guests the day after an event; tell the host of what is late."""
    send_due_surveys(at=at)
    alarm_late_surveys(at=at)
