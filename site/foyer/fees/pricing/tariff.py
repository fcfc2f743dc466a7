"""A fee schedule as values: what the reckoning knows of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal

from foyer.core.languages import fallbacks, known_language
from foyer.fees.enums import Covers, Currency


@dataclass(frozen=True, slots=True)
class Words:
    """A name in three languages."""

    hans: str
    hant: str = ""
    en: str = ""

    def said(self, language: str | None) -> str:
        """Return the name in a language, or in the nearest one there is."""
        there = {"zh-hans": self.hans, "zh-hant": self.hant, "en": self.en}
        return next(
            (there[code] for code in fallbacks(known_language(language)) if there[code]), ""
        )


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """A room as prices know it."""

    id: int
    words: Words
    capacity: int


@dataclass(frozen=True, slots=True)
class Price:
    """One price."""

    key: str
    kind: str
    unit: str
    amount: Decimal
    words: Words
    room: RoomFacts | None = None
    days: str = ""
    tier: str = ""
    minimum: int = 1
    overtime: Decimal | None = None
    tax_rate: Decimal = Decimal(0)

    @property
    def offer(self) -> tuple[str, str, int | None, str]:
        """What is priced: prices for other days or clients are of the same offer."""
        return (self.kind, self.unit, self.room.id if self.room else None, self.words.hans)

    def fits(self, *, days: str, tier: str) -> bool:
        """Tell whether it holds on such a day for such a client."""
        return self.days in ("", days) and self.tier in ("", tier)


@dataclass(frozen=True, slots=True)
class Discount:
    """What some pay less."""

    key: str
    words: Words
    percent: Decimal
    tier: str = ""
    covers: str = Covers.ROOMS


@dataclass(frozen=True, slots=True)
class Tariff:
    """One version of the fee schedule."""

    number: int
    words: Words
    valid_from: date
    valid_until: date | None
    currency: str = Currency.CNY
    tax_included: bool = True
    half_day_hours: int = 4
    day_hours: int = 8
    evening_from: time = time(18)
    evening_until: time = time(22)
    prices: tuple[Price, ...] = field(default=())
    discounts: tuple[Discount, ...] = field(default=())

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def offered(self, key: str) -> Price | None:
        """Return the price with a key."""
        return next((price for price in self.prices if price.key == key), None)

    def rounded(self, amount: Decimal) -> Decimal:
        """Return an amount to the least there is of the currency, halves away from zero."""
        return amount.quantize(Currency.LEAST[self.currency], ROUND_HALF_UP)


def best_fitting(prices: Iterable[Price], *, days: str, tier: str) -> Price | None:
    """Return the price that was made for such a client and such a day before one made for all.

    The client counts for more than the day; two that were made alike stand in the order of their keys.
    """
    fitting = [price for price in prices if price.fits(days=days, tier=tier)]
    return max(
        sorted(fitting, key=lambda price: price.key),
        key=lambda price: (bool(price.tier), bool(price.days)),
        default=None,
    )
