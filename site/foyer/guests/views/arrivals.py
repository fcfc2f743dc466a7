"""The arrivals of an event: who waits for a host, who is expected, late, or did not come. (000-12, 000-14)"""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from foyer.core.languages import HTML_LANG, known_language, wording
from foyer.core.models import HousePolicy
from foyer.guests.enums import Grouping, Presence
from foyer.guests.host_cards import host_cards, photo_marks
from foyer.guests.hosted import hosted_arrivals
from foyer.guests.models import ArrivalPolicy
from foyer.guests.presence import grouped, missing_state, read_presence

from .mine import REFRESH_SECONDS, with_cards
from .scope import EventView

MISSING, EVERYBODY = "missing", "all"


class ArrivalsPage(EventView):
    """A page about who has come."""

    right = "guests.view_signin"

    def look_up(self, **kwargs: Any) -> None:
        """Find the event, and read who is here."""
        super().look_up(**kwargs)
        asked = self.request.GET
        self.by = Grouping(asked["by"]) if asked.get("by") in Grouping.values else Grouping.TABLE
        self.show = EVERYBODY if asked.get("show") == EVERYBODY else MISSING
        at, policy = timezone.now(), ArrivalPolicy.load()
        self.phase = missing_state(self.event, policy=policy, at=at)
        self.present = read_presence(self.event, policy=policy, at=at)
        self.hosted = hosted_arrivals([self.event], policy=policy, at=at)

    @property
    def stamp(self) -> str:
        """What changes with everything the page shows."""
        marks = [one.mark for one in self.present], [one.mark for one in self.hosted]
        photos = photo_marks([one.guest for one in self.hosted if one.waits], reader=self.staff)
        seen = (marks, photos, self.by, self.show, self.event.changed_at, get_language())
        return f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:24]}"'

    def shown(self) -> dict[str, Any]:
        """Return the guests the page names."""
        waiting = [one for one in self.hosted if one.waits]
        cards = host_cards([one.guest for one in waiting], reader=self.staff)
        names = Presence.MISSING if self.show == MISSING else Presence.values
        groups = grouped(self.present, self.by, shown=map(Presence, names), reader=self.staff)
        return {
            "event": self.event,
            "waiting": with_cards(waiting, cards),
            "may_confirm": self.may("add_signin"),
            "back": self.address(by=self.by, show=self.show),
            "groups": groups,
            "phase": self.phase,
            "missing": sum(one.at is None for one in self.present),
            "arrived": sum(one.at is not None for one in self.present),
            "sees_lists": self.may("view_guest"),
        }

    def address(self, *, by: str, show: str, name: str = "guests:arrivals") -> str:
        """Return the address of the page, or of its fragment, narrowed down."""
        return f"{reverse(name, args=[self.event.pk])}?{urlencode({'by': by, 'show': show})}"


class ArrivalsView(ArrivalsPage):
    """The whole page."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show it; a script keeps it fresh, and without scripts the page reloads itself."""
        context = self.shown() | {
            "house_name": wording(HousePolicy.load(), "name"),
            "html_lang": HTML_LANG[known_language(get_language())],
            "refresh_seconds": REFRESH_SECONDS,
            "fragment": self.address(by=self.by, show=self.show, name="guests:arrivals_shown"),
            "by": self.by,
            "show": self.show,
            "groupings": [
                (one.label, self.address(by=one, show=self.show), one == self.by)
                for one in Grouping
            ],
            "all_url": self.address(by=self.by, show=EVERYBODY),
            "missing_url": self.address(by=self.by, show=MISSING),
        }
        return render(request, "door/arrivals.html", context)


class ArrivalsFragmentView(ArrivalsPage):
    """What changes on it; 304 while nothing has."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Answer the guests as HTML, with a stamp to ask by next time."""
        if request.headers.get("If-None-Match") == self.stamp:
            return HttpResponse(status=304, headers={"ETag": self.stamp})
        response = render(request, "door/arrivals_shown.html", self.shown())
        response["ETag"] = self.stamp
        return response
