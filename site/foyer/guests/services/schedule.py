"""A desk that belongs to a room follows the room's schedule. (004-12)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from foyer.core.models import HousePolicy
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.models import Checkpoint, Desk

from .fleet import move_desk


def follow_rooms(*, at: datetime) -> list[Desk]:
    """Move each desk whose event is over to the next event in its room, and return those that moved.

    An event is over some minutes after its end, for the last guests, as the house policy says; one that was
    cancelled or closed, at once.
    """
    grace = timedelta(minutes=HousePolicy.load().move_minutes)
    following = Desk.objects.exclude(room=None).select_related("event", "room")
    over = [desk for desk in following if _is_over(desk.event, at - grace)]
    return list(_moved(over, at)) if over else []


def _is_over(event: Event, by: datetime) -> bool:
    closed = event.status in (EventStatus.CANCELLED, EventStatus.CLOSED)
    return closed or event.ends_at <= by


def _moved(desks: list[Desk], at: datetime) -> Iterator[Desk]:
    coming = _next_events({desk.room_id for desk in desks}, at)
    for desk in desks:
        event = coming.get(desk.room_id)
        if event and move_desk(desk=desk, event=event):
            yield desk


def _next_events(rooms: set[int | None], at: datetime) -> dict[int | None, Event]:
    """Return the next event of each room that has a list to sign in to."""
    coming = Event.objects.upcoming(at=at).filter(
        Exists(Checkpoint.objects.filter(event=OuterRef("pk"))),
        room__in=rooms,
        status__in=EventStatus.OPEN,
        ends_at__gt=at,
    )
    found: dict[int | None, Event] = {}
    for event in coming:
        found.setdefault(event.room_id, event)
    return found
