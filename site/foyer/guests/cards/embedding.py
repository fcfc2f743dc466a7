"""Pictures within a card itself: where tablets have an address of their own, no other leads to the library."""

from __future__ import annotations

import base64
import copy
import mimetypes
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage

from foyer.guests.models import CardDesign

_REMEMBERED = 32  # pictures; each lies under a name of its own as long as it looks the same


def with_pictures(design: CardDesign) -> CardDesign:
    """Return a design whose cards need no address to show their pictures."""
    whole = copy.copy(design)
    whole.shown = design.shown | {
        "background": _embedded(design.shown["background"]),
        "blocks": [[kind, _with_picture(kind, value)] for kind, value in design.shown["blocks"]],
    }
    return whole


def _with_picture(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return value | {"image": _embedded(value["image"])} if kind == "picture" else value


def _embedded(url: str) -> str:
    """Return a picture as an address that holds it; nothing where it is gone, as the card does without."""
    if not url.startswith(settings.MEDIA_URL):
        return url
    try:
        return _read(url.removeprefix(settings.MEDIA_URL))
    except OSError:
        return ""


@lru_cache(maxsize=_REMEMBERED)
def _read(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "image/png"
    with default_storage.open(name) as file:
        return f"data:{kind};base64,{base64.b64encode(file.read()).decode()}"
