"""The preview of a tablet screen: the tablet's own app draws it, and says here how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from foyer.events.models import TabletScreen

Draw = Callable[[TabletScreen, Any], Any]
_draw: list[Draw] = []


def draw_with(draw: Draw) -> None:
    """Say how a screen is drawn; the tablet's app does, when it is ready."""
    _draw[:] = [draw]


def draw_screen(screen: TabletScreen, request: Any) -> Any:
    """Return the response that shows a screen which may not have been kept yet."""
    return _draw[0](screen, request)
