"""The events a visitor asks for, and the choices to ask for others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import pgettext

from foyer.events.enums import EventStatus

from .event import EventType
from .event_page import EventPage

PAGE_SIZE = 12
_COMING_UP = 3
_UPCOMING, _PAST = "upcoming", "past"


def coming_up(*, below: Any, at: datetime) -> list[EventPage]:
    """Return the next few public events below a page, the nearest first."""
    pages = EventPage.objects.descendant_of(below).listed().upcoming(at=at).with_facts()
    return list(pages.exclude(event__status=EventStatus.CANCELLED)[:_COMING_UP])


def list_events(*, below: Any, asked: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Return `pages` (one page of the public events) and `filters` for the template.

    Whatever is asked for and makes no sense is left out of account.

    Args:
        below: the event list whose pages are meant.
        asked: the query: `when`, `type`, `month` (2026-11), `page`.
        at: the moment that parts what is to come from what is past.
    """
    when = _PAST if asked.get("when") == _PAST else _UPCOMING
    listed = EventPage.objects.child_of(below).listed()
    pages = listed.past(at=at) if when == _PAST else listed.upcoming(at=at)
    starts_and_types = list(pages.values_list("event__starts_at", "event__type_id"))
    types = _types_of({type_id for _start, type_id in starts_and_types})
    months = _months_of(start for start, _type_id in starts_and_types)
    kind = next((t for t in types if t.code == asked.get("type")), None)
    month = next((m for m in months if f"{m:%Y-%m}" == asked.get("month")), None)
    if kind:
        pages = pages.filter(event__type=kind)
    if month:
        pages = pages.filter(
            event__starts_at__gte=_start(month), event__starts_at__lt=_start(_next(month))
        )
    return {
        "pages": Paginator(pages.with_facts(), PAGE_SIZE).get_page(asked.get("page")),
        "filters": _filters(when=when, types=types, kind=kind, months=months, month=month),
    }


def _filters(
    *,
    when: str,
    types: list[EventType],
    kind: EventType | None,
    months: list[date],
    month: date | None,
) -> dict[str, list[dict[str, Any]]]:
    chosen = {
        "when": when if when == _PAST else "",
        "type": kind.code if kind else "",
        "month": f"{month:%Y-%m}" if month else "",
    }

    def choice(label: str, current: bool, **changed: str) -> dict[str, Any]:
        query = {key: value for key, value in (chosen | changed).items() if value}
        return {"label": label, "current": current, "url": f"?{urlencode(query)}" if query else "?"}

    everything = pgettext("event filter", "All")
    return {
        "when": [
            choice(
                pgettext("event filter", "Upcoming"), when == _UPCOMING, when="", type="", month=""
            ),
            choice(pgettext("event filter", "Past"), when == _PAST, when=_PAST, type="", month=""),
        ],
        "types": [
            choice(everything, kind is None, type=""),
            *(choice(str(entry), entry == kind, type=entry.code) for entry in types),
        ]
        if types
        else [],
        "months": [
            choice(everything, month is None, month=""),
            *(
                choice(
                    date_format(entry, "YEAR_MONTH_FORMAT"), entry == month, month=f"{entry:%Y-%m}"
                )
                for entry in months
            ),
        ]
        if months
        else [],
    }


def _types_of(ids: set[int]) -> list[EventType]:
    return [entry for entry in EventType.objects.all() if entry.pk in ids]


def _months_of(starts: Iterable[datetime]) -> list[date]:
    """The months of some moments, each once, in the order of the moments."""
    return list(dict.fromkeys(localtime(start).date().replace(day=1) for start in starts))


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _start(month: date) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=get_current_timezone())
