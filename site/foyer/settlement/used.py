"""What was used, as staff write it down after the use; a statement follows from it. (004-23)"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from foyer.bookings.agreed import read_quote
from foyer.bookings.models import Booking
from foyer.bookings.wordings import said_days
from foyer.core.days import house_day
from foyer.fees.models import FeeSchedule
from foyer.fees.pricing.days import Use
from foyer.fees.pricing.quote import Asked, Quote, Quoting
from foyer.fees.pricing.tariff import Tariff
from foyer.fees.quoting import rest_days, tariffs_of

from .refusals import AnotherTime, EndsBeforeItBegins, NotOverYet

_AROUND: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Used:
    """From when to when the room was used, by how many, and which extras with it."""

    starts_at: datetime
    ends_at: datetime
    heads: int
    extras: dict[str, int] = field(default_factory=dict)

    @classmethod
    def as_booked(cls, booking: Booking) -> Used:
        """Return what would have been used had everything gone as agreed."""
        return cls(booking.starts_at, booking.ends_at, booking.heads, dict(booking.extras))

    @classmethod
    def as_agreed(cls, booking: Booking) -> Used:
        """Return what the price that was agreed is for; fewer people may have been told since."""
        asked = (booking.agreed or {}).get("asked")
        return cls.read(asked) if asked else cls.as_booked(booking)

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Used:
        """Return what `write` made."""
        return cls(
            datetime.fromisoformat(kept["from"]),
            datetime.fromisoformat(kept["to"]),
            kept["heads"],
            kept["extras"],
        )

    def write(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "from": self.starts_at.isoformat(),
            "to": self.ends_at.isoformat(),
            "heads": self.heads,
            "extras": self.extras,
        }


def quote_of_use(booking: Booking, used: Used, *, at: datetime) -> Quote:
    """Return what a use costs by the versions that were agreed. (004-23, BOOKING 8)

    The time that was agreed is charged whether it was used or not, what went beyond it as well; people and
    extras are charged as they were. Days beyond what was agreed are charged by the version in force on them.

    Args:
        booking: what was agreed.
        used: what was used.
        at: the moment; nothing is used after it.

    Raises:
        EndsBeforeItBegins: the times are the wrong way round.
        NotOverYet: the use ends after the moment.
        AnotherTime: it lies more than a day off what was agreed.
        QuoteRefusal: it cannot be priced.
    """
    if used.ends_at <= used.starts_at:
        raise EndsBeforeItBegins
    if used.ends_at > at and used.ends_at > booking.ends_at:
        raise NotOverYet
    first, last = booking.starts_at - _AROUND, booking.ends_at + _AROUND
    if used.starts_at < first or used.ends_at > last:
        raise AnotherTime(when=said_days(booking.starts_at, booking.ends_at))
    agreed = read_quote(booking.agreed or {})
    if used == Used.as_agreed(booking):
        return agreed
    starts_at = min(used.starts_at, booking.starts_at)
    ends_at = max(used.ends_at, booking.ends_at)
    asked = Asked(
        uses=(Use(booking.room_id, starts_at, ends_at),),
        heads=used.heads,
        extras=used.extras,
        tier=_tier(booking),
        discount=booking.discount,
        is_past=True,
    )
    days = house_day(starts_at), house_day(ends_at)
    return Quoting(
        asked,
        tariffs=tariffs_for(booking, *days),
        is_rest_day=rest_days(*days),
        zone=timezone.get_default_timezone(),
    ).quote()


def tariffs_for(booking: Booking, first: date, last: date) -> list[Tariff]:
    """Return the versions that were agreed, for the days they were agreed for, then those in force on the others."""
    agreed = {one.number: one for one in read_quote(booking.agreed or {}).versions}
    schedules = FeeSchedule.objects.published().filter(number__in=agreed).with_lines()
    kept = [
        replace(
            tariff,
            valid_from=agreed[tariff.number].valid_from,
            valid_until=agreed[tariff.number].valid_until,
        )
        for tariff in tariffs_of(schedules)
    ]
    touching = FeeSchedule.objects.touching(first, last).with_lines()
    return kept + [one for one in tariffs_of(touching) if one.number not in agreed]


def _tier(booking: Booking) -> str:
    """The client's tier as it was when the price was agreed."""
    now = booking.client.tier if booking.client else ""
    tier: str = (booking.agreed or {}).get("tier", now)
    return tier
