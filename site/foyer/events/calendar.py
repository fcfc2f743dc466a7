"""An event as a calendar file (RFC 5545). (000-10)"""

from __future__ import annotations

from django.utils.translation import gettext, override

from foyer.core.calendar_files import calendar_file, new_entry
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
    entry = new_entry(
        uid=f"{event.pk}-{event.created_at:%Y%m%dT%H%M%SZ}",
        at=changed,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
    )
    entry.add("last-modified", changed)
    entry.add("sequence", int((changed - event.created_at).total_seconds()))
    entry.add("status", "CANCELLED" if event.status == EventStatus.CANCELLED else "CONFIRMED")
    entry.add("summary", wording(event, "title", language), {"LANGUAGE": language})
    if place := _place(event, language):
        entry.add("location", place, {"LANGUAGE": language})
    entry.add("description", _description(event, url, language), {"LANGUAGE": language})
    entry.add("url", url)
    return calendar_file([entry])


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
