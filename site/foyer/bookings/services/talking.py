"""Words between the client and the house about a booking; none of them changes it. (004-02)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from foyer.bookings.enums import MessageKind, Occasion
from foyer.bookings.models import Booking, BookingMessage
from foyer.bookings.refusals import NothingSaid
from foyer.core.models import User
from foyer.venues.models import Room

from .letters import queue_letter, tell_house


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client would rather have; None: no wish."""

    room: Room | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    heads: int | None = None


@transaction.atomic
def write_as_client(
    *, booking: Booking, text: str, at: datetime, wish: Wish | None = None
) -> BookingMessage:
    """Keep what a client writes, and tell whoever keeps the booking, who sees to wishes. (BOOKING 6)

    Raises:
        NothingSaid: there is neither a word nor a wish.
    """
    wanted = wish or Wish()
    if not text.strip() and wanted == Wish():
        raise NothingSaid
    message = booking.messages.create(
        kind=MessageKind.CLIENT,
        text=text.strip(),
        wished_room=wanted.room,
        wished_from=wanted.starts_at,
        wished_to=wanted.ends_at,
        wished_heads=wanted.heads,
        at=at,
    )
    tell_house(booking, Occasion.WROTE, at=at, message=message)
    log(booking, "foyer.booking.message")
    return message


@transaction.atomic
def write_to_client(*, booking: Booking, text: str, by: User, at: datetime) -> BookingMessage:
    """Write to a client: on their page, and by mail where there is an address.

    Raises:
        NothingSaid: there is no word.
    """
    if not text.strip():
        raise NothingSaid
    message = booking.messages.create(kind=MessageKind.HOUSE, text=text.strip(), at=at, by=by)
    queue_letter(booking, Occasion.MESSAGE, at=at, message=message)
    log(booking, "foyer.booking.write", user=by)
    return message


@transaction.atomic
def add_note(*, booking: Booking, text: str, by: User, at: datetime) -> BookingMessage:
    """Write a note that the client never sees.

    Raises:
        NothingSaid: there is no word.
    """
    if not text.strip():
        raise NothingSaid
    message = booking.messages.create(kind=MessageKind.NOTE, text=text.strip(), at=at, by=by)
    log(booking, "foyer.booking.note", user=by)
    return message
