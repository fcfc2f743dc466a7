"""Letters and contracts as they were when the act they tell of was done, kept word for word. (004-04, 004-05)"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils.translation import get_language

from foyer.bookings.models import Booking, BookingPaper
from foyer.core.context_processors import House
from foyer.core.languages import known_language
from foyer.core.models import HousePolicy
from foyer.fees.calculator import ShownLine, ShownQuote

from .content import Paper, letter_paper


def write_paper(paper: Paper) -> dict[str, Any]:
    """Return a paper as it is kept."""
    return asdict(paper)


def read_paper(kept: dict[str, Any]) -> Paper:
    """Return what `write_paper` made."""
    quote = kept["quote"]
    return Paper(
        title=kept["title"],
        number=kept["number"],
        paragraphs=tuple(kept["paragraphs"]),
        facts=_pairs(kept["facts"]),
        quote=_quote(quote) if quote else None,
        house=House(**kept["house"]),
        signatures=_pairs(kept["signatures"]),
    )


def paper_for(booking: Booking, occasion: str, house: HousePolicy) -> Paper:
    """Return a letter or the contract in the active language: as it was made, else as it would be made now."""
    return kept_paper(booking, occasion) or letter_paper(booking, occasion, house)


def kept_paper(booking: Booking, occasion: str) -> Paper | None:
    """Return the last paper of an occasion as it was made, in the active language; None where none was kept."""
    last = BookingPaper.objects.filter(booking=booking.pk, occasion=occasion).last()
    words = last.words.get(known_language(get_language())) if last else None
    return read_paper(words) if words else None


def _quote(kept: dict[str, Any]) -> ShownQuote:
    return ShownQuote(
        lines=tuple(ShownLine(**line) for line in kept["lines"]),
        deposits=tuple(ShownLine(**line) for line in kept["deposits"]),
        total=kept["total"],
        deposit=kept["deposit"],
        tax_within=kept["tax_within"],
        versions=tuple(kept["versions"]),
    )


def _pairs(kept: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in kept)
