"""What was agreed, kept word for word: an offer's quote as it stood, whatever schedules say later. (BOOKING 8)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from foyer.bookings.models import Booking, BookingPolicy
from foyer.fees.pricing.quote import Line, Quote
from foyer.fees.pricing.tariff import Tariff, Words


def write_asked(booking: Booking) -> dict[str, Any]:
    """Return what a booking's price is for, kept beside it: fewer people may be told later, and pay for fewer."""
    return {
        "from": booking.starts_at.isoformat(),
        "to": booking.ends_at.isoformat(),
        "heads": booking.heads,
        "extras": dict(booking.extras),
    }


def write_quote(quote: Quote) -> dict[str, Any]:
    """Return a quote as it is kept: amounts are decimal numbers written out."""
    return {
        "currency": quote.currency,
        "versions": [
            {
                "number": one.number,
                "words": _words(one.words),
                "from": one.valid_from.isoformat(),
                "until": one.valid_until and one.valid_until.isoformat(),
            }
            for one in quote.versions
        ],
        "lines": [_line(line) for line in quote.lines],
        "deposits": [_line(line) for line in quote.deposits],
        "total": str(quote.total),
        "deposit": str(quote.deposit),
        "tax_within": str(quote.tax_within),
    }


def read_quote(kept: dict[str, Any]) -> Quote:
    """Return what was kept as a quote; of each version its number, name and days."""
    return Quote(
        currency=kept["currency"],
        versions=tuple(
            Tariff(
                number=one["number"],
                words=Words(*one["words"]),
                valid_from=date.fromisoformat(one["from"]),
                valid_until=date.fromisoformat(one["until"]) if one["until"] else None,
                currency=kept["currency"],
            )
            for one in kept["versions"]
        ),
        lines=tuple(_read_line(line) for line in kept["lines"]),
        deposits=tuple(_read_line(line) for line in kept["deposits"]),
        total=Decimal(kept["total"]),
        deposit=Decimal(kept["deposit"]),
        tax_within=Decimal(kept["tax_within"]),
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a booking was offered: until when cancelling is free, what it costs then, how it is paid."""

    free_days: int
    percent: int
    payment: Words


def write_terms(policy: BookingPolicy) -> dict[str, Any]:
    """Return the terms of the day as they are kept with an offer. (004-04, 004-22)"""
    return {
        "free_days": policy.cancel_free_days,
        "percent": policy.cancel_percent,
        "payment": [policy.payment, policy.payment_zh_hant, policy.payment_en],
    }


def terms_of(agreed: dict[str, Any] | None) -> Terms:
    """Return on which terms something was offered; of what is not offered yet, the terms of today."""
    kept = (agreed or {}).get("terms") or write_terms(BookingPolicy.load())
    return Terms(kept["free_days"], kept["percent"], Words(*kept["payment"]))


def _words(words: Words) -> list[str]:
    return [words.hans, words.hant, words.en]


def _line(line: Line) -> dict[str, Any]:
    return {
        "day": line.day.isoformat(),
        "kind": str(line.kind),
        "key": line.key,
        "words": _words(line.words),
        "unit": str(line.unit),
        "quantity": line.quantity,
        "price": str(line.price),
        "amount": str(line.amount),
        "tax_rate": str(line.tax_rate),
        "version": line.version,
    }


def _read_line(kept: dict[str, Any]) -> Line:
    return Line(
        day=date.fromisoformat(kept["day"]),
        kind=kept["kind"],
        key=kept["key"],
        words=Words(*kept["words"]),
        unit=kept["unit"],
        quantity=kept["quantity"],
        price=Decimal(kept["price"]),
        amount=Decimal(kept["amount"]),
        tax_rate=Decimal(kept["tax_rate"]),
        version=kept["version"],
    )
