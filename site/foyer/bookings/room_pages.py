"""What the pages of rooms show: which are free at a time, and the days of one. (004-01, 004-03)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.apps import apps
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, pgettext

from foyer.core.days import house_day
from foyer.core.languages import known_language
from foyer.fees.enums import Currency, FeeKind
from foyer.fees.models import FeeSchedule
from foyer.fees.pricing.tariff import Tariff
from foyer.fees.quoting import tariff_of
from foyer.fees.showing import Section, money, sections
from foyer.venues.enums import Weekday
from foyer.venues.models import EquipmentItem, EquipmentKind, Room

from .queries.availability import RoomDay, days_of
from .queries.free import Fit, Looking
from .searching import SearchForm

DAYS_SHOWN: Final = 14
ASK: Final = "/rooms/ask"
_ASKED: Final = ("from", "to", "heads")


@dataclass(frozen=True, slots=True)
class Found:
    """A room that was looked at, as the public reads it."""

    room: Room
    page: Any
    price: str
    why_not: str
    ask_url: str
    wait_url: str

    @property
    def is_free(self) -> bool:
        """Whether it can be asked for."""
        return bool(self.ask_url)


def rooms_shown(*, page: Any, asked: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Return the rooms of the house with their pages; and, where a time is asked for, how each fits.

    Args:
        page: the list of rooms.
        asked: the query: `from`, `to`, `heads`, `layout`.
        at: the moment by which offers have lapsed or not.
    """
    form = SearchForm(asked if any(name in asked for name in _ASKED) else None)
    pages = room_pages(page.locale.language_code)
    shown: dict[str, Any] = {"search": form, "room_pages": list(pages.values())}
    if form.is_bound and form.is_valid():
        fits = Looking(form.sought(), at=at, online=True).fits()
        shown["found"] = [found(fit, form, pages) for fit in fits]
        shown["free"] = sum(fit.is_free for fit in fits)
    return shown


def found(fit: Fit, form: SearchForm, pages: Mapping[int, Any]) -> Found:
    """Return how a room fits in words, and where it is asked for."""
    told = form.cleaned_data
    ask = ask_url(fit.room, fit.starts_at, fit.ends_at, heads=told["heads"], layout=told["layout"])
    return Found(
        room=fit.room,
        page=pages.get(fit.room.pk),
        price=money(fit.quote.total, fit.quote.currency) if fit.quote else "",
        why_not=_why_not(fit),
        ask_url=ask if fit.is_free else "",
        wait_url=f"{ask}&waits=on" if fit.is_taken else "",
    )


def ask_url(
    room: Room, starts_at: datetime, ends_at: datetime, *, heads: int, layout: str = ""
) -> str:
    """Return where a room is asked for at a time."""
    told = {
        "room": room.pk,
        "from": f"{localtime(starts_at):%Y-%m-%dT%H:%M}",
        "to": f"{localtime(ends_at):%Y-%m-%dT%H:%M}",
        "heads": heads,
        "layout": layout,
        "lang": known_language(get_language()),
    }
    return f"{ASK}?{urlencode(told)}"


def room_pages(language: str) -> dict[int, Any]:
    """Return the page of each room in a language, by the room."""
    kind: Any = apps.get_model("bookings", "RoomPage")
    pages = kind.with_shown().filter(locale__language_code=language, room__is_bookable=True)
    return {page.room_id: page for page in pages.order_by("path")}


def room_shown(*, page: Any, at: datetime) -> dict[str, Any]:
    """Return what a room holds and costs, its hours, and the days to come with what is free of them."""
    room, today = page.room, house_day(at)
    schedule = FeeSchedule.objects.in_force_on(today).with_lines().first()
    tariff = tariff_of(schedule) if schedule else None
    return {
        "room": room,
        "layouts": list(room.layouts.all()),
        "hours": list(_hours(room)),
        "equipment": list(_equipment(room)),
        "days": days_of(room, first=today, days=DAYS_SHOWN, at=at),
        "prices": _prices(tariff, room.pk),
        "from_price": _least(tariff, room.pk),
        "search": SearchForm(),
        "rooms_url": page.get_parent().url,
    }


def first_free(days: Iterable[RoomDay]) -> date | None:
    """Return the first day on which anything is free."""
    return next((one.day for one in days if one.free), None)


def _why_not(fit: Fit) -> str:
    if fit.refusal is not None:
        return str(fit.refusal)
    return gettext("Taken at that time.") if fit.is_taken else ""


def _hours(room: Room) -> Iterable[tuple[str, str]]:
    """The opening hours in words: the usual ones, then the days that differ."""
    yield pgettext("opening hours", "Usually"), f"{room.opens_at:%H:%M}–{room.closes_at:%H:%M}"
    for one in room.hours.all():
        closed = one.opens_at is None or one.closes_at is None
        words = (
            pgettext("opening hours", "closed")
            if closed
            else f"{one.opens_at:%H:%M}–{one.closes_at:%H:%M}"
        )
        yield str(Weekday(one.weekday).label), words


def _equipment(room: Room) -> Iterable[tuple[str, int]]:
    """What belongs to the room and works: each kind, and how many."""
    items = EquipmentItem.objects.in_service().filter(home=room).select_related("kind")
    counted: dict[EquipmentKind, int] = {}
    for item in items.order_by("kind__category", "kind__name", "pk"):
        counted[item.kind] = counted.get(item.kind, 0) + item.quantity
    for kind, quantity in counted.items():
        yield kind.name_text, quantity


def _prices(tariff: Tariff | None, room: int) -> Section | None:
    """The prices of a room in force today."""
    if tariff is None:
        return None
    own = tuple(
        one
        for one in tariff.prices
        if one.kind == FeeKind.ROOM and one.room and one.room.id == room
    )
    shown = sections(_with_prices(tariff, own))
    return shown[0] if shown else None


def _with_prices(tariff: Tariff, prices: tuple[Any, ...]) -> Tariff:
    return Tariff(
        number=tariff.number,
        words=tariff.words,
        valid_from=tariff.valid_from,
        valid_until=tariff.valid_until,
        currency=tariff.currency,
        prices=prices,
    )


def _least(tariff: Tariff | None, room: int) -> str:
    """The lowest price of a room, for everybody."""
    if tariff is None:
        return ""
    amounts: list[Decimal] = [
        one.amount
        for one in tariff.prices
        if one.kind == FeeKind.ROOM and one.room and one.room.id == room and not one.tier
    ]
    return money(min(amounts), Currency(tariff.currency)) if amounts else ""
