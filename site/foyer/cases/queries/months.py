"""A month of the house, as reports are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format

from foyer.core.days import add_months, start_of

LONGEST_TREND = 12


@dataclass(frozen=True, slots=True)
class Month:
    """A month by the house's clock.

    Attributes:
        first: its first day.
    """

    first: date

    @property
    def start(self) -> datetime:
        """The moment it begins."""
        return start_of(self.first)

    @property
    def end(self) -> datetime:
        """The moment the next one begins."""
        return start_of(add_months(self.first, 1))

    @property
    def key(self) -> str:
        """Return it as an address tells it: 2026-11."""
        return f"{self.first:%Y-%m}"

    @property
    def name(self) -> str:
        """Return it in words."""
        return str(date_format(self.first, "YEAR_MONTH_FORMAT"))

    def before(self, months: int) -> Month:
        """Return an earlier month."""
        return Month(add_months(self.first, -months))

    @property
    def year(self) -> list[Month]:
        """The twelve months that end with this one."""
        return [self.before(ago) for ago in reversed(range(LONGEST_TREND))]


def asked_month(text: str, *, today: date) -> Month:
    """Return the month an address tells; one that makes no sense, or is still to come, is this one."""
    this = Month(today.replace(day=1))
    try:
        asked = Month(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return this
    return min(asked, this, key=lambda one: one.first)
