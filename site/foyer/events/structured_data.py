"""An event as machines read it: search engines (schema.org in JSON-LD) and API clients. (000-10)"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.timezone import localtime
from wagtail.images.shortcuts import get_rendition_or_not_found

from foyer.core.languages import HTML_LANG, wording
from foyer.events.enums import EventStatus

if TYPE_CHECKING:
    from foyer.core.models import HousePolicy

    from .models import Event

_SCHEMA = "https://schema.org"
_SOCIAL_PICTURE = "fill-1200x630|format-jpeg"  # the one shared links show, so it is drawn only once


def event_json_ld(
    *,
    event: Event,
    title: str,
    summary: str,
    url: str | None,
    language: str,
    image: Any,
    house: HousePolicy,
) -> dict[str, Any]:
    """Return a schema.org Event; guests are invited, so it offers nothing for sale.

    Args:
        event: what takes place.
        title: the page's title, in its language.
        summary: the page's summary; left out when empty.
        url: the page's full address.
        language: the code of the page's language.
        image: the page's picture, or nothing.
        house: who puts the event on.
    """
    cancelled = event.status == EventStatus.CANCELLED
    data: dict[str, Any] = {
        "@context": _SCHEMA,
        "@type": "Event",
        "name": title,
        "startDate": localtime(event.starts_at).isoformat(),
        "endDate": localtime(event.ends_at).isoformat(),
        "eventStatus": f"{_SCHEMA}/{'EventCancelled' if cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{_SCHEMA}/OfflineEventAttendanceMode",
        "inLanguage": HTML_LANG[language],
        "organizer": {
            "@type": "Organization",
            "name": wording(house, "name", language),
            "url": f"{settings.PUBLIC_URL}/{language}/",
        },
    }
    if place := _place(event, language):
        data["location"] = place
    if summary:
        data["description"] = summary
    if url:
        data["url"] = url
    if image and (picture := get_rendition_or_not_found(image, _SOCIAL_PICTURE)).width:
        data["image"] = [picture.full_url]
    return data


def event_facts(*, event: Event, language: str) -> dict[str, Any]:
    """Return what the public may know about an event, with its words in one language."""
    return {
        "number": event.number,
        "title": wording(event, "title", language),
        "type": {"code": event.type.code, "name": wording(event.type, "name", language)},
        "starts_at": _utc(event.starts_at),
        "ends_at": _utc(event.ends_at),
        "status": event.status,
        "venue": {
            "name": wording(event.place, "name", language),
            "address": wording(event.place, "address", language),
            "map_url": event.place.map_url,
        }
        if event.place
        else None,
        "room": wording(event.room, "name", language) if event.room else None,
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _place(event: Event, language: str) -> dict[str, str]:
    if not event.place:
        return {}
    place = {"@type": "Place", "name": wording(event.place, "name", language)}
    if address := wording(event.place, "address", language):
        place["address"] = address
    return place
