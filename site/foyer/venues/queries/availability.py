"""How many of a kind of equipment are free, and from when. (001-10)"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Sum

from foyer.venues.models import EquipmentHire, EquipmentItem, EquipmentKind
from foyer.venues.models.hire import EquipmentHireQuerySet


@dataclass(frozen=True, slots=True)
class Free:
    """How many of a kind the house can lend, and how many of them nobody has in a stretch."""

    total: int
    free: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """More of a kind hired than can be used: something broke after it was promised."""

    kind: EquipmentKind
    missing: int
    from_at: datetime


def usable_by_kind(kinds: Iterable[int]) -> Counter[int]:
    """Return how many of each kind are in service and work, by the kinds' keys."""
    items: Any = (
        EquipmentItem.objects.in_service().with_usable().filter(kind__in=list(kinds)).order_by()
    )
    counted: Counter[int] = Counter()
    for kind, usable in items.values_list("kind", "usable"):
        counted[kind] += usable
    return counted


def free_between(
    kind: EquipmentKind,
    from_at: datetime,
    until_at: datetime,
    *,
    at: datetime,
    leave_out: Iterable[int] = (),
) -> Free:
    """Return how many of a kind are free all through a stretch.

    Args:
        kind: the kind.
        from_at: when the stretch begins.
        until_at: when it ends.
        at: the moment of asking; offers that have lapsed by then hold nothing.
        leave_out: keys of hires that are about to be changed.
    """
    total = usable_by_kind([kind.pk])[kind.pk]
    hires = _hires(kind, at, leave_out).meeting(from_at, until_at)
    return Free(total, max(0, total - most_at_once(hires, from_at)))


def free_from(
    kind: EquipmentKind,
    quantity: int,
    from_at: datetime,
    length: timedelta,
    *,
    at: datetime,
    leave_out: Iterable[int] = (),
) -> datetime | None:
    """Return from when on so many are free for so long; None: the house has not so many that work."""
    total = usable_by_kind([kind.pk])[kind.pk]
    if quantity > total:
        return None
    hires = [one for one in _hires(kind, at, leave_out) if one.ends_at > from_at]
    # What is free grows only when something comes back: no other moment need be tried.
    for start in sorted({from_at, *(one.ends_at for one in hires)}):
        end = start + length
        meeting = [one for one in hires if one.from_at < end and one.ends_at > start]
        if total - most_at_once(meeting, start) >= quantity:
            return start
    return None


def most_at_once(hires: Iterable[EquipmentHire], from_at: datetime) -> int:
    """Return how many are out together at the fullest moment from a moment on."""
    changes = [(max(moment, from_at), change) for one in hires for moment, change in one.changes()]
    out = most = 0
    for _moment, change in sorted(changes):  # at the same moment what comes back comes first
        out += change
        most = max(most, out)
    return most


def shortfalls(*, at: datetime) -> list[Shortfall]:
    """Return the kinds of which more are promised from now on than can be used."""
    ahead = EquipmentHire.objects.out().holding(at=at).filter(until_at__gt=at)
    promised: dict[int, list[EquipmentHire]] = {}
    for hire in ahead.select_related("kind"):
        promised.setdefault(hire.kind_id, []).append(hire)
    usable, found = usable_by_kind(promised), []
    for kind, hires in promised.items():
        for hire in hires:  # the fullest moment is one at which a hire begins
            begins = max(hire.from_at, at)
            then = [one for one in hires if one.from_at <= begins < one.ends_at]
            missing = sum(one.still_out for one in then) - usable[kind]
            if missing > 0:
                found.append(Shortfall(hire.kind, missing, begins))
                break
    return found


def hired_now(*, at: datetime) -> dict[int, int]:
    """Return how many of each kind are out at a moment, by the kinds' keys."""
    hires = EquipmentHire.objects.holding(at=at).meeting(at, at + timedelta(microseconds=1))
    counted = hires.order_by().values("kind").annotate(out=Sum(F("quantity") - F("accounted")))
    return {row["kind"]: row["out"] for row in counted}


def _hires(kind: EquipmentKind, at: datetime, leave_out: Iterable[int]) -> EquipmentHireQuerySet:
    hires = EquipmentHire.objects.filter(kind=kind).exclude(pk__in=list(leave_out))
    return hires.holding(at=at).prefetch_related("returns")
