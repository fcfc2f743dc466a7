"""A calendar link's content (RFC 5545): what takes a room, or one person's bookings; never a phone or an e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, override
from icalendar import Event as Entry

from foyer.core.calendar_files import calendar_file, new_entry

from .enums import BookingStatus
from .models import Booking, BookingQuerySet, CalendarFeed
from .queries.taken import Taken, TakenRooms

PAST: Final = timedelta(days=31)
AHEAD: Final = timedelta(days=400)
_HOLDS: Final = ("confirmed", "signed", "used", "settled")
_OVER: Final = ("cancelled", "declined")


def feed_calendar(feed: CalendarFeed, *, at: datetime) -> bytes:
    """Return what a calendar reads under a link: a room's uses, or one's own bookings.

    What was cancelled says so for a while, so that calendars that have it take it out.
    """
    with override(feed.language):
        entries = _of_room(feed, at) if feed.room else _of_person(feed, at)
        return calendar_file(entries, name=str(feed))


def _of_room(feed: CalendarFeed, at: datetime) -> Iterator[Entry]:
    room = feed.room
    if room is None:
        return
    looked = TakenRooms([room], at - PAST, at + AHEAD, by=feed.made_by, at=at)
    for taken in looked.of_rooms[room.pk]:
        yield _entry_of(taken, at) if taken.booking is None else _booking_entry(taken.booking, at)
    gone = Booking.objects.visible_to(feed.made_by).filter(room=room, status__in=_OVER)
    yield from (_booking_entry(booking, at) for booking in _in_time(gone, at))


def _of_person(feed: CalendarFeed, at: datetime) -> Iterator[Entry]:
    user = feed.made_by
    mine = Booking.objects.visible_to(user).filter(Q(owner=user) | Q(client__account_manager=user))
    held = Q(status__in=(*_HOLDS, *_OVER)) | Q(status="offered", reply_by__gt=at)
    held |= Q(status="requested", occupation__isnull=False)
    yield from (_booking_entry(booking, at) for booking in _in_time(mine.filter(held), at))


def _in_time(bookings: BookingQuerySet, at: datetime) -> BookingQuerySet:
    near = bookings.meeting(at - PAST, at + AHEAD)
    return near.select_related("room__venue", "client").order_by("starts_at", "pk")


def _booking_entry(booking: Booking, at: datetime) -> Entry:
    step = booking.step_at(at)
    entry = new_entry(
        uid=f"booking-{booking.pk}", at=at, starts_at=booking.starts_at, ends_at=booking.ends_at
    )
    entry.add("sequence", booking.version)
    is_over = step in _OVER
    is_certain = step in _HOLDS
    entry.add("status", "CANCELLED" if is_over else "CONFIRMED" if is_certain else "TENTATIVE")
    entry.add("summary", booking.title)
    entry.add("location", str(booking.room))
    entry.add("description", _told(booking, step))
    path = reverse("bookings:booking", args=[booking.pk])
    entry.add("url", f"{settings.PUBLIC_URL}{path}")
    return entry


def _told(booking: Booking, step: BookingStatus) -> str:
    lines = [str(step.label), gettext("%(heads)s people") % {"heads": booking.heads}]
    if booking.layout:
        lines.append(booking.get_layout_display())
    if booking.client:
        lines.append(booking.client.name)
    return "\n".join(lines)


def _entry_of(taken: Taken, at: datetime) -> Entry:
    kept = taken.occupation
    entry = new_entry(uid=f"taken-{kept.pk}", at=at, starts_at=kept.starts_at, ends_at=kept.ends_at)
    entry.add("status", "TENTATIVE" if taken.is_held else "CONFIRMED")
    entry.add("summary", taken.title)
    return entry
