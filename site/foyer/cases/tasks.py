"""The cases room's background work; the rules are in the services."""

from datetime import datetime, timedelta

from foyer.core.jobs import JobRun, job
from foyer.core.ticks import every

from .services.alarms import tell_due_cases
from .services.letters import POST_LETTERS, post_letters


@job(POST_LETTERS)
def post(run: JobRun) -> None:
    """Send the letters that wait."""
    post_letters(run)


@every(timedelta(minutes=10), "cases.tell_due")
def tell(*, at: datetime) -> None:
    """Tell staff what is due soon or late."""
    tell_due_cases(at=at)
