"""The quote: every line with its price, its day and the version of the schedule it comes from. (004-21)

The rules, which `docs/decisions/0014` gives reasons for:

- A day of a room is charged by the version in force on the day it belongs to (`days`), the cheapest way (`units`).
- What is counted by the piece, the person, the hour or the day is charged on every day of the booking; what is
  charged by the booking, and the deposit, once, by the version of its first day.
- Of all discounts that apply on a day the one that takes off most is taken, and no other.
- Discounts and tax are reckoned of the sum of what they cover, each rounded once; everything else is exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language

from foyer.fees.enums import Covers, FeeDays, FeeKind, FeeUnit, LineKind

from . import refusals
from .days import RoomDay, Use, hours_begun, room_days
from .tariff import Discount, Price, Tariff, Words, best_fitting
from .units import charge_day

MOST_OF_IT: Final = 1000
_ORDER: Final = tuple(LineKind.values)
_ROOMS: Final = (LineKind.ROOM, LineKind.OVERTIME)
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a quote is asked for."""

    uses: tuple[Use, ...]
    heads: int
    extras: Mapping[str, int] = field(default_factory=dict)
    tier: str = ""
    discount: str = ""
    is_past: bool = False  # they came, whether the room was for so many or not


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a quote."""

    day: date
    kind: str
    key: str
    words: Words
    unit: str
    quantity: int
    price: Decimal
    amount: Decimal
    tax_rate: Decimal
    version: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What it costs; `total` is the sum of `lines`, `deposit` that of `deposits`, which come back."""

    currency: str
    versions: tuple[Tariff, ...]
    lines: tuple[Line, ...]
    deposits: tuple[Line, ...]
    total: Decimal
    deposit: Decimal
    tax_within: Decimal


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the booking with the version and the kind of day it is."""

    day: date
    tariff: Tariff
    days: str
    rooms: tuple[RoomDay, ...]

    @property
    def hours(self) -> int:
        """The hours of the day in which any room is used, at their longest."""
        return max(hours_begun(room.seconds) for room in self.rooms)


class Quoting:
    """One reckoning."""

    def __init__(
        self,
        asked: Asked,
        *,
        tariffs: Iterable[Tariff],
        is_rest_day: Callable[[date], bool],
        zone: tzinfo,
    ) -> None:
        """Prepare the reckoning.

        Args:
            asked: what is asked for.
            tariffs: the versions that hold on its days.
            is_rest_day: whether a day is one of rest by the house's calendar.
            zone: the house's own.
        """
        self.asked, self.tariffs, self.zone = asked, tuple(tariffs), zone
        self.is_rest_day = is_rest_day
        self.days = self._read_days()
        self.lines: list[Line] = []

    def quote(self) -> Quote:
        """Return what it costs.

        Raises:
            QuoteRefusal: it cannot be priced; the refusal says why and what to do.
        """
        self._check_heads()
        for place, day in enumerate(self.days):
            before = len(self.lines)
            for room in day.rooms:
                self._charge_room(day, room)
            for key, quantity in sorted(self.asked.extras.items()):
                self._charge_extra(day, key, quantity, is_first=place == 0)
            self._take_off(day, self.lines[before:])
        within = self._tax()
        deposits = self._deposits(self.days[0])
        lines = tuple(sorted(self.lines, key=_place))
        return Quote(
            currency=self.days[0].tariff.currency,
            versions=tuple(
                sorted({day.tariff for day in self.days}, key=lambda tariff: tariff.valid_from)
            ),
            lines=lines,
            deposits=deposits,
            total=sum((line.amount for line in lines), Decimal(0)),
            deposit=sum((line.amount for line in deposits), Decimal(0)),
            tax_within=within,
        )

    def _read_days(self) -> list[_Day]:
        if not self.asked.uses:
            raise refusals.NothingUsed
        if any(use.end <= use.start for use in self.asked.uses):
            raise refusals.EndsBeforeItBegins
        by_day: dict[date, list[RoomDay]] = defaultdict(list)
        for one in room_days(self.asked.uses, zone=self.zone):
            by_day[one.day].append(one)
        days = [self._day(day, rooms) for day, rooms in sorted(by_day.items())]
        for day in days:
            if day.tariff.currency != days[0].tariff.currency:
                raise refusals.CurrencyChanges(day=_date(day.day))
        return days

    def _day(self, day: date, rooms: list[RoomDay]) -> _Day:
        tariff = next((one for one in self.tariffs if one.holds_on(day)), None)
        if tariff is None:
            raise refusals.NotInForce(day=_date(day))
        days = FeeDays.REST if self.is_rest_day(day) else FeeDays.WORKING
        return _Day(day, tariff, days, tuple(rooms))

    def _check_heads(self) -> None:
        if self.asked.heads < 1:
            raise refusals.TooFewHeads
        rooms = {}
        for day in self.days:
            for room in day.rooms:
                priced = _room_prices(day.tariff, room.room)
                if not priced or priced[0].room is None:
                    raise refusals.RoomUnknown(day=_date(day.day))
                rooms[room.room] = priced[0].room
        capacity = sum(room.capacity for room in rooms.values())
        if self.asked.heads > capacity and not self.asked.is_past:
            names = " + ".join(_said(room.words) for room in rooms.values())
            raise refusals.TooManyHeads(room=names, capacity=capacity)

    def _charge_room(self, day: _Day, room: RoomDay) -> None:
        priced = _room_prices(day.tariff, room.room)
        units = {}
        for unit in FeeUnit.OF_KIND[FeeKind.ROOM]:
            of_unit = (price for price in priced if price.unit == unit)
            if best := best_fitting(of_unit, days=day.days, tier=self.asked.tier):
                units[unit] = best
        charges = charge_day(room, units, day.tariff, zone=self.zone)
        if charges is None:
            name = _said(priced[0].words)
            raise refusals.NoPrice(room=name, day=_date(day.day))
        for charge in charges:
            kind = LineKind.OVERTIME if charge.is_overtime else LineKind.ROOM
            unit = FeeUnit.HOUR if charge.is_overtime else charge.price.unit
            self._add(day, kind, charge.price, unit, charge.quantity, charge.each)

    def _charge_extra(self, day: _Day, key: str, quantity: int, *, is_first: bool) -> None:
        named = next((price for one in self.tariffs if (price := one.offered(key))), None)
        if named is None or named.kind not in (FeeKind.EQUIPMENT, FeeKind.SERVICE):
            raise refusals.ExtraUnknown(item=key, day=_date(day.day))
        if named.unit == FeeUnit.USE and not is_first:
            return
        if not 1 <= quantity <= MOST_OF_IT:
            raise refusals.TooManyOfIt(item=_said(named.words), most=MOST_OF_IT)
        same = day.tariff.offered(key)
        offer = same.offer if same else named.offer
        alike = (price for price in day.tariff.prices if price.offer == offer)
        price = best_fitting(alike, days=day.days, tier=self.asked.tier)
        if price is None:
            raise refusals.ExtraUnknown(item=_said(named.words), day=_date(day.day))
        used = {room.room for one in self.days for room in one.rooms}
        if price.room and price.room.id not in used:
            raise refusals.ExtraOfAnotherRoom(item=_said(price.words), room=_said(price.room.words))
        counted = self._counted(price, day, quantity)
        self._add(day, price.kind, price, price.unit, max(counted, price.minimum), price.amount)

    def _counted(self, price: Price, day: _Day, quantity: int) -> int:
        """How many of its unit are charged on a day: of what is by the person, all that come."""
        if price.unit == FeeUnit.PERSON:
            return self.asked.heads
        return quantity * day.hours if price.unit == FeeUnit.HOUR else quantity

    def _add(
        self, day: _Day, kind: str, price: Price, unit: str, quantity: int, each: Decimal
    ) -> None:
        self.lines.append(
            Line(
                day=day.day,
                kind=kind,
                key=price.key,
                words=price.words,
                unit=unit,
                quantity=quantity,
                price=each,
                amount=day.tariff.rounded(each * quantity),
                tax_rate=price.tax_rate,
                version=day.tariff.number,
            )
        )

    def _take_off(self, day: _Day, lines: list[Line]) -> None:
        if self.asked.discount and not any(
            _has(tariff, self.asked.discount) for tariff in self.tariffs
        ):
            raise refusals.DiscountUnknown
        ways = [
            self._taken_off(day, discount, lines)
            for discount in sorted(day.tariff.discounts, key=lambda one: one.key)
            if discount.key == self.asked.discount
            or (discount.tier and discount.tier == self.asked.tier)
        ]
        self.lines += min(
            ways, key=lambda way: sum((line.amount for line in way), Decimal(0)), default=[]
        )

    def _taken_off(self, day: _Day, discount: Discount, lines: list[Line]) -> list[Line]:
        """The lines of a discount on a day: one for each rate of tax, so that tax stays right."""
        covered: dict[Decimal, Decimal] = defaultdict(Decimal)
        for line in lines:
            if discount.covers == Covers.ALL or line.kind in _ROOMS:
                covered[line.tax_rate] += line.amount
        return [
            Line(
                day=day.day,
                kind=LineKind.DISCOUNT,
                key=discount.key,
                words=discount.words,
                unit="",
                quantity=1,
                price=discount.percent,
                amount=-day.tariff.rounded(amount * discount.percent / _HUNDRED),
                tax_rate=rate,
                version=day.tariff.number,
            )
            for rate, amount in sorted(covered.items())
            if amount
        ]

    def _tax(self) -> Decimal:
        """Add the tax where prices are without it; return what tax there is in those with it."""
        tariffs = {day.tariff.number: day.tariff for day in self.days}
        taxed: dict[tuple[int, Decimal], Decimal] = defaultdict(Decimal)
        for line in self.lines:
            taxed[line.version, line.tax_rate] += line.amount
        within = Decimal(0)
        for (version, rate), amount in sorted(taxed.items()):
            tariff = tariffs[version]
            if tariff.tax_included:
                within += tariff.rounded(amount * rate / (_HUNDRED + rate))
            elif rate:
                self.lines.append(_tax_line(self._last_day(version), tariff, rate, amount))
        return within

    def _last_day(self, version: int) -> date:
        return max(day.day for day in self.days if day.tariff.number == version)

    def _deposits(self, first: _Day) -> tuple[Line, ...]:
        used = {room.room for day in self.days for room in day.rooms}
        held = [
            price
            for price in first.tariff.prices
            if price.kind == FeeKind.DEPOSIT and (price.room is None or price.room.id in used)
        ]
        chosen = {
            best.key: best
            for offer in {price.offer for price in held}
            if (
                best := best_fitting(
                    (price for price in held if price.offer == offer),
                    days=first.days,
                    tier=self.asked.tier,
                )
            )
        }
        return tuple(
            Line(
                day=first.day,
                kind=LineKind.DEPOSIT,
                key=price.key,
                words=price.words,
                unit=price.unit,
                quantity=price.minimum,
                price=price.amount,
                amount=first.tariff.rounded(price.amount * price.minimum),
                tax_rate=Decimal(0),
                version=first.tariff.number,
            )
            for _key, price in sorted(chosen.items())
        )


def _tax_line(day: date, tariff: Tariff, rate: Decimal, amount: Decimal) -> Line:
    return Line(
        day=day,
        kind=LineKind.TAX,
        key="",
        words=Words(""),
        unit="",
        quantity=1,
        price=rate,
        amount=tariff.rounded(amount * rate / _HUNDRED),
        tax_rate=rate,
        version=tariff.number,
    )


def _room_prices(tariff: Tariff, room: int) -> list[Price]:
    return [
        price
        for price in tariff.prices
        if price.kind == FeeKind.ROOM and price.room and price.room.id == room
    ]


def _has(tariff: Tariff, discount: str) -> bool:
    return any(one.key == discount for one in tariff.discounts)


def _date(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _said(words: Words) -> str:
    return words.said(get_language())


def _place(line: Line) -> tuple[date, int, str, bool, Decimal]:
    return (line.day, _ORDER.index(line.kind), line.key, line.unit == FeeUnit.HOUR, line.tax_rate)
