"""From what marketing made to what tablets are told: pictures drawn, words in every language. (KIOSK 11)

It is put together when a screen is kept, and again now and then, so that a tablet costs one row to read.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import translation
from wagtail.images.shortcuts import get_rendition_or_not_found

from foyer.core.contrast import is_dark
from foyer.core.languages import OWN_NAMES, wordings
from foyer.events.channel_blocks import FormValue
from foyer.events.enums import StepKind
from foyer.events.models import Event, EventPage, EventSlides, TabletScreen

from .faces import faces_of
from .words import TABOOS, TEXTS, TITLES, in_all, written

_SLIDE, _GROUND, _LOGO = "max-1600x1200|format-webp", "max-1920x1920|format-webp", "max-640x240"
_KINDS = ("key", "regular", "walk_in")
_MOST_PICTURES = 20


def compile_screen(screen: TabletScreen) -> dict[str, Any]:
    """Return what tablets are told of a screen; nothing about an event, its guests or its gifts is in it."""
    return {
        "name": screen.name,
        "look": {
            "ground": screen.ground,
            "ink": screen.ink,
            "accent": screen.accent,
            "on_accent": screen.on_accent,
            "dark": is_dark(screen.ground),
            "logo": _picture(screen.logo, _LOGO),
            "background": _picture(screen.background, _GROUND),
        },
        "greetings": {kind: _own(screen, f"greet_{kind}") for kind in _KINDS},
        "steps": [step for one in screen.steps if (step := _step(one.block_type, one.value))],
        "rest": {
            "after": screen.rest_after,
            "seconds": screen.slide_seconds,
            "slides": [slide for one in screen.slides if (slide := _slide(one))],
        },
        "end": {
            "title": _own(screen, "end_title"),
            "text": _own(screen, "end_text"),
            "seconds": screen.end_seconds,
            "channels": [told for one in screen.end_channels if (told := _channel(one.value))],
        },
    }


def compile_slides(event: Event) -> dict[str, Any]:
    """Return pictures and programme of an event's public pages, by language."""
    programme: dict[str, list[dict[str, str]]] = {}
    pictures: dict[int, dict[str, Any]] = {}
    for page in EventPage.objects.live().filter(event=event).select_related("locale", "hero_image"):
        code = page.locale.language_code
        for block in page.body:
            if block.block_type == "programme":
                programme.setdefault(code, []).extend(map(_segment, block.value["segments"]))
            elif block.block_type == "gallery":
                for one in block.value["pictures"]:
                    _add(pictures, one["image"], code, one["caption"])
        _add(pictures, page.hero_image, code, "")
    return {"programme": programme, "pictures": list(pictures.values())[:_MOST_PICTURES]}


def publish_screen(*, screen: TabletScreen, at: datetime) -> bool:
    """Bring what tablets are told of a screen up to date; say whether that changed anything."""
    shown = compile_screen(screen)
    if shown == screen.shown and screen.changed_at:
        return False
    screen.shown, screen.changed_at = shown, at
    screen.save(update_fields=["shown", "changed_at"])
    return True


def publish_slides(*, event: Event, at: datetime) -> bool:
    """Bring the slides of an event up to date; say whether that changed anything."""
    shown = compile_slides(event)
    kept = EventSlides.objects.filter(event=event).first()
    if kept and kept.shown == shown:
        return False
    values = {"shown": shown, "changed_at": at}
    EventSlides.objects.update_or_create(event=event, defaults=values)
    return True


def freshen(*, at: datetime) -> None:
    """Bring every screen, and the slides of the events to come, up to date: a picture or a form may have changed."""
    for screen in TabletScreen.objects.select_related("logo", "background"):
        publish_screen(screen=screen, at=at)
    for event in Event.objects.upcoming(at=at).filter(pages__live=True).distinct():
        publish_slides(event=event, at=at)


def _own(screen: TabletScreen, field: str) -> dict[str, str]:
    said = wordings(screen, field)
    return said if any(said.values()) else {}


def _picture(image: Any, spec: str) -> dict[str, Any] | None:
    if image is None:
        return None
    drawn = get_rendition_or_not_found(image, spec)
    return {"url": drawn.url, "width": drawn.width, "height": drawn.height}


def _step(kind: str, value: Any) -> dict[str, Any] | None:
    title, text = written(value.get("title"), TITLES[kind]), written(value.get("text"), TEXTS[kind])
    step: dict[str, Any] = {"kind": kind, "title": title, "text": text}
    if kind == StepKind.DIETARY:
        chosen = [words for one in value["taboos"] if (words := written(one))]
        step["taboos"] = chosen or [in_all(taboo) for taboo in TABOOS]
    if kind == StepKind.SMILEY:
        form = value.get("form")
        faces = faces_of(form.pk) if form else None
        if faces is None:
            return None
        step |= faces | {"title": written(value.get("title")) or faces["title"]}
    return step


def _slide(block: Any) -> dict[str, Any] | None:
    if block.block_type == "picture":
        picture = _picture(block.value["picture"], _SLIDE)
        if picture is None:
            return None
        return {"kind": "picture", "words": written(block.value["words"])} | picture
    if block.block_type == "event_pictures":
        return {"kind": "event_pictures", "most": block.value["most"]}
    return {"kind": "programme"}


def _channel(value: Any) -> dict[str, Any] | None:
    told: dict[str, Any] = {"title": {}, "line": {}, "hours": value.get("hours") or ""}
    for code in OWN_NAMES:
        with translation.override(code):
            told["title"][code], told["line"][code] = value.heading, value.line
    if isinstance(value, FormValue):
        told["code"] = str(value.code)
    return told if any(told["line"].values()) else None


def _segment(segment: Any) -> dict[str, str]:
    ends = segment["ends"]
    return {
        "starts": f"{segment['starts']:%H:%M}",
        "ends": f"{ends:%H:%M}" if ends else "",
        "title": str(segment["title"]),
    }


def _add(pictures: dict[int, dict[str, Any]], image: Any, code: str, words: str) -> None:
    if image is None:
        return
    if image.pk not in pictures:
        drawn = _picture(image, _SLIDE) or {}
        pictures[image.pk] = {"kind": "picture", "words": {}} | drawn
    if words:
        pictures[image.pk]["words"][code] = words
