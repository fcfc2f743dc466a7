"""The Chinese calendar, as far as birthdays and festivals need it: 1900 to 2100.

The months are Borax's: pure Python, no dependencies. For every day from 1901 to 2088 they are those that
reckoning the new moons gives; the tables of other packages err in 1954 or 1978, when guests were born.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from borax.calendars.lunardate import LCalendars, LunarDate

FIRST_DAY = date(1900, 1, 31)  # that can be told


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the Chinese calendar (农历). `leap`: of the month put in after the one of its number."""

    year: int
    month: int
    day: int
    leap: bool = False


@dataclass(frozen=True, slots=True)
class _Month:
    first: date
    days: int
    month: int
    leap: bool


@lru_cache(maxsize=256)
def _months(year: int) -> tuple[_Month, ...]:
    """Return the twelve or thirteen months of a lunar year, in their order."""
    months, first = [], LunarDate(year, 1, 1).to_solar_date()
    for month, days, leap in LCalendars.iter_year_month(year):
        months.append(_Month(first, days, month, bool(leap)))
        first += timedelta(days=days)
    return tuple(months)


def _month_of(lunar: LunarDay) -> _Month:
    months = {(month.month, month.leap): month for month in _months(lunar.year)}
    return months.get((lunar.month, lunar.leap)) or months[lunar.month, False]


def lunar_day(day: date) -> LunarDay:
    """Return the day of the Chinese calendar a day is."""
    year = day.year if day >= _months(day.year)[0].first else day.year - 1
    months = _months(year)
    found = months[bisect_right(months, day, key=lambda month: month.first) - 1]
    return LunarDay(year, found.month, (day - found.first).days + 1, found.leap)


def solar_day(lunar: LunarDay) -> date:
    """Return the day a day of the Chinese calendar falls on.

    A year without that leap month keeps the day in the month of the same number; a month of 29 days
    keeps its thirtieth on its last.
    """
    found = _month_of(lunar)
    return found.first + timedelta(days=min(lunar.day, found.days) - 1)


def days_of_month(lunar: LunarDay) -> int:
    """Return how many days a day's month has: 29 or 30."""
    return _month_of(lunar).days


def leap_month(year: int) -> int:
    """Return the number of the month that a lunar year has twice, or 0."""
    return next((month.month for month in _months(year) if month.leap), 0)
