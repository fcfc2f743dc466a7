"""The events room's background work."""

from datetime import datetime, timedelta

from foyer.core.ticks import every

from .screens.compiling import freshen


@every(timedelta(minutes=5), "events.freshen_screens")
def freshen_screens(*, at: datetime) -> None:
    """Bring what tablets are told up to date."""
    freshen(at=at)
