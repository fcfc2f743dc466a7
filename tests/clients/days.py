"""Days and moments of the house, for tests of what falls due."""

from datetime import date, datetime, time

from django.utils import timezone


def moment(day: date, clock: str = "10:00") -> datetime:
    """Return a moment of the house's day."""
    at = datetime.combine(day, time.fromisoformat(clock))
    return timezone.make_aware(at, timezone.get_default_timezone())
