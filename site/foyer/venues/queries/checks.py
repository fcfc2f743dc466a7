"""What is to be checked in a room before its use, and how the day's rooms stand. (004-15)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch

from foyer.core.days import start_of
from foyer.venues.enums import CheckState, ItemState, OccupationPurpose
from foyer.venues.models import (
    EquipmentCheck,
    EquipmentHire,
    EquipmentItem,
    Occupation,
    Room,
)


@dataclass(frozen=True, slots=True)
class ToCheck:
    """One line of a sheet that is to be filled in: a piece that lives in the room, or what was hired."""

    key: str
    label: str
    quantity: int
    item: EquipmentItem | None = None
    hire: EquipmentHire | None = None


@dataclass(frozen=True, slots=True)
class RoomUse:
    """A use of a room on a day, its last check sheet, and how it stands."""

    occupation: Occupation
    check: EquipmentCheck | None
    state: CheckState


def lines_to_check(room: Room, occupation: Occupation | None) -> list[ToCheck]:
    """Return what is in service in a room, and what was hired for a use of it."""
    items = room.equipment.filter(state=ItemState.IN_SERVICE).select_related("kind")
    lines = [ToCheck(f"item-{one.pk}", one.label, one.quantity, item=one) for one in items]
    if occupation is not None:
        lines += [
            ToCheck(f"hire-{one.pk}", one.kind.name_text, one.still_out, hire=one)
            for one in occupation.hires.out().select_related("kind")
        ]
    return lines


def uses_on(day: date, *, at: datetime) -> list[RoomUse]:
    """Return the uses of rooms on a day of the house, each with its last check."""
    begins, ends = start_of(day), start_of(day + timedelta(days=1))
    checks = EquipmentCheck.objects.with_failures().select_related("checked_by")
    found = (
        Occupation.objects.filter(starts_at__lt=ends, ends_at__gt=begins)
        .exclude(purpose=OccupationPurpose.CLOSED)
        .holding(at=at)
        .select_related("room__venue", "event")
        .prefetch_related(Prefetch("equipment_checks", checks.order_by("-checked_at", "-pk")))
        .order_by("starts_at", "pk")
    )
    return [_stands(one) for one in found]


def _stands(occupation: Occupation) -> RoomUse:
    latest = next(iter(occupation.equipment_checks.all()), None)
    if latest is None:
        return RoomUse(occupation, None, CheckState.OPEN)
    failed = getattr(latest, "failures", 0)
    return RoomUse(occupation, latest, CheckState.FAILED if failed else CheckState.PASSED)
