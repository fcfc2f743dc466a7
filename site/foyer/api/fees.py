"""What things cost, for everybody: the fees of a day, their versions, and a quote. (004-21, interfaces: Public)"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any, Final, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, override
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field, field_validator

from foyer.core.days import house_day
from foyer.core.languages import known_language, wording
from foyer.fees.models import FeeSchedule
from foyer.fees.pricing.days import Use
from foyer.fees.pricing.quote import Asked, Line, Quote
from foyer.fees.pricing.tariff import Price, Tariff
from foyer.fees.quoting import make_quote, tariff_of
from foyer.fees.reading import standing

router = Router(tags=["public"])
_EXTRA: Final = re.compile(r"^([0-9a-f]{1,8}):([0-9]{1,4})$")

Language = Literal["zh-hans", "zh-hant", "en"]
Standing = Literal["replaced", "coming", "in-force", "over"]


class PriceOut(Schema):
    """One price; amounts are decimal numbers written out."""

    key: str
    kind: Literal["room", "equipment", "service", "deposit"]
    name: str
    room: int | None
    unit: Literal["hour", "half_day", "day", "evening", "use", "piece", "person"]
    days: Literal["", "working", "rest"]
    tier: Literal["", "key", "regular", "prospect"]
    amount: str
    minimum: int
    overtime: str | None
    tax_rate: str


class DiscountOut(Schema):
    """One discount, in percent."""

    key: str
    name: str
    percent: str
    covers: Literal["rooms", "all"]
    tier: Literal["", "key", "regular", "prospect"]


class VersionOut(Schema):
    """One version of the fees; the days are those of the house, first and last included."""

    version: int
    name: str
    standing: Standing
    valid_from: date
    valid_until: date | None
    replaces: int | None
    reason: str
    currency: str


class VersionsOut(Schema):
    """Every version that was ever approved, the newest first."""

    versions: list[VersionOut]


class FeesOut(VersionOut):
    """One version with its prices and rules."""

    tax_included: bool
    half_day_hours: int
    day_hours: int
    evening_from: time
    evening_until: time
    prices: list[PriceOut]
    discounts: list[DiscountOut]


class LineOut(Schema):
    """One line of a quote."""

    day: date
    kind: Literal["room", "overtime", "equipment", "service", "discount", "tax", "deposit"]
    key: str
    name: str
    unit: str
    quantity: int
    price: str
    amount: str
    tax_rate: str
    version: int


class QuoteOut(Schema):
    """What it costs: `total` is the sum of `lines`; `deposit`, that of `deposits`, comes back."""

    currency: str
    versions: list[int]
    lines: list[LineOut]
    deposits: list[LineOut]
    total: str
    deposit: str
    tax_within: str


class LanguageAsked(Schema):
    """In which language names are given."""

    lang: Language | None = None


class FeesAsked(LanguageAsked):
    """On which day; without one, today by the house's clock."""

    on: date | None = None


class QuoteAsked(LanguageAsked):
    """A room, a time, how many people, and what else: `extra=<key>:<how many>`, once for each."""

    room: Annotated[int, Field(ge=1, le=2**31 - 1)]
    begins: AwareDatetime = Field(alias="from")
    ends: AwareDatetime = Field(alias="to")
    heads: Annotated[int, Field(ge=1, le=100_000)]
    extra: Annotated[list[str], Field(max_length=50, default_factory=list)]
    tier: Literal["", "key", "regular", "prospect"] = ""
    discount: Annotated[str, Field(max_length=8, pattern=r"^[0-9a-f]*$")] = ""

    @field_validator("extra")
    @classmethod
    def _are_extras(cls, told: list[str]) -> list[str]:
        if not all(_EXTRA.match(one) for one in told):
            message = "Each is a key and a number: 1a2b3c4d:2."
            raise ValueError(message)
        return told

    @field_validator("begins", "ends")
    @classmethod
    def _can_be_told(cls, moment: AwareDatetime) -> AwareDatetime:
        if not 2000 <= moment.year <= 9000:
            message = "Choose a year between 2000 and 9000."
            raise ValueError(message)
        return moment


@router.get("fees", response=FeesOut, summary="The fees in force on a day")
def read_fees(request: HttpRequest, asked: Query[FeesAsked]) -> dict[str, Any]:
    """Return the version in force; 404 where there is none on that day."""
    day = asked.on or house_day(timezone.now())
    schedule = FeeSchedule.objects.in_force_on(day).with_lines().first()
    return _fees(schedule, asked.lang)


@router.get("fees/versions", response=VersionsOut, summary="Every version of the fees")
def list_versions(request: HttpRequest, asked: Query[LanguageAsked]) -> dict[str, Any]:
    """Return every version that was ever approved, without its prices."""
    language = known_language(asked.lang or get_language())
    published = FeeSchedule.objects.published().select_related("replaces")
    return {"versions": [_version(schedule, language) for schedule in published]}


@router.get("fees/versions/{int:number}", response=FeesOut, summary="One version of the fees")
def read_version(request: HttpRequest, number: int, asked: Query[LanguageAsked]) -> dict[str, Any]:
    """Return one version, in force or not."""
    published = FeeSchedule.objects.published().with_lines()
    # No database counts further than this.
    return _fees(published.filter(number=min(number, 2**31 - 1)).first(), asked.lang)


@router.get("fees/quote", response=QuoteOut, summary="What a use of a room costs")
def read_quote(request: HttpRequest, asked: Query[QuoteAsked]) -> dict[str, Any]:
    """Return a quote by the versions in force; it books nothing."""
    language = known_language(asked.lang or get_language())
    extras: dict[str, int] = {}
    for one in asked.extra:
        key, count = one.split(":")
        extras[key] = extras.get(key, 0) + int(count)
    wanted = Asked(
        uses=(Use(asked.room, asked.begins, asked.ends),),
        heads=asked.heads,
        extras=extras,
        tier=asked.tier,
        discount=asked.discount,
    )
    with override(language):
        return _quote(make_quote(asked=wanted, at=timezone.now()), language)


def _fees(schedule: FeeSchedule | None, lang: str | None) -> dict[str, Any]:
    if schedule is None:
        raise Http404
    language = known_language(lang or get_language())
    tariff = tariff_of(schedule)
    return _version(schedule, language) | {
        "tax_included": tariff.tax_included,
        "half_day_hours": tariff.half_day_hours,
        "day_hours": tariff.day_hours,
        "evening_from": tariff.evening_from,
        "evening_until": tariff.evening_until,
        "prices": [_price(price, tariff, language) for price in tariff.prices],
        "discounts": [
            {
                "key": one.key,
                "name": one.words.said(language),
                "percent": str(one.percent),
                "covers": one.covers,
                "tier": one.tier,
            }
            for one in tariff.discounts
        ],
    }


def _version(schedule: FeeSchedule, language: str) -> dict[str, Any]:
    return {
        "version": schedule.number,
        "name": wording(schedule, "name", language),
        "standing": standing(schedule, today=house_day(timezone.now())).value,
        "valid_from": schedule.valid_from,
        "valid_until": schedule.valid_until,
        "replaces": schedule.replaces.number if schedule.replaces else None,
        "reason": wording(schedule, "reason", language),
        "currency": schedule.currency,
    }


def _price(price: Price, tariff: Tariff, language: str) -> dict[str, Any]:
    return {
        "key": price.key,
        "kind": price.kind,
        "name": price.words.said(language),
        "room": price.room.id if price.room else None,
        "unit": price.unit,
        "days": price.days,
        "tier": price.tier,
        "amount": str(tariff.rounded(price.amount)),
        "minimum": price.minimum,
        "overtime": None if price.overtime is None else str(tariff.rounded(price.overtime)),
        "tax_rate": str(price.tax_rate),
    }


def _quote(quote: Quote, language: str) -> dict[str, Any]:
    return {
        "currency": quote.currency,
        "versions": [tariff.number for tariff in quote.versions],
        "lines": [_line(line, language) for line in quote.lines],
        "deposits": [_line(line, language) for line in quote.deposits],
        "total": str(quote.total),
        "deposit": str(quote.deposit),
        "tax_within": str(quote.tax_within),
    }


def _line(line: Line, language: str) -> dict[str, Any]:
    return {
        "day": line.day,
        "kind": line.kind,
        "key": line.key,
        "name": line.words.said(language),
        "unit": line.unit,
        "quantity": line.quantity,
        "price": str(line.price),
        "amount": str(line.amount),
        "tax_rate": str(line.tax_rate),
        "version": line.version,
    }
