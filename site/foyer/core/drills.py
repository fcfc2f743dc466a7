"""Drills: what the house promises, tried on the running house. A room registers in its `drills.py`.

    @drill("erase")
    def drill_erase(say: Say) -> None: ...

    @drill("race", house=own_house, earnest={"guests": 1000})
    def drill_race(say: Say, guests: int = 40, seed: int = 0) -> None: ...

A drill may take parameters of its own, whole numbers with a default: those of `OPTIONS`. With a `house` it
runs in a house made for it, unless told `--here`; its defaults are a short form, `earnest` the sizes of
`--earnest`.

A drill says its figures and raises `PromiseBroken` when they are not what was promised.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache

from django.utils.module_loading import autodiscover_modules

OPTIONS = (
    "rows", "kills", "cuts", "seed", "hours", "guests", "tablets", "scans", "minutes", "slack", "megabytes",
)  # fmt: skip
Say = Callable[[str], None]
Environment = dict[str, str]
DrillHouse = Callable[[Say], AbstractContextManager[Environment]]


class PromiseBroken(Exception):
    """A drill has found the house not to keep its word."""


class NotHere(Exception):
    """This machine does not allow the drill; the message says what it lacks."""


@dataclass(frozen=True, slots=True)
class Drill:
    """One of the house's promises, and how it is tried.

    Attributes:
        act: says the figures; raises `PromiseBroken`.
        house: makes the house it runs in; None where it is meant for the house it is called in.
        earnest: its sizes in earnest.
    """

    act: Callable[..., None]
    house: DrillHouse | None = None
    earnest: Mapping[str, int] = field(default_factory=dict)


_drills: dict[str, Drill] = {}


def drill(
    name: str, *, house: DrillHouse | None = None, earnest: Mapping[str, int] | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a drill under the name it is called by."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _drills[name] = Drill(function, house, earnest or {})
        return function

    return register


@cache
def _load() -> None:
    autodiscover_modules("drills")


def drills() -> dict[str, Drill]:
    """Return the drills by name."""
    _load()
    return dict(sorted(_drills.items()))
