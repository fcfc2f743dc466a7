"""The bookings room's background work; the rules are in the services."""

from datetime import datetime, timedelta

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .services.deadlines import keep_deadlines
from .services.letters import OUTBOX, POST_LETTERS


@job(POST_LETTERS)
def post(run: JobRun) -> None:
    """Send the letters that wait."""
    OUTBOX.post(run)


@every(timedelta(minutes=10), "bookings.keep_deadlines")
def deadlines(*, at: datetime) -> None:
    """Remind of what lapses soon, and tell of what lapsed."""
    keep_deadlines(at=at)


@every(timedelta(minutes=1), "bookings.settle_letters")
def settle(*, at: datetime) -> None:
    """Bring to an end what a dead worker left behind."""
    OUTBOX.settle(at=at)
