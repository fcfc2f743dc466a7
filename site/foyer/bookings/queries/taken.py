"""What takes the rooms of the house in a stretch of time, as a member of staff may see it. (004-06)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import Booking
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import Occupation, Room
from foyer.venues.services import with_time_around


def is_taken(booking: Booking, *, at: datetime) -> bool:
    """Tell whether something else takes the room at the time of a booking."""
    times = with_time_around(booking.room, booking.starts_at, booking.ends_at)
    taken = Occupation.objects.filter(room=booking.room_id).holding(at=at).meeting(*times)
    if booking.occupation_id is not None:
        taken = taken.exclude(pk=booking.occupation_id)
    return taken.exists()


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch in which a room is taken: by what, and what of it may be told."""

    occupation: Occupation
    title: str
    step: str = ""
    step_label: str = ""
    booking: Booking | None = None

    @property
    def is_held(self) -> bool:
        """Whether it is held for an answer only."""
        return self.occupation.lapses_at is not None

    @property
    def is_over_days(self) -> bool:
        """Whether it begins on one day and ends on another."""
        return house_day(self.occupation.starts_at) != house_day(self.occupation.ends_at)

    @property
    def kind(self) -> str:
        """What it looks like: an offer, a booking, a booking to be offered anew, an event, a closure."""
        if self.occupation.purpose != OccupationPurpose.BOOKING:
            return self.occupation.purpose
        return "offer" if self.is_held else "booking"


class TakenRooms:
    """One look at what takes rooms between two moments, in as many queries however many rooms there are."""

    def __init__(
        self,
        rooms: Iterable[Room],
        first: datetime,
        last: datetime,
        *,
        by: User,
        at: datetime,
    ) -> None:
        """Read it.

        Args:
            rooms: which rooms.
            first: from when on.
            last: until when.
            by: who looks.
            at: the moment by which offers have lapsed or not.
        """
        keys = [room.pk for room in rooms]
        self._by, self._at = by, at
        seen = Booking.objects.visible_to(by).select_related("client")
        held = seen.filter(occupation__room__in=keys, occupation__from_at__lt=last)
        held = held.filter(occupation__until_at__gt=first)
        self._bookings = {booking.occupation_id: booking for booking in held}
        self.of_rooms: dict[int, list[Taken]] = {key: [] for key in keys}
        found = Occupation.objects.filter(room__in=keys).holding(at=at).meeting(first, last)
        for occupation in found.select_related("event"):
            self.of_rooms[occupation.room_id].append(self._told(occupation))
        asked = seen.filter(room__in=keys, status=BookingStatus.REQUESTED, occupation=None)
        self.requests: list[Booking] = list(
            asked.meeting(first, last).select_related("client", "room").order_by("starts_at", "pk")
        )

    def _told(self, occupation: Occupation) -> Taken:
        booking = self._bookings.get(occupation.pk)
        if booking is not None:
            step = booking.step_at(self._at)
            return Taken(occupation, booking.title, step.value, str(step.label), booking)
        return Taken(occupation, self._title(occupation))

    def _title(self, occupation: Occupation) -> str:
        purpose: Any = OccupationPurpose(occupation.purpose)
        may = purpose == OccupationPurpose.CLOSED or (
            purpose == OccupationPurpose.EVENT and self._by.has_perm("events.view_event")
        )
        if purpose == OccupationPurpose.BOOKING or not may:
            return gettext("Taken")
        return occupation.title_text or str(purpose.label)
