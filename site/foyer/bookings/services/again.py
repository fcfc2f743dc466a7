"""Asking again: for what lapsed, or for what could be had instead. (004-03)"""

from __future__ import annotations

from datetime import datetime

from foyer.bookings.enums import BookingChannel, BookingStatus
from foyer.bookings.models import Booking
from foyer.bookings.queries.free import Fit, Sought, alternatives
from foyer.bookings.queries.taken import is_taken
from foyer.bookings.refusals import NotFreeAnyMore, WrongStep
from foyer.core.refusals import Refusal
from foyer.venues.models import Room

from .asking import Asker, Wanted, ask_for_room

_OVER = (
    BookingStatus.LAPSED,
    BookingStatus.REJECTED,
    BookingStatus.DECLINED,
    BookingStatus.CANCELLED,
)


def can_ask_again(booking: Booking, *, at: datetime) -> bool:
    """Tell whether somebody may ask again: their booking came to nothing, and its time is still to come."""
    ended = booking.step_at(at) in _OVER and booking.standing is None
    return ended and booking.starts_at > at


def others_for(booking: Booking, *, at: datetime) -> tuple[list[Fit], list[Fit]]:
    """Return what could be had instead where the room is taken or was refused: other rooms, other times. (004-03)"""
    step = booking.step_at(at)
    asks = step == BookingStatus.REQUESTED and booking.occupation_id is None
    if (
        booking.standing
        or booking.starts_at <= at
        or not (asks or step in _OVER)
        or step == BookingStatus.CANCELLED
    ):
        return [], []
    if step != BookingStatus.REJECTED and not is_taken(booking, at=at):
        return [], []
    tier = booking.client.tier if booking.client else ""
    sought = Sought(
        booking.starts_at, booking.ends_at, booking.heads, layout=booking.layout, tier=tier
    )
    return alternatives(booking.room, sought, at=at)


def ask_again(
    *,
    booking: Booking,
    at: datetime,
    room: Room | None = None,
    starts_at: datetime | None = None,
) -> Booking:
    """Ask anew for what a booking was about, or for a room or time that could be had instead; twice gives the first.

    Args:
        booking: one that came to nothing.
        at: the moment.
        room: another room, at the same time.
        starts_at: another time, for as long.

    Raises:
        WrongStep: it still stands.
        NotFreeAnyMore: what was offered instead was taken meanwhile.
        BookingRefusal: it cannot be had; the refusal says what to change.
    """
    if not can_ask_again(booking, at=at):
        raise WrongStep
    begin, length = starts_at or booking.starts_at, booking.ends_at - booking.starts_at
    wanted = Wanted(
        room=room or booking.room,
        starts_at=begin,
        ends_at=begin + length,
        heads=booking.heads,
        layout=booking.layout,
        theme=booking.theme,
        extras=booking.extras,
        wishes=booking.wishes,
    )
    asker = Asker(
        name=booking.asker_name,
        company=booking.asker_company,
        phone=booking.asker_phone,
        email=booking.asker_email,
        language=booking.language,
        client=booking.client,
        contact=booking.contact,
    )
    once = f"again:{booking.pk}:{booking.version}:{wanted.room.pk}:{begin.isoformat()}"
    return ask_for_room(
        wanted=wanted,
        asker=asker,
        channel=BookingChannel.ONLINE,
        at=at,
        once=once,
        owner=booking.owner,
    )


def chosen_of(booking: Booking, choice: str, *, at: datetime) -> Fit:
    """Return which of the alternatives somebody chose, looked at anew.

    Raises:
        NotFreeAnyMore: it is none of them any more.
    """
    rooms, times = others_for(booking, at=at)
    for fit in (*rooms, *times):
        if choice_of(fit) == choice:
            return fit
    refusal: Refusal = NotFreeAnyMore()
    raise refusal


def choice_of(fit: Fit) -> str:
    """Return the name under which an alternative is chosen."""
    return f"{fit.room.pk}@{int(fit.starts_at.timestamp())}"
