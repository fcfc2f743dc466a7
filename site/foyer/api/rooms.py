"""The rooms for everybody: what they hold, which are free, and what they cost then. (004-01; interfaces: Public)"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated, Any, Final, Literal, Self

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, override
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field, model_validator

from foyer.bookings.fitting import MOST_DAYS
from foyer.bookings.models import RoomPage
from foyer.bookings.queries.free import Fit, Looking, Sought
from foyer.bookings.room_pages import room_pages
from foyer.core.languages import known_language, wording
from foyer.core.refusals import Refusal
from foyer.venues.models import Room

router = Router(tags=["public"])

Language = Literal["zh-hans", "zh-hant", "en"]
LayoutKey = Literal["theatre", "classroom", "boardroom", "u_shape", "banquet", "reception"]
Standing = Literal["free", "taken", "unfit"]
_YEARS: Final = range(2000, 9001)
_LONGEST: Final = timedelta(days=MOST_DAYS)


class LayoutOut(Schema):
    """A way the room is set out, and how many it seats then."""

    layout: LayoutKey
    capacity: int


class HoursOut(Schema):
    """The hours of a day of the week, 0 is Monday; without times the room is closed."""

    weekday: int
    opens_at: time | None
    closes_at: time | None


class RoomOut(Schema):
    """A room that is offered for booking; hours that end no later than they begin end on the day after."""

    id: int
    name: str
    venue: str
    capacity: int
    layouts: list[LayoutOut]
    opens_at: time
    closes_at: time
    hours: list[HoursOut]
    access: str
    url: str


class RoomsOut(Schema):
    """Every room that is offered for booking."""

    rooms: list[RoomOut]


class FitOut(Schema):
    """How a room fits: free, taken then, or unfit, and why; without a price the house is asked."""

    room: int
    name: str
    standing: Standing
    reason: str
    currency: str | None
    total: str | None
    versions: list[int]


class FreeOut(Schema):
    """The rooms at a time: the free ones first, the cheapest of them first."""

    rooms: list[FitOut]


class RoomsAsked(Schema):
    """In which language names are given."""

    lang: Language | None = None


class FreeAsked(RoomsAsked):
    """A time, how many people, and how the room is to be set out."""

    begins: AwareDatetime = Field(alias="from")
    ends: AwareDatetime = Field(alias="to")
    heads: Annotated[int, Field(ge=1, le=100_000)]
    layout: LayoutKey | None = None

    @model_validator(mode="after")
    def _can_be_had(self) -> Self:
        if fault := fault_of(self.begins, self.ends):
            raise ValueError(fault)
        return self


def fault_of(begins: datetime, ends: datetime) -> str:
    """Return what is wrong with a time that cannot be meant, or nothing."""
    if any(one.year not in _YEARS for one in (begins, ends)):
        return "Choose years between 2000 and 9000."
    if ends <= begins:
        return "The end must come after the beginning."
    return "At most 31 days." if ends - begins > _LONGEST else ""


@router.get("rooms", response=RoomsOut, summary="The rooms of the house")
def list_rooms(request: HttpRequest, asked: Query[RoomsAsked]) -> dict[str, Any]:
    """Return every room that is offered for booking."""
    language = known_language(asked.lang or get_language())
    pages = room_pages(language)
    rooms = Room.objects.filter(is_bookable=True).select_related("venue")
    described = rooms.prefetch_related("layouts", "hours")
    return {"rooms": [_room(room, pages.get(room.pk), language) for room in described]}


@router.get("rooms/free", response=FreeOut, summary="Which rooms are free at a time")
def list_free(request: HttpRequest, asked: Query[FreeAsked]) -> dict[str, Any]:
    """Return how each room fits; it books nothing."""
    language = known_language(asked.lang or get_language())
    sought = Sought(asked.begins, asked.ends, asked.heads, asked.layout or "")
    with override(language):
        fits = Looking(sought, at=timezone.now(), online=True).fits()
        return {"rooms": [_fit(fit, language) for fit in fits]}


def _room(room: Room, page: RoomPage | None, language: str) -> dict[str, Any]:
    return {
        "id": room.pk,
        "name": wording(room, "name", language),
        "venue": wording(room.venue, "name", language),
        "capacity": room.capacity,
        "layouts": [{"layout": one.layout, "capacity": one.capacity} for one in room.layouts.all()],
        "opens_at": room.opens_at,
        "closes_at": room.closes_at,
        "hours": [
            {"weekday": one.weekday, "opens_at": one.opens_at, "closes_at": one.closes_at}
            for one in room.hours.all()
        ],
        "access": wording(room, "access", language),
        "url": (page.full_url or "") if page else "",
    }


def _fit(fit: Fit, language: str) -> dict[str, Any]:
    standing = "free" if fit.is_free else "taken" if fit.is_taken else "unfit"
    reason: Refusal | str = fit.refusal or ""
    return {
        "room": fit.room.pk,
        "name": wording(fit.room, "name", language),
        "standing": standing,
        "reason": str(reason),
        "currency": fit.quote.currency if fit.quote else None,
        "total": str(fit.quote.total) if fit.quote else None,
        "versions": [one.number for one in fit.quote.versions] if fit.quote else [],
    }
