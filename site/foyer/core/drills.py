"""Drills: what the house promises, tried on the running house. A room registers in its `drills.py`.

    @drill("erase")
    def drill_erase(say: Say) -> None: ...

A drill may take parameters of its own, whole numbers with a default: `rows`, `kills`, `seed`, `hours`.

A drill says its figures and raises `PromiseBroken` when they are not what was promised.
"""

from collections.abc import Callable
from functools import cache

from django.utils.module_loading import autodiscover_modules

Say = Callable[[str], None]
Drill = Callable[..., None]
_drills: dict[str, Drill] = {}


class PromiseBroken(Exception):
    """A drill has found the house not to keep its word."""


def drill(name: str) -> Callable[[Drill], Drill]:
    """Register a drill under the name it is called by."""

    def register(function: Drill) -> Drill:
        _drills[name] = function
        return function

    return register


@cache
def _load() -> None:
    autodiscover_modules("drills")


def drills() -> dict[str, Drill]:
    """Return the drills by name."""
    _load()
    return dict(sorted(_drills.items()))
