"""What every act upon a booking begins and ends with: the lock, the step, the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wagtail.log_actions import log

from foyer.bookings.enums import BookingStatus, Occasion
from foyer.bookings.models import Booking
from foyer.bookings.refusals import BookingChanged, ReasonMissing, WrongStep
from foyer.core.models import User
from foyer.venues.models import Room
from foyer.venues.services import release_room

from .inside import INSIDE
from .letters import tell_house

_LONGEST_NOTE = 500


def hold(booking: Booking, seen: int | None = None, *, moves_to: Room | None = None) -> Booking:
    """Lock a booking for an act, as it is now, and its room before it.

    Rooms are locked first and in one order, so that no two acts wait for each other.

    Args:
        booking: the booking.
        seen: the version the actor saw.
        moves_to: another room the act is about.

    Raises:
        BookingChanged: it is not what the actor saw.
    """
    first, standing = Booking.objects.values_list("room_id", "standing").get(pk=booking.pk)
    rooms = {first, moves_to.pk} if moves_to else {first}
    if standing:  # it may go back there
        rooms.add(standing["room_id"])
    list(Room.objects.select_for_update(no_key=True).filter(pk__in=rooms).order_by("pk"))
    locked = Booking.objects.select_for_update(of=("self",))
    held = locked.select_related("room__venue", "client", "contact", "occupation").get(
        pk=booking.pk
    )
    if held.room_id != first or (seen is not None and held.version != seen):
        raise BookingChanged
    return held


def move(booking: Booking, to: str, *, at: datetime, by: User | None, note: str = "") -> None:
    """Put a held booking on its next step and write that into its journal.

    Raises:
        WrongStep: this one does not follow.
    """
    if to not in BookingStatus.NEXT[booking.step_at(at)]:
        raise WrongStep
    return_to(booking, to, at=at, by=by, note=note)


def return_to(booking: Booking, to: str, *, at: datetime, by: User | None, note: str = "") -> None:
    """Put a held booking on a step, whether it follows or is where it was before, and write that into its journal."""
    before = booking.step_at(at)
    if before == BookingStatus.LAPSED:
        booking.steps.create(before=booking.status, after=before, at=booking.reply_by or at)
    booking.steps.create(before=before, after=to, at=at, by=by, note=note[:_LONGEST_NOTE])
    booking.status = BookingStatus(to)


def keep(booking: Booking, *, act: str, by: User | None, **told: Any) -> Booking:
    """Write an act's result down, and in the history what `told` says of it."""
    booking.version += 1
    booking.save()
    log(booking, f"foyer.booking.{act}", user=by, data=told)
    return booking


def give_back(booking: Booking, *, by: User | None, at: datetime) -> None:
    """Give a held booking's room back, unless something takes place there that keeps it: of that the house is told.

    Args:
        booking: a held booking.
        by: who of the house ends it; None where its client or a deadline does.
        at: the moment.

    Raises:
        Refusal: something takes place there which the house looks at first.
    """
    occupation, booking.occupation = booking.occupation, None
    if occupation is None:
        return
    if any(room.keep_room(occupation, by=by, at=at) for room in INSIDE):
        tell_house(booking, Occasion.LEFT, at=at)
    else:
        release_room(occupation)


def needed(reason: str) -> str:
    """Return a reason, trimmed.

    Raises:
        ReasonMissing: it says nothing.
    """
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()[:_LONGEST_NOTE]
