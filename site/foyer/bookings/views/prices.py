"""Prices in words."""

from __future__ import annotations

from typing import Any

from foyer.bookings.forms.extras import schedule_names
from foyer.bookings.queries.free import Fit
from foyer.fees.calculator import show_quote
from foyer.fees.pricing.quote import Quote
from foyer.fees.showing import money


def price_of(fit: Fit) -> str:
    """Return what a room costs at a time; nothing where the house is to be asked."""
    return money(fit.quote.total, fit.quote.currency) if fit.quote else ""


def shown_quote(quote: Quote) -> dict[str, Any]:
    """Return a quote in words; each line names its version."""
    shown = show_quote(quote)
    names = schedule_names(list(quote.versions))
    lines = [(line, names.get(line.version, "")) for line in (*shown.lines, *shown.deposits)]
    return {"quote": shown, "lines": lines}
