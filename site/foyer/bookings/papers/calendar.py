"""A booking as a calendar file for whoever asked for it (RFC 5545)."""

from __future__ import annotations

from datetime import datetime

from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import Booking
from foyer.core.calendar_files import calendar_file, new_entry


def booking_calendar(booking: Booking, *, url: str, changed: datetime, at: datetime) -> bytes:
    """Return a calendar with the use of the room as its one entry, in the active language.

    It keeps its UID and counts its changes: a calendar that has it already moves it.
    """
    entry = new_entry(
        uid=f"booking-{booking.number}",
        at=changed,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
    )
    entry.add("sequence", booking.version)
    entry.add(
        "status",
        _STATUS.get(booking.status if booking.standing else booking.step_at(at), "TENTATIVE"),
    )
    entry.add("summary", f"{booking.room.name_text} {booking.theme}".strip())
    venue = booking.room.venue
    places = (booking.room.name_text, venue.name_text, venue.address_text)
    entry.add("location", ", ".join(filter(None, places)))
    entry.add("description", f"{booking.number}\n{url}")
    entry.add("url", url)
    return calendar_file([entry])


_STATUS = dict.fromkeys(BookingStatus.AGREED, "CONFIRMED") | dict.fromkeys(
    (BookingStatus.CANCELLED, BookingStatus.DECLINED, BookingStatus.REJECTED, BookingStatus.LAPSED),
    "CANCELLED",
)
