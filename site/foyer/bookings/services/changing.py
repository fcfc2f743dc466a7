"""Changing what is asked for or agreed: another time, room or number of people is looked at anew. (BOOKING 6)"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from foyer.bookings.enums import BookingStatus, Occasion
from foyer.bookings.fitting import check_room, check_time
from foyer.bookings.models import Booking
from foyer.bookings.refusals import WrongStep
from foyer.core.models import User
from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import Room
from foyer.venues.services import occupy_room
from foyer.venues.services.hiring import move_hires

from .holding import give_back, hold, keep, move
from .inside import INSIDE
from .letters import queue_letter
from .offering import offer_to_waiting
from .standing import write_standing


@dataclass(frozen=True, slots=True)
class Change:
    """What a booking is to be; None: as it is."""

    room: Room | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    heads: int | None = None
    layout: str | None = None
    theme: str | None = None
    extras: dict[str, int] | None = field(default=None)
    wishes: str | None = None
    notes: str | None = None

    def told(self) -> dict[str, Any]:
        """Return what changes."""
        return {
            name: value
            for name in self.__dataclass_fields__
            if (value := getattr(self, name)) is not None
        }


@transaction.atomic
def change_booking(
    *, booking: Booking, change: Change, by: User | None, at: datetime, seen: int | None = None
) -> Booking:
    """Change a booking; one that was offered or agreed holds its new place and waits to be offered anew. (BOOKING 6)

    What was agreed stands until the client accepts the new offer: they cancel by it, and go back to it where
    they do not accept. Fewer people, another theme or notes change nothing that was agreed.

    Args:
        booking: a booking whose use is still to come, or an offer that lapsed.
        change: what it is to be.
        by: who changes it.
        at: the moment.
        seen: the version the actor saw.

    Raises:
        RoomTaken: something else takes the room then.
        EquipmentTaken: others have what was hired for it then.
        Refusal: what takes place there does not fit into the new time; or it cannot be had so, or is over.
    """
    held = hold(booking, seen, moves_to=change.room)
    step = held.step_at(at)
    if step not in (*BookingStatus.OPEN, BookingStatus.LAPSED):
        raise WrongStep
    before = (held.room, held.starts_at, held.ends_at)
    anew = _is_anew(held, change)
    if anew and step in (BookingStatus.CONFIRMED, BookingStatus.SIGNED):
        held.standing = write_standing(held)
    for name, value in change.told().items():
        setattr(held, name, value)
    if anew:
        check_time(held.starts_at, held.ends_at, at=at)
    check_room(
        held.room,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        heads=held.heads,
        layout=held.layout,
    )
    if anew and step != BookingStatus.REQUESTED:
        move(held, BookingStatus.REQUESTED, at=at, by=by)
    _take_place(held, anew=anew, began=before[1], by=by, at=at)
    if anew:
        held.reply_by = None
    keep(held, act="change", by=by, fields=sorted(change.told()))
    if anew and held.occupation is not None:
        room, starts_at, ends_at = before
        offer_to_waiting(room=room, starts_at=starts_at, ends_at=ends_at, at=at)
        queue_letter(held, Occasion.MOVED, at=at)
    return held


@transaction.atomic
def assign(*, booking: Booking, owner: User, by: User, seen: int | None = None) -> Booking:
    """Make somebody answerable for a booking; whoever calls sees to it that they may work on bookings.

    Raises:
        BookingChanged: it is not what the actor saw.
    """
    held = hold(booking, seen)
    held.owner = owner
    return keep(held, act="assign", by=by, owner=str(owner))


@transaction.atomic
def take_up_again(
    *, booking: Booking, by: User | None, at: datetime, seen: int | None = None
) -> Booking:
    """Make a request of an offer nobody answered in time; it holds no room until it is offered anew. (004-04)

    A change of what was agreed goes on holding its room.

    Args:
        booking: an offer that lapsed.
        by: who takes it up.
        at: the moment.
        seen: the version the actor saw.

    Raises:
        WrongStep: it has not lapsed.
        BookingRefusal: its time is over.
    """
    held = hold(booking, seen)
    if held.step_at(at) != BookingStatus.LAPSED:
        raise WrongStep
    check_time(held.starts_at, held.ends_at, at=at)
    move(held, BookingStatus.REQUESTED, at=at, by=by)
    if held.standing is None:
        give_back(held, by=by, at=at)
    held.reply_by = None
    return keep(held, act="change", by=by, fields=[])


def _take_place(
    booking: Booking, *, anew: bool, began: datetime, by: User | None, at: datetime
) -> None:
    """Let a booking that holds a room hold the one it asks for now, under the name it has now."""
    held, title = booking.occupation, booking.title[:200]
    if held is None:
        return
    if anew:
        booking.occupation = occupy_room(
            room=booking.room,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            purpose=OccupationPurpose.BOOKING,
            title=title,
            at=at,
            held=held,
        )
        for above in INSIDE:
            above.follow(booking.occupation, starts_at=began, by=by)
        move_hires(occupation=booking.occupation, at=at)
    elif held.title != title:
        held.title = title
        held.save(update_fields=["title"])


def _is_anew(booking: Booking, change: Change) -> bool:
    """Tell whether a change touches what was looked at: room, time, more people, what costs money."""
    told = change.told()
    more = "heads" in told and told["heads"] > booking.heads
    moved = any(
        name in told and told[name] != getattr(booking, name)
        for name in ("room", "starts_at", "ends_at", "layout", "extras")
    )
    return more or moved
