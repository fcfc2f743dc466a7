"""What is due now and then, and the letters a worker sends; the rules are in the services."""

from datetime import datetime, timedelta

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .services.posting import POST_LETTERS, post_letters, settle_letters
from .services.reminding import remind_due
from .services.submitting import purge_submissions
from .services.surveys import alarm_late_surveys, send_due_surveys


@every(timedelta(hours=6), "forms_content.purge")
def purge(*, at: datetime) -> None:
    """Delete the answers whose time is over."""
    purge_submissions(at=at)


@job(POST_LETTERS)
def post(run: JobRun) -> None:
    """Send the letters that wait."""
    post_letters(run)


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
