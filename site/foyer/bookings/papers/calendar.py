"""A booking as a calendar file for whoever asked for it (RFC 5545)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import Booking


def booking_calendar(booking: Booking, *, url: str, changed: datetime) -> bytes:
    """Return a calendar with the use of the room as its one entry, in the active language.

    It keeps its UID and counts its changes: a calendar that has it already moves it.
    """
    calendar, entry = Calendar(), Event()
    calendar.add("prodid", "-//Foyer//Bookings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    entry.add("uid", f"booking-{booking.number}@foyer")
    entry.add("dtstamp", changed)
    entry.add("sequence", booking.version)
    entry.add("dtstart", _local(booking.starts_at))
    entry.add("dtend", _local(booking.ends_at))
    entry.add("status", _STATUS.get(booking.status, "TENTATIVE"))
    entry.add("summary", f"{booking.room.name_text} {booking.theme}".strip())
    venue = booking.room.venue
    places = (booking.room.name_text, venue.name_text, venue.address_text)
    entry.add("location", ", ".join(filter(None, places)))
    entry.add("description", f"{booking.number}\n{url}")
    entry.add("url", url)
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


_STATUS = dict.fromkeys(BookingStatus.AGREED, "CONFIRMED") | dict.fromkeys(
    (BookingStatus.CANCELLED, BookingStatus.DECLINED, BookingStatus.REJECTED), "CANCELLED"
)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))
