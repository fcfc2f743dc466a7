"""Letters about requests, and requests that wait or are over. (000-29)"""

from datetime import datetime, timedelta

from foyer.archive.services.access import chase
from foyer.archive.services.letters import OUTBOX, POST_LETTERS
from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every


@job(POST_LETTERS)
def post(run: JobRun) -> None:
    """Send the letters that wait."""
    OUTBOX.post(run)


@every(timedelta(minutes=1), "archive.settle_letters")
def settle(*, at: datetime) -> None:
    """Bring to an end what a dead worker left behind."""
    OUTBOX.settle(at=at)


@every(timedelta(minutes=5), "archive.chase_requests")
def chase_requests(*, at: datetime) -> None:
    """Remind of requests that wait, pass them on, end what is over."""
    chase(at=at)
