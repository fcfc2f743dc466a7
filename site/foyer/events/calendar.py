"""An event as a calendar file (RFC 5545). (000-10)"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext, override
from icalendar import Calendar
from icalendar import Event as Entry

from foyer.core.languages import wording

from .enums import EventStatus
from .models import Event


def event_calendar(*, event: Event, url: str, language: str) -> bytes:
    """Return a calendar with the event as its one entry.

    The entry keeps its UID for as long as the event lives and counts its changes, so that a calendar
    which has it already moves it instead of showing it twice.

    Args:
        event: what takes place.
        url: where the reader finds more: the event's page, or the guest's pass.
        language: the code of the reader's language.
    """
    changed = event.changed_at or event.created_at
    calendar = Calendar()
    calendar.add("prodid", "-//Foyer//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    entry = Entry()
    entry.add("uid", f"{event.pk}-{event.created_at:%Y%m%dT%H%M%SZ}@foyer")
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", int((changed - event.created_at).total_seconds()))
    entry.add("dtstart", _local(event.starts_at))
    entry.add("dtend", _local(event.ends_at))
    entry.add("status", "CANCELLED" if event.status == EventStatus.CANCELLED else "CONFIRMED")
    entry.add("summary", wording(event, "title", language), {"LANGUAGE": language})
    if place := _place(event, language):
        entry.add("location", place, {"LANGUAGE": language})
    entry.add("description", _description(event, url, language), {"LANGUAGE": language})
    entry.add("url", url)
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def _place(event: Event, language: str) -> str:
    names = [wording(event.room, "name", language)] if event.room else []
    if event.place:
        names += [wording(event.place, "name", language), wording(event.place, "address", language)]
    return ", ".join(name for name in names if name)


def _description(event: Event, url: str, language: str) -> str:
    with override(language):
        lines = [event.theme_text]
        if event.dress_code:
            lines.append(
                gettext("Dress code: %(dress_code)s") % {"dress_code": event.dress_code_text}
            )
    return "\n".join(line for line in [*lines, url] if line)
