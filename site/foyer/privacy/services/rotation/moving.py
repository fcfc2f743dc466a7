"""One run over every place where something is sealed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foyer.core.imports.pace import Pace

from .columns import ModelColumns, waiting_hashes
from .imports import delete_strays, sealed_imports
from .places import Place, Step, registered_places, sealed_texts

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a run did and what is left.

    Attributes:
        moved: values now under the newest key that were not before.
        behind: values not under the newest key, by place.
        broken: values no key of the house opens, by place.
        waiting: secrets only their holders know, not shown since the key was changed, by place.
    """

    moved: int
    behind: Mapping[str, int]
    broken: Mapping[str, int]
    waiting: Mapping[str, int]

    @property
    def is_finished(self) -> bool:
        """Whether the older keys may be dropped without losing anything."""
        return not (self.behind or self.broken or self.waiting)


def rotate_keys(*, at: datetime, told: Told | None = None) -> Rotation:
    """Move every sealed value and every hash to the newest key of `FOYER_FIELD_KEYS`.

    In short transactions, so that sign-ins go on meanwhile; a record somebody changes under our hands is
    left to them: they write with the newest key.

    Args:
        at: now.
        told: called with a place, how many of it are moved and how many there were to move.
    """
    moved, broken = 0, {}
    for place in _every_place():
        done = _move(place, told)
        moved += done.moved
        if done.broken:
            broken[place.label] = done.broken
    delete_strays(at=at)
    left = survey_keys()
    return Rotation(moved, left.behind, broken, left.waiting)


def survey_keys() -> Rotation:
    """Return what is not under the newest key; nothing is changed."""
    behind = {place.label: count for place in _every_place() if (count := place.behind())}
    return Rotation(0, behind, {}, waiting_hashes())


def _every_place() -> list[Place]:
    return [
        *ModelColumns.of_every_model(),
        *sealed_texts(),
        *sealed_imports(),
        *registered_places(),
    ]


def _move(place: Place, told: Told | None) -> Step:
    """Move all of one place, some at a time."""
    due = place.behind()
    after: Any = None
    moved = broken = 0
    pace = Pace()
    while True:
        since = time.monotonic()
        step = place.move(after=after, most=pace.rows)
        pace.note(time.monotonic() - since)
        if step.last is None:
            return Step(None, moved, broken)
        after, moved, broken = step.last, moved + step.moved, broken + step.broken
        if told:
            told(place.label, moved, due)
        pace.rest()
