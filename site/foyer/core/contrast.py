"""Whether words can be read on a ground: the contrast of two colours by WCAG 2.2."""

from __future__ import annotations

import re

READABLE = 4.5
COLOUR = r"^#[0-9a-fA-F]{6}\Z"
_STEPS = 100


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour, such as #1f3f33, and nothing else: it may go into a style sheet."""
    return re.match(COLOUR, text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 (the same) to 21 (black on white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def is_dark(colour: str) -> bool:
    """Tell whether white reads better on a colour than black does."""
    return contrast(colour, "#ffffff") > contrast(colour, "#000000")


def readable_like(colour: str, *, on: str) -> str:
    """Return the colour nearest to one, lighter or darker, that can be read on a ground."""
    target = 255 if is_dark(on) else 0
    for step in range(_STEPS + 1):
        mixed = [round(part + (target - part) * step / _STEPS) for part in _parts(colour)]
        found = "#" + "".join(f"{part:02x}" for part in mixed)
        if contrast(found, on) >= READABLE:
            return found
    return "#ffffff" if target else "#000000"


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    parts = (part / 255 for part in _parts(colour))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
