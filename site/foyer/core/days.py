"""Days as the house counts them: by its own clock, in whole months, never past the end of a month."""

from calendar import monthrange
from datetime import date, datetime, time

from django.utils import timezone


def house_day(at: datetime) -> date:
    """Return the day it is at a moment where the house stands, wherever its staff may be."""
    return timezone.localdate(at, timezone.get_default_timezone())


def house_minute(at: datetime) -> str:
    """Return a moment to the minute by the house's clock, as lists tell and read it: 2026-05-01 18:30."""
    return f"{timezone.localtime(at, timezone.get_default_timezone()):%Y-%m-%d %H:%M}"


def start_of(day: date) -> datetime:
    """Return the moment a day of the house begins."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Return the same day some months on; where that month is shorter, its last: 31 January gives 28 February."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(years, month + 1, 1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def latest_start(by: date, *, months: int) -> date:
    """Return the latest day from which so many months are over by a day: 28 February gives 31 January."""
    start = add_months(by, -months)
    return month_end(start) if by == month_end(by) else start


def easter(year: int) -> date:
    """Return Easter Sunday of the western churches, by the rule of Gauss as Butcher wrote it."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, odd = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quarters, left = divmod(rest, 4)
    weekday = (32 + 2 * odd + 2 * quarters - moon - left) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
