"""Whose cards are printed, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from foyer.clients.enums import Tier
from foyer.core.pinyin import syllables
from foyer.events.models import Event
from foyer.guests.enums import CardAudience, CardKind, CardOrder
from foyer.guests.models import Guest, Printing, SignIn

_TIERS: dict[str, int] = {tier: place for place, tier in enumerate(Tier)}


@dataclass(frozen=True, slots=True)
class CardCounts:
    """How it stands with an event's cards of one kind; `waiting` are in the house without one."""

    guests: int
    printed: int
    again: int
    waiting: int


@dataclass(frozen=True, slots=True)
class TableCounts:
    """How it stands with an event's table cards."""

    tables: int
    printed: int
    again: int


def guests_for(event: Event, *, kind: str, audience: str, table: str = "") -> QuerySet[Guest]:
    """Return the guests of an event whose cards are to be printed.

    Args:
        audience: a `CardAudience`.
        table: only those who sit there.
    """
    guests: QuerySet[Guest] = event.guests.expected()
    has = Exists(Printing.objects.of_kind(kind).filter(guest=OuterRef("pk")))
    is_in = Exists(SignIn.objects.standing().filter(guest=OuterRef("pk")))
    if audience == CardAudience.UNPRINTED:
        guests = guests.filter(~has)
    elif audience == CardAudience.WAITING:
        guests = event.guests.filter(is_in, ~has, cancelled_at=None)
    return guests.filter(table=table) if table else guests


def with_words(guests: QuerySet[Guest]) -> QuerySet[Guest]:
    """Return guests read with all that a card may say of them."""
    return guests.select_related("contact__client", "host").defer("phone", "email", "dietary_notes")


def in_order(guests: Iterable[Guest], order: str) -> list[Guest]:
    """Return guests as their cards come out of the printer."""
    keys: dict[str, Callable[[Guest], tuple[Any, ...]]] = {
        CardOrder.TABLE: lambda one: (one.table == "", sound(one.table), sound(one.seat)),
        CardOrder.NAME: lambda _one: (),
        CardOrder.TIER: lambda one: (_tier(one),),
    }
    key = keys.get(order, keys[CardOrder.TABLE])
    return sorted(guests, key=lambda one: (*key(one), sound(one.name), one.pk or 0))


def sound(text: str) -> tuple[tuple[int, int | str], ...]:
    """Return what a text is sorted by: Chinese as it is read aloud, numbers by their size."""
    found: list[tuple[int, int | str]] = []
    digits = ""
    for sign, read in zip(text, syllables(text), strict=True):
        if sign.isdecimal():
            digits += sign
            continue
        if digits:
            found.append((0, int(digits)))
            digits = ""
        found.append((1, read.casefold()))
    if digits:
        found.append((0, int(digits)))
    return tuple(found)


def card_counts(event: Event, kind: str = CardKind.BADGE) -> CardCounts:
    """Return the figures of an event's cards, in two queries."""
    has_card = Exists(Printing.objects.of_kind(kind).filter(guest=OuterRef("pk")))
    is_in = Exists(SignIn.objects.standing().filter(guest=OuterRef("pk")))
    listed = Q(cancelled_at=None)
    figures = event.guests.annotate(has_card=has_card, is_in=is_in).aggregate(
        guests=Count("pk", listed),
        printed=Count("pk", Q(has_card=True)),
        waiting=Count("pk", listed & Q(has_card=False, is_in=True)),
    )
    again = Printing.objects.of_kind(kind).filter(event=event, is_reprint=True).count()
    return CardCounts(**figures, again=again)


def table_counts(event: Event, tables: Iterable[str]) -> TableCounts:
    """Return how many of an event's tables have their card, and how many were printed again."""
    kept = Printing.objects.of_kind(CardKind.TABLE_CARD).filter(event=event)
    rows = list(kept.values_list("table", "is_reprint"))
    laid = set(tables)
    printed = {table for table, _again in rows} & laid
    return TableCounts(len(laid), len(printed), sum(again for _table, again in rows))


def _tier(guest: Guest) -> int:
    client = guest.contact.client if guest.contact else None
    return _TIERS.get(client.tier, len(_TIERS)) if client else len(_TIERS)
