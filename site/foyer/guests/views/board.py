"""The live board of an event's door: a full-screen page, and a fragment that refreshes it. (000-12)"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.admin.ui.components import Component

from foyer.core.languages import HTML_LANG, known_language, wording
from foyer.core.models import HousePolicy
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.board import board_stamp, read_board
from foyer.guests.figures import forecast, fullness
from foyer.guests.hosted import HostedArrival, hosted_arrivals
from foyer.guests.models import ArrivalPolicy
from foyer.guests.to_settle import events_to_settle

from .scope import EventView

REFRESH_SECONDS = 2


class BoardView(EventView):
    """The board on a whole screen, for a wall or the floor manager's tablet."""

    right = "guests.view_signin"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show the board; a script keeps it fresh, and without scripts the page reloads itself."""
        context = _live_context(self.event) | {"house_name": wording(HousePolicy.load(), "name")}
        return render(request, "door/board.html", context)


class BoardFragmentView(EventView):
    """What changes on the board; 304 while nothing has."""

    right = "guests.view_signin"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Answer the figures as HTML, with a stamp to ask by next time."""
        now = timezone.now()
        marks = [one.mark for one in _waiting(self.event, ArrivalPolicy.load())]
        minute = 0 if self.event.has_ended(now) else int(now.timestamp()) // 60  # of the forecast
        told = hashlib.sha256(repr((marks, minute, get_language())).encode()).hexdigest()[:12]
        etag = f'"{board_stamp(self.event, at=now)}-{told}"'
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304, headers={"ETag": etag})
        response = render(request, "door/board_figures.html", _live_context(self.event))
        response["ETag"] = etag
        return response


class RunningEventsPanel(Component):
    """The events at whose doors guests arrive now, on the staff's first page."""

    name = "running_events"
    order = 50

    def __init__(self, *, at: datetime) -> None:
        self.at = at

    def render_html(self, parent_context: Any = None) -> str:
        """Return the running events with their figures, or nothing."""
        policy = HousePolicy.load()
        today = Event.objects.upcoming(at=self.at).exclude(status=EventStatus.CANCELLED)
        today = today.select_related("room__venue", "venue")[:20]
        running = [event for event in today if event.opens_at(policy) <= self.at]
        boards = [_board_context(event) for event in running[:3]]
        return render_to_string("door/panel.html", {"boards": boards}) if boards else ""


class ToSettlePanel(Component):
    """What tablets told of late and staff have to settle, of events that are over too."""

    name = "to_settle"
    order = 40

    def render_html(self, parent_context: Any = None) -> str:
        """Return a line for each event of which something waits, or nothing."""
        waiting = events_to_settle()
        return render_to_string("door/to_settle.html", {"waiting": waiting}) if waiting else ""


def running_events_panel() -> RunningEventsPanel:
    """Return the panel for this moment."""
    return RunningEventsPanel(at=timezone.now())


def _waiting(event: Event, policy: ArrivalPolicy) -> list[HostedArrival]:
    """Return the guests who are here and wait for their host; on a wall, no more of them than the list shows."""
    found = hosted_arrivals([event], policy=policy, at=timezone.now())
    return [one for one in found if one.waits]


def _live_context(event: Event) -> dict[str, Any]:
    """Return the board with who waits, how full the house is, and the pace."""
    context, policy = _board_context(event), ArrivalPolicy.load()
    return context | {
        "hosted": _waiting(event, policy),
        "full": fullness(context["board"], policy=policy),
        "forecast": forecast(event, context["board"], at=timezone.now()),
    }


def _board_context(event: Event) -> dict[str, Any]:
    language = known_language(get_language())
    board = read_board(event)
    doors = [
        {"name": door.name[language], "guests": door.guests, "people": door.people}
        for door in board.checkpoints
    ]
    latest = [{"card": came, "checkpoint": came.checkpoint[language]} for came in board.latest]
    return {
        "event": event,
        "board": board,
        "doors": doors,
        "latest": latest,
        "share": round(100 * board.arrived / board.expected) if board.expected else 0,
        "html_lang": HTML_LANG[language],
        "refresh_seconds": REFRESH_SECONDS,
    }
