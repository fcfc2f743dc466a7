"""A tablet screen shown to whoever makes it: the tablet's own page, invented guests, and no way to the house."""

from __future__ import annotations

import copy
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.csp import CSP
from django.utils.translation import get_language, gettext_lazy, gettext_noop, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from foyer.core.languages import OWN_NAMES, known_language, wordings
from foyer.core.models import HousePolicy
from foyer.events.models import TabletScreen
from foyer.events.screens.compiling import compile_screen
from foyer.events.screens.words import in_all
from foyer.guests.enums import GuestKind
from kiosk.views.shell import POLICY, draw_page

_INNER = POLICY | {
    "connect-src": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "worker-src": [CSP.NONE],
}
_OUTER: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.SELF],
}
_GUESTS = {
    GuestKind.KEY: "王总",
    GuestKind.REGULAR: "林女士",
    GuestKind.WALK_IN: "陈先生",
}
_GUESTS_EN = {
    GuestKind.KEY: "Director Wang",
    GuestKind.REGULAR: "Ms Lin",
    GuestKind.WALK_IN: "Mr Chen",
}
_PROGRAMME = (
    ("18:30", "19:00", gettext_noop("Reception")),
    ("19:00", "21:30", gettext_noop("Dinner")),
)


def draw(screen: TabletScreen, request: HttpRequest) -> HttpResponse:
    """Return the frame with its choices, or the tablet within it."""
    return _inner(request, screen) if "shows" in request.GET else _outer(request, screen)


@csp_override(_OUTER)
def _outer(request: HttpRequest, screen: TabletScreen) -> HttpResponse:
    shown = compile_screen(screen)
    steps = [(f"step:{n}", one["title"]) for n, one in enumerate(shown["steps"])]
    language = known_language(get_language())
    choices = [
        ("ready", pgettext("tablet preview", "First screen")),
        ("rest", pgettext("tablet preview", "Slides")),
        *((kind.value, _("Welcome: %(guest)s") % {"guest": kind.label}) for kind in GuestKind),
        *((key, title.get(language) or title["zh-hans"]) for key, title in steps),
        ("end", pgettext("tablet preview", "End")),
    ]
    context = {"choices": choices, "languages": OWN_NAMES.items(), "language": language}
    return render(request, "kiosk/preview.html", context)


@csp_override(_INNER)
def _inner(request: HttpRequest, screen: TabletScreen) -> HttpResponse:
    language = known_language(request.GET.get("language"))
    told = {
        "preview": {
            "screen": _with_samples(compile_screen(screen)),
            "desk": _desk(),
            "answers": {kind.value: _answer(kind, language) for kind in GuestKind},
            "shows": request.GET["shows"][:20],
            "language": language,
        }
    }
    response = HttpResponse(draw_page(told, program="kiosk/preview.js"))
    response["Cache-Control"] = "no-store"
    return response


def _with_samples(shown: dict[str, Any]) -> dict[str, Any]:
    """Return a screen with what tablets take from their event: its programme, its gifts."""
    screen = copy.deepcopy(shown) | {"stamp": "preview", "key": "", "gifts": _gifts()}
    slides = []
    for slide in screen["rest"]["slides"]:
        if slide["kind"] == "programme":
            slides.append(slide | {"programme": _programme()})
        elif slide["kind"] == "picture":
            slides.append(slide)
    screen["rest"]["slides"] = slides
    return screen


def _programme() -> dict[str, list[dict[str, str]]]:
    told: dict[str, list[dict[str, str]]] = {}
    for code in OWN_NAMES:
        with translation.override(code):
            told[code] = [{"starts": a, "ends": b, "title": _(title)} for a, b, title in _PROGRAMME]
    return told


def _gifts() -> list[dict[str, Any]]:
    names = (gettext_lazy("Tea set"), gettext_lazy("Silk scarf"), gettext_lazy("Fan"))
    return [
        {"id": n, "name": in_all(name), "left": n != 2, "picture": None}
        for n, name in enumerate(names)
    ]


def _desk() -> dict[str, Any]:
    policy = HousePolicy.load()
    return {
        "name": in_all(gettext_lazy("Desk 1"))[known_language(get_language())],
        "house": wordings(policy, "name"),
        "event": {
            "number": "",
            "title": in_all(gettext_lazy("An evening in autumn")),
            "walk_ins": True,
        },
        "events": [],
        "checkpoints": [],
        "languages": list(OWN_NAMES),
        "idle_seconds": policy.idle_seconds,
        "dismiss_seconds": policy.dismiss_seconds,
        "mode": "self",
        "locked": False,
        "server_time": timezone.now().isoformat(),
    }


def _answer(kind: GuestKind, language: str) -> dict[str, Any]:
    greeting = (_GUESTS_EN if language == "en" else _GUESTS)[kind]
    with translation.override(language):
        welcome = _("Welcome, %(guest)s.") % {"guest": greeting}
    guest = {
        "greeting": greeting,
        "title": "",
        "table": "松 3",
        "seat": "5",
        "language": language,
        "party_limit": 3,
        "kind": kind.value,
    }
    return {
        "id": str(uuid.UUID(int=0)),
        "result": "welcome",
        "language": language,
        "guest": guest,
        "message": welcome,
        "next": "",
    }
