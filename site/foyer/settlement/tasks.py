"""The settlement room's background work; the rules are in the services."""

from datetime import datetime, timedelta

from foyer.core.ticks import every

from .services.reminding import remind_overdue


@every(timedelta(minutes=30), "settlement.remind_overdue")
def remind(*, at: datetime) -> None:
    """Remind of what is overdue."""
    remind_overdue(at=at)
