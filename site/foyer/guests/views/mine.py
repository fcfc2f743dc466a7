"""The hosts' own page: who of their guests has come, told within two seconds; made for a phone. (000-14)"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages as web_messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_valid_next_url_from_request

from foyer.core.languages import HTML_LANG, known_language, wording
from foyer.core.models import HousePolicy, User
from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage
from foyer.events.models import Event
from foyer.guests.enums import WelcomeState
from foyer.guests.host_cards import HostCard, host_cards, photo_marks
from foyer.guests.hosted import HostedArrival, expected_of, hosted_arrivals, near_events
from foyer.guests.models import ArrivalPolicy, Guest, SignIn
from foyer.guests.services.welcomes import confirm_met, may_confirm

REFRESH_SECONDS = 2
_PAPER, _INK = "#f6f1e7", "#2d5445"


class MinePage(StaffPage):
    """A page about the reader's own guests; whoever works here may be somebody's host."""

    right = "wagtailadmin.access_admin"


class MineView(MinePage):
    """The page, which can be installed as an app."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show the cards; a script keeps them fresh, and without scripts the page reloads itself."""
        found = read_mine(self.staff, at=timezone.now())
        context = cards_context(found, self.staff) | {
            "house_name": wording(HousePolicy.load(), "name"),
            "html_lang": HTML_LANG[known_language(get_language())],
            "refresh_seconds": REFRESH_SECONDS,
        }
        return render(request, "door/mine.html", context)


class MineCardsView(MinePage):
    """What changes on the page; 304 while nothing has."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Answer the cards as HTML, with a stamp to ask by next time."""
        found = read_mine(self.staff, at=timezone.now())
        etag = stamp_of(found, self.staff)
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304, headers={"ETag": etag})
        response = render(request, "door/mine_cards.html", cards_context(found, self.staff))
        response["ETag"] = etag
        return response


class MineManifestView(MinePage):
    """How a phone installs the page."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Return the manifest."""
        home = reverse("guests:mine")
        return JsonResponse(
            {
                "id": home,
                "name": gettext("My guests"),
                "short_name": gettext("My guests"),
                "start_url": home,
                "scope": home,
                "display": "standalone",
                "background_color": _PAPER,
                "theme_color": _INK,
                "icons": [
                    {
                        "src": static("foyer/img/favicon.svg"),
                        "sizes": "any",
                        "type": "image/svg+xml",
                    },
                    {
                        "src": static("foyer/img/app-192.png"),
                        "sizes": "192x192",
                        "type": "image/png",
                    },
                    {
                        "src": static("foyer/img/app-512.png"),
                        "sizes": "512x512",
                        "type": "image/png",
                    },
                ],
            },
            content_type="application/manifest+json",
        )


class MineAwayView(MinePage):
    """What the app shows without a network: that it has none. Nothing on it is about anybody."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Return the page the worker keeps."""
        return render(request, "door/mine_away.html", _away())


class MineWorkerView(MinePage):
    """The worker that opens the app without a network; it reaches no page but the hosts'."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Return the worker; it is another one as soon as what it keeps would look or read otherwise."""
        page = render_to_string("door/mine_away.html", _away(), request)
        version = hashlib.sha256(page.encode()).hexdigest()[:12]
        return render(request, "door/mine-sw.js", {"version": version}, "text/javascript")


def _away() -> dict[str, str]:
    return {
        "house_name": wording(HousePolicy.load(), "name"),
        "html_lang": HTML_LANG[known_language(get_language())],
    }


class MetView(MinePage):
    """The host, or reception, says that a guest was met."""

    http_method_names = ("post",)

    def look_up(self, **kwargs: Any) -> None:
        """Find the sign-in; whose guest it is not, finds none."""
        sign_ins = SignIn.objects.select_related("guest__event")
        self.sign_in = get_object_or_404(sign_ins, pk=kwargs["sign_in_pk"])
        if not may_confirm(self.staff, self.sign_in):
            raise Http404

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Write it down, and lead back to where it was said."""
        try:
            confirm_met(sign_in=self.sign_in, by=self.staff, at=timezone.now())
        except Refusal as refusal:
            web_messages.error(request, str(refusal))
        return redirect(get_valid_next_url_from_request(request) or "guests:mine")


class OwnGuestsPanel(Component):
    """The way to one's own guests, on the staff's first page, where there are any now."""

    name = "own_guests"
    order = 40

    def __init__(self, user: User, *, at: datetime) -> None:
        self.user, self.at = user, at

    def render_html(self, parent_context: Any = None) -> str:
        """Return how many guests are theirs, or nothing."""
        theirs = Guest.objects.expected().filter(host=self.user)
        count = theirs.filter(event__in=near_events(at=self.at).order_by()).count()
        return render_to_string("door/mine_panel.html", {"count": count}) if count else ""


Found = tuple[list[HostedArrival], list[Guest]]


def read_mine(user: User, *, at: datetime) -> Found:
    """Return a host's guests near this moment: those who have come, those still to come."""
    events: list[Event] = list(near_events(at=at))
    arrivals = hosted_arrivals(events, policy=ArrivalPolicy.load(), at=at, host=user)
    return arrivals, expected_of(user, events)


def stamp_of(found: Found, reader: User) -> str:
    """Return a stamp that changes with everything the page shows, a consent to photographs among it."""
    arrivals, expected = found
    photos = photo_marks([*(one.guest for one in arrivals), *expected], reader=reader)
    seen = [one.mark for one in arrivals], [(guest.pk, guest.updated_at) for guest in expected]
    told = hashlib.sha256(repr((seen, photos, get_language())).encode()).hexdigest()[:24]
    return f'"{told}"'


def cards_context(found: Found, reader: User) -> dict[str, Any]:
    """Return the cards of a page."""
    arrivals, expected = found
    cards = host_cards([*(one.guest for one in arrivals), *expected], reader=reader)
    return {
        "arrived": with_cards(arrivals, cards),
        "waiting": sum(one.waits for one in arrivals),
        "expected": [cards[guest.pk] for guest in expected],
        "States": WelcomeState,
    }


def with_cards(
    arrivals: Sequence[HostedArrival], cards: dict[int, HostCard]
) -> list[dict[str, Any]]:
    """Return each arrival beside its card."""
    return [{"arrival": one, "card": cards[one.guest.pk]} for one in arrivals]
