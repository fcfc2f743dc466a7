"""Calendar files (RFC 5545): what every one of the house's says alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar
from icalendar import Event as Entry


def new_entry(*, uid: str, at: datetime, starts_at: datetime, ends_at: datetime) -> Entry:
    """Return an entry at the hours of the house's clock.

    Args:
        uid: what stays the same as long as the thing lives: a calendar that has it moves it then.
        at: when what it says was last changed.
        starts_at: its beginning, in any time zone.
        ends_at: its end.
    """
    zone, entry = ZoneInfo(settings.TIME_ZONE), Entry()
    entry.add("uid", f"{uid}@foyer")
    entry.add("dtstamp", at)
    entry.add("dtstart", starts_at.astimezone(zone))
    entry.add("dtend", ends_at.astimezone(zone))
    return entry


def calendar_file(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """Return a calendar of these entries, with the time zones they use; `name` is what it is listed as."""
    calendar = Calendar()
    calendar.add("prodid", "-//Foyer//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(entry)
    if calendar.subcomponents:
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
