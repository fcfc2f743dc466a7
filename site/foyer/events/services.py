"""Acts of the events room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.numbers import take_number
from foyer.core.refusals import Refusal
from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import Occupation
from foyer.venues.services import check_free, occupy_room, release_room
from foyer.venues.services.hiring import move_hires

from .enums import EventStatus
from .models import Event


class StepNotNext(Refusal):
    """The event stands where this step does not follow."""

    code = "step_not_next"
    message = _(
        "“%(now)s” cannot be followed by “%(to)s”. Reload the page to see where the event stands."
    )


class InABooking(Refusal):
    """The event takes place in a booked room: the booking says when and where."""

    code = "event_in_a_booking"
    message = _(
        "This event takes place in booking %(number)s. Change the time or the room there first; the event "
        "then follows."
    )


def number_event(*, event: Event, at: datetime) -> None:
    """Give an event about to be kept the next number of the series, unless it has one."""
    if not event.number:
        event.number = take_number(key="event", at=at, among=Event.objects.all())


@transaction.atomic
def create_event(*, event: Event, by: User, at: datetime) -> Event:
    """Keep a new event under its number. (000-03)

    Args:
        event: the event, filled in and validated, not yet kept.
    """
    number_event(event=event, at=at)
    event.save(force_insert=True)
    hold_room(event=event, at=at)
    log(event, "wagtail.create", user=by)
    return event


@transaction.atomic
def hold_room(*, event: Event, at: datetime) -> None:
    """Take the room of an event by the rules bookings take theirs, or give it back. (004-06)

    A planned, announced or running event takes its room; a cancelled one gives it back. What is over took it.

    Args:
        event: an event that was just kept.
        at: the moment of the act.

    Raises:
        RoomTaken: something else takes the room at that time.
        EquipmentTaken: others have what was hired for it then.
        InABooking: it takes place in a booking at another time or in another room.
    """
    held = event.occupation
    if booking := booking_of(held):
        if event.status == EventStatus.CANCELLED:
            _let_go(event)  # the room stays with the booking
        elif held and not _is_at(event, held):
            raise InABooking(number=booking.number)
        return
    if event.status == EventStatus.CANCELLED or (held and event.room is None):
        _let_go(event)
        release_room(held)
    elif event.status in EventStatus.OPEN and event.room is not None:
        event.occupation = occupy_room(
            room=event.room,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            purpose=OccupationPurpose.EVENT,
            title=event.title,
            at=at,
            held=held,
        )
        event.save(update_fields=["occupation"])
        move_hires(occupation=event.occupation, at=at)


def check_room(*, event: Event, at: datetime) -> None:
    """Say whether the room of an event that is described could be taken, and take nothing.

    Raises:
        RoomTaken: something else takes it at that time.
    """
    if event.room is not None:
        check_free(
            room=event.room,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            at=at,
            held=event.occupation,
        )


def booking_of(occupation: Occupation | None) -> Any:
    """Return the booking that takes a room, or None."""
    return getattr(occupation, "booking", None) if occupation else None


def _let_go(event: Event) -> None:
    event.occupation = None
    event.save(update_fields=["occupation"])


def _is_at(event: Event, held: Occupation) -> bool:
    """Tell whether an event lies within what takes its room: it may be shorter than the booking."""
    within = held.starts_at <= event.starts_at and event.ends_at <= held.ends_at
    return within and event.room_id == held.room_id


@transaction.atomic
def advance_event(*, event: Event, to: str, by: User, at: datetime) -> Event:
    """Take an event one step on, or back where the rules of the house allow it.

    Args:
        to: the status that is to follow.
        at: the moment of the step, kept in the log.

    Raises:
        StepNotNext: the event has moved on meanwhile, or the step does not follow from where it stands.
    """
    kept = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if to not in EventStatus.NEXT[kept.status]:
        raise StepNotNext(
            now=EventStatus(kept.status).label,
            to=EventStatus(to).label if to in EventStatus.values else to,
        )
    was, kept.status = kept.status, to
    kept.save(update_fields=["status", "changed_at"])
    hold_room(event=kept, at=at)
    log(
        kept,
        "foyer.event.advance",
        user=by,
        timestamp=at,
        data={"from": was, "to": to},
    )
    event.status = to
    return kept
