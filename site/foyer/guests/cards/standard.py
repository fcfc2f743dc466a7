"""The designs the house has before anybody has made one."""

from __future__ import annotations

import json
from typing import Any, Final

from django.utils.translation import gettext

from foyer.guests.card_parts import EventPart, NameForm, PlacePart
from foyer.guests.enums import CardKind, CardPaper, CardSize
from foyer.guests.models import CardDesign

_QUIET_INK: Final = "#5b5348"
_Blocks = list[tuple[str, dict[str, Any]]]
STANDARD: Final[dict[str, _Blocks]] = {
    CardKind.BADGE: [
        ("code", {"place": "right", "millimetres": 25}),
        ("event", {"points": 9, "align": "start", "colour": _QUIET_INK}),
        ("gap", {}),
        ("name", {"points": 26, "bold": True, "align": "start"}),
        ("company", {"points": 11, "align": "start"}),
        ("title", {"points": 10, "align": "start", "colour": _QUIET_INK}),
        ("gap", {}),
        ("place", {"points": 10, "bold": True, "align": "start"}),
    ],
    CardKind.PLACE_CARD: [
        ("gap", {}),
        ("name", {"points": 30, "bold": True, "form": "address"}),
        ("gap", {}),
        ("place", {"points": 9, "colour": _QUIET_INK}),
    ],
    CardKind.TABLE_CARD: [
        ("event", {"points": 11, "colour": _QUIET_INK}),
        ("place", {"points": 34, "bold": True, "part": "table"}),
        ("gap", {"millimetres": 3}),
        ("names", {"points": 14, "columns": 2}),
        ("gap", {}),
    ],
}
_LETTERS: Final = {"points": 12, "bold": None, "colour": "#1d1d1b", "align": "center"}
_USUAL: Final[dict[str, dict[str, Any]]] = {
    "name": {"form": NameForm.FULL},
    "names": {"form": NameForm.FULL},
    "event": {"part": EventPart.TITLE},
    "place": {"part": PlacePart.BOTH},
    "gap": {"millimetres": 0},
}
_SHAPES: Final[dict[str, dict[str, Any]]] = {
    CardKind.BADGE: {"size": CardSize.BADGE_90_60},
    CardKind.PLACE_CARD: {"size": CardSize.PLACE_90_50, "paper": CardPaper.A4, "folded": True},
    CardKind.TABLE_CARD: {"size": CardSize.A5, "paper": CardPaper.A4, "folded": True, "margin": 8},
}


def standard_design(kind: str) -> CardDesign:
    """Return the design of a kind that needs nobody to make it; it is not kept."""
    shown = {
        "blocks": [[name, _whole(name, value)] for name, value in STANDARD[kind]],
        "background": "",
    }
    return CardDesign(kind=kind, name=gettext("Standard"), shown=shown, **_SHAPES[kind])


def as_stream(blocks: _Blocks) -> str:
    """Return blocks as a stream field takes them; what is not said of one is as usual."""
    return json.dumps([{"type": name, "value": value} for name, value in blocks])


def _whole(name: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return everything a block says, also what is as usual."""
    letters = {} if name in {"code", "gap"} else _LETTERS
    return letters | _USUAL.get(name, {}) | value
