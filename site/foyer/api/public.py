"""What the house tells everybody. (interfaces: Public)"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from foyer.core.languages import fallbacks, known_language
from foyer.events.models import Event, EventPage
from foyer.events.structured_data import event_facts

router = Router(tags=["public"])
MOST = 50

Language = Literal["zh-hans", "zh-hant", "en"]


class TypeOut(Schema):
    """A kind of event."""

    code: str
    name: str


class VenueOut(Schema):
    """Where an event takes place."""

    name: str
    address: str
    map_url: str


class EventOut(Schema):
    """A public event."""

    number: str
    title: str
    summary: str
    type: TypeOut
    starts_at: datetime
    ends_at: datetime
    status: Literal["planned", "announced", "running", "held", "closed", "cancelled"]
    venue: VenueOut | None
    room: str | None
    url: str


class EventsOut(Schema):
    """Public events, the nearest first."""

    count: int
    events: list[EventOut]


class EventsAsked(Schema):
    """Which events are asked for; without `from` those that have not ended."""

    since: AwareDatetime | None = Field(None, alias="from")
    until: AwareDatetime | None = Field(None, alias="to")
    type: Annotated[str, Field(max_length=40, pattern=r"^[\w-]*$")] = ""
    lang: Language | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 20
    offset: Annotated[int, Field(ge=0, le=100_000)] = 0


class EventAsked(Schema):
    """In which language an event is asked for."""

    lang: Language | None = None


@router.get("events", response=EventsOut, summary="Public events")
def list_events(request: HttpRequest, asked: Query[EventsAsked]) -> dict[str, Any]:
    """Return the public events that touch the time asked for, in the language asked for."""
    events = _public().filter(ends_at__gte=asked.since or timezone.now())
    if asked.until:
        events = events.filter(starts_at__lt=asked.until)
    if asked.type:
        events = events.filter(type__code=asked.type)
    language = known_language(asked.lang or get_language())
    shown = events.order_by("starts_at", "pk")[asked.offset : asked.offset + asked.limit]
    return {"count": events.count(), "events": [_described(event, language) for event in shown]}


@router.get("events/{number}", response=EventOut, summary="One public event")
def read_event(request: HttpRequest, number: str, asked: Query[EventAsked]) -> dict[str, Any]:
    """Return one public event; any other number is unknown."""
    # PostgreSQL takes no text with control characters, and no number has any.
    event = _public().filter(number=number).first() if number.isprintable() else None
    if event is None:
        raise Http404
    return _described(event, known_language(asked.lang or get_language()))


def _public() -> QuerySet[Event]:
    """The events that have a public page, with those pages and all facts at hand."""
    listed = EventPage.objects.listed().public().select_related("locale")
    return (
        Event.objects.filter(pk__in=listed.values("event_id"))
        .select_related("type", "venue", "room__venue")
        .prefetch_related(Prefetch("pages", queryset=listed, to_attr="listed_pages"))
    )


def _described(event: Any, language: str) -> dict[str, Any]:
    """An event in words of one language, or of the nearest in which it has a public page."""
    pages = {page.locale.language_code: page for page in event.listed_pages}
    page = next(pages[code] for code in fallbacks(language) if code in pages)
    facts = event_facts(event=event, language=language)
    return facts | {"title": page.title, "summary": page.summary, "url": page.full_url}
