"""What a desk's tablet is told to show: its screen, the slides of its event, the gifts there are. (KIOSK 11)"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import F

from foyer.core.languages import wordings
from foyer.events.enums import StepKind
from foyer.events.models import EventSlides, TabletScreen
from foyer.events.screens.choosing import screen_of
from foyer.guests.models import Desk, Gift
from foyer.privacy.letterbox import public_key


def screen_stamp(desk: Desk) -> str:
    """Return what changes with anything the desk's tablet shows; nothing where it has the standard look."""
    screen = screen_of(desk.event)
    return _stamp(desk, screen) if screen else ""


def read_screen(desk: Desk) -> dict[str, Any] | None:
    """Return what the tablet is told, with its stamp; None is the standard look."""
    screen = screen_of(desk.event)
    if screen is None:
        return None
    shown = dict(screen.shown)
    steps = list(shown.get("steps", []))
    gifts = _gifts(desk) if any(step["kind"] == StepKind.GIFT for step in steps) else []
    if not gifts:
        steps = [step for step in steps if step["kind"] != StepKind.GIFT]
    rest = dict(shown.get("rest", {}))
    rest["slides"] = _slides(desk, rest.get("slides", []))
    return shown | {
        "stamp": _stamp(desk, screen),
        "key": public_key(),
        "steps": steps,
        "gifts": gifts,
        "rest": rest,
    }


def _stamp(desk: Desk, screen: TabletScreen) -> str:
    slides = EventSlides.objects.filter(event=desk.event_id).values_list("changed_at", flat=True)
    seen = [desk.event_id, screen.pk, screen.changed_at, slides.first(), _gifts(desk), public_key()]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:24]


def _gifts(desk: Desk) -> list[dict[str, Any]]:
    """Return the gifts of the event; of how many are left only whether there are any."""
    gifts = Gift.objects.filter(event=desk.event_id).annotate(rest=F("stock") - F("promised"))
    return [
        {
            "id": gift.pk,
            "name": wordings(gift, "name"),
            "left": gift.rest > 0,
            "picture": gift.shown or None,
        }
        for gift in gifts.only(
            "pk", "name", "name_zh_hant", "name_en", "shown", "stock", "promised"
        )
    ]


def _slides(desk: Desk, slides: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the slides in their order, with those of the event in their place."""
    kept = EventSlides.objects.filter(event=desk.event_id).first()
    shown = kept.shown if kept else {"programme": {}, "pictures": []}
    told: list[dict[str, Any]] = []
    for slide in slides:
        if slide["kind"] == "event_pictures":
            told += shown["pictures"][: slide["most"]]
        elif slide["kind"] == "programme":
            if shown["programme"]:
                told.append({"kind": "programme", "programme": shown["programme"]})
        else:
            told.append(slide)
    return told
