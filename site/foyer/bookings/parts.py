"""What rooms above add to a booking's page, under `foyer_booking_parts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

STAFF_PARTS: Final = "foyer_booking_parts"


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One record: its name and way there, what it is, and its first words."""

    name: str
    url: str
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class StaffPart:
    """Records of another room that belong to a booking."""

    title: str
    lines: Sequence[StaffLine]
