"""The cases room's background work; the rules are in the services."""

from datetime import datetime, timedelta

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .services.action_alarms import tell_due_actions
from .services.alarms import tell_due_cases
from .services.letters import OUTBOX, POST_LETTERS


@job(POST_LETTERS)
def post(run: JobRun) -> None:
    """Send the letters that wait."""
    OUTBOX.post(run)


@every(timedelta(minutes=10), "cases.tell_due")
def tell(*, at: datetime) -> None:
    """Tell staff what is due soon or late."""
    tell_due_cases(at=at)


@every(timedelta(hours=1), "cases.tell_due_actions")
def tell_of_actions(*, at: datetime) -> None:
    """Tell staff which prevention measures are due soon or late."""
    tell_due_actions(at=at)


@every(timedelta(minutes=1), "cases.settle_letters")
def settle(*, at: datetime) -> None:
    """Bring to an end what a dead worker left behind."""
    OUTBOX.settle(at=at)
