"""The units a room's day is charged by: the cheapest published way to cover its time. (decision 0014)"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from typing import Final

from foyer.fees.enums import FeeUnit

from .days import RoomDay, at_house, hours_begun
from .tariff import Price, Tariff

_ORDER: Final = tuple(FeeUnit.values)


@dataclass(frozen=True, slots=True)
class Charge:
    """So many of a unit, or so many hours of its overtime, at a price each."""

    price: Price
    quantity: int
    each: Decimal
    is_overtime: bool = False

    @property
    def amount(self) -> Decimal:
        """What it comes to."""
        return self.each * self.quantity


Charges = tuple[Charge, ...]
Units = Mapping[str, Price]


def charge_day(day: RoomDay, units: Units, tariff: Tariff, *, zone: tzinfo) -> Charges | None:
    """Return the cheapest way to charge a room's day, or None where no price covers it.

    Of two that cost the same, the one with fewer lines is taken, then the one whose unit is named first.
    """
    ways = [way for way in _ways(day, units, tariff, zone) if way is not None]
    return min(ways, key=_weight, default=None)


def _ways(day: RoomDay, units: Units, tariff: Tariff, zone: tzinfo) -> Iterator[Charges | None]:
    yield from _by_length(hours_begun(day.seconds), units, tariff)
    evening = units.get(FeeUnit.EVENING)
    if evening is None:
        return
    begins, ends = (
        at_house(day.day, clock, zone) for clock in (tariff.evening_from, tariff.evening_until)
    )
    covered = day.seconds_within(begins, ends)
    if not covered:
        return
    head, rest = _counted(evening), hours_begun(day.seconds - covered)
    if not rest:
        yield (head,)
        return
    yield _with_overtime(head, rest, units)
    for way in _by_length(rest, units, tariff):
        yield None if way is None else (head, *way)


def _by_length(hours: int, units: Units, tariff: Tariff) -> Iterator[Charges | None]:
    if hourly := units.get(FeeUnit.HOUR):
        yield (Charge(hourly, max(hours, hourly.minimum), hourly.amount),)
    for unit, covers in (
        (FeeUnit.HALF_DAY, tariff.half_day_hours),
        (FeeUnit.DAY, tariff.day_hours),
    ):
        if price := units.get(unit):
            enough = max(-(-hours // covers), price.minimum)
            yield (Charge(price, enough, price.amount),)
            rest = hours - covers * price.minimum
            if rest > 0:
                yield _with_overtime(_counted(price), rest, units)


def _with_overtime(head: Charge, hours: int, units: Units) -> Charges | None:
    """A unit and the hours beyond it: at its own price for overtime, else by the hour."""
    if head.price.overtime is not None:
        return (head, Charge(head.price, hours, head.price.overtime, is_overtime=True))
    hourly = units.get(FeeUnit.HOUR)
    return (head, Charge(hourly, hours, hourly.amount)) if hourly else None


def _counted(price: Price) -> Charge:
    return Charge(price, price.minimum, price.amount)


def _weight(way: Charges) -> tuple[Decimal, int, list[int]]:
    return (
        sum((charge.amount for charge in way), Decimal(0)),
        len(way),
        [_ORDER.index(charge.price.unit) for charge in way],
    )
