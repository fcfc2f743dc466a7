"""An event in a booked room: it moves with its booking, and never stands in a room nobody holds. (004-06)

Not among the room's other acts: the tablets' own process knows events and no bookings.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.bookings.services.inside import INSIDE
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import Occupation

from .enums import EventStatus
from .models import Event


class EventInside(Refusal):
    """An event takes place in the booked room."""

    code = "booking_holds_an_event"
    message = _("Event %(number)s takes place in this booking. Cancel the event first.")


class EventSticksOut(Refusal):
    """The event is longer than what would be left of the booking."""

    code = "booking_shorter_than_its_event"
    message = _(
        "Event %(number)s takes place in this booking and would last longer than it. Shorten the event first."
    )


class _Events:
    """What becomes of events."""

    def keep_room(self, held: Occupation, *, by: User | None, at: datetime) -> bool:
        """Leave the room to an event that is still to come or running; nobody of the house ends its booking."""
        event = _event_in(held)
        if event is None:
            return False
        if by is not None:
            raise EventInside(number=event.number)
        held.purpose, held.title, held.lapses_at = OccupationPurpose.EVENT, event.title, None
        held.save(update_fields=["purpose", "title", "lapses_at"])
        return True

    def follow(self, held: Occupation, *, starts_at: datetime, by: User | None) -> None:
        """Move an event by as much as its booking; one that still lies within it stays at its time."""
        event = _event_in(held)
        if event is None:
            return
        room = held.room
        event.room, event.venue = room, room.venue
        if not _lies_within(event, held):
            shift = held.starts_at - starts_at
            for name in ("starts_at", "ends_at", "doors_at", "reply_by"):
                if moment := getattr(event, name):
                    setattr(event, name, moment + shift)
        if not _lies_within(event, held):
            raise EventSticksOut(number=event.number)
        event.save()
        log(event, "wagtail.edit", user=by)


def _event_in(held: Occupation) -> Event | None:
    """Lock the event that takes place in a booked room, where there is one still to come or running."""
    open_ones = Event.objects.select_for_update(of=("self",)).filter(status__in=EventStatus.OPEN)
    return open_ones.filter(occupation=held).first()


def _lies_within(event: Event, held: Occupation) -> bool:
    return held.starts_at <= event.starts_at and event.ends_at <= held.ends_at


INSIDE.append(_Events())
