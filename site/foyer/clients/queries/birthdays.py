"""Finding whose birthday it is without opening every sealed birthday. (001-15)

Beside each contact lie keyed hashes of the day of the year their birthday is kept on, by the western or
by the Chinese calendar. A day is asked for by the hashes of all the birthdays kept on it.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from foyer.core.lunar import days_of_month, lunar_day
from foyer.privacy.identifiers import blind_index


@dataclass(frozen=True, slots=True)
class KeptBirthdays:
    """The hashes of the birthdays kept in a span of time, each with its day."""

    solar: dict[str, date]
    lunar: dict[str, date]


def kept_between(first: date, last: date) -> KeptBirthdays:
    """Return the birthdays kept from one day to another, both included."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return KeptBirthdays(
        solar={_hashed(kept): day for day in days for kept in solar_birthdays(day)},
        lunar={_hashed(kept): day for day in days for kept in lunar_birthdays(day)},
    )


def solar_birthdays(day: date) -> Iterator[str]:
    """Yield the birthdays kept on a day; who was born on 29 February keeps the 28th in other years."""
    yield f"{day:%m-%d}"
    if (day.month, day.day) == (2, 28) and not isleap(day.year):
        yield "02-29"


def lunar_birthdays(day: date) -> Iterator[str]:
    """Yield the birthdays by the Chinese calendar that are kept on a day.

    A birthday is kept once a year: in the month itself, not in the leap month after it. Where a month
    lacks its thirtieth, that is kept on the last.
    """
    lunar = lunar_day(day)
    if lunar.leap:
        return
    yield f"{lunar.month:02}-{lunar.day:02}"
    if lunar.day == days_of_month(lunar) == 29:
        yield f"{lunar.month:02}-30"


def _hashed(kept: str) -> str:
    return blind_index(kept, kind="month_day")
