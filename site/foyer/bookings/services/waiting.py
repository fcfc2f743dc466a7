"""Who waits for a room, and what happens when it is given back. (BOOKING 7)"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foyer.bookings.models import Booking
from foyer.core.refusals import Refusal
from foyer.venues.models import Room
from foyer.venues.services import with_time_around

from .offering import offer_room


def offer_to_waiting(
    *, room: Room, starts_at: datetime, ends_at: datetime, at: datetime
) -> list[Booking]:
    """Offer a room that was given back to whoever waits for it, the longest first; return who got an offer."""
    from_at, until_at = with_time_around(room, starts_at, ends_at)
    waiting = Booking.objects.waiting().filter(room=room, starts_at__gt=at)
    offered = []
    for booking in waiting.meeting(from_at, until_at):
        try:
            with transaction.atomic():
                offered.append(offer_room(booking=booking, by=None, at=at).booking)
        except Refusal:
            continue  # another got it, or it fits no longer: they go on waiting
    return offered
