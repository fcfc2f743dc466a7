"""Reads of fee schedules that take more than a query set: where one stands, what it changes, all its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import pgettext

from .comparing import Change, compare
from .enums import ScheduleStatus
from .models.schedule import FeeSchedule
from .quoting import tariff_of


class Standing(StrEnum):
    """Where a version stands on a day: reckoned from its days, never kept."""

    DRAFT = "draft"
    REPLACED = "replaced"
    COMING = "coming"
    IN_FORCE = "in-force"
    OVER = "over"

    @property
    def label(self) -> str:
        """The word for it."""
        return {
            Standing.DRAFT: pgettext("fee schedule", "Draft"),
            Standing.REPLACED: pgettext("fee schedule", "Replaced before its day"),
            Standing.COMING: pgettext("fee schedule", "Approved, still to come"),
            Standing.IN_FORCE: pgettext("fee schedule", "In force"),
            Standing.OVER: pgettext("fee schedule", "No longer in force"),
        }[self]


@dataclass(frozen=True, slots=True)
class Step:
    """One version in the history: what it is, and what it changed of the one before."""

    schedule: FeeSchedule
    standing: Standing
    former: FeeSchedule | None
    changes: tuple[Change, ...]


def standing(schedule: FeeSchedule, *, today: date) -> Standing:
    """Return where a version stands on a day."""
    if schedule.number is None:
        return Standing.DRAFT
    if schedule.status == ScheduleStatus.REPLACED:
        return Standing.REPLACED
    if schedule.valid_from > today:
        return Standing.COMING
    over = schedule.valid_until is not None and schedule.valid_until < today
    return Standing.OVER if over else Standing.IN_FORCE


def changes_to(schedule: FeeSchedule) -> list[Change] | None:
    """Return what a version or a draft changes of the one before it; None: there is none before it."""
    former = former_of(schedule)
    return None if former is None else compare(tariff_of(former), tariff_of(schedule))


def former_of(schedule: FeeSchedule) -> FeeSchedule | None:
    """Return the version a schedule replaces, or else the newest approved before it."""
    published = FeeSchedule.objects.published().with_lines()
    if schedule.replaces_id:
        return published.filter(pk=schedule.replaces_id).first()
    if schedule.number:
        published = published.filter(number__lt=schedule.number)
    return published.first()


def history(*, today: date) -> list[Step]:
    """Return every version that was ever approved, the newest first, each with what it changed; three queries more."""
    versions = list(FeeSchedule.objects.published().with_lines())
    known = {one.pk: one for one in versions}
    steps = []
    for place, one in enumerate(versions):
        before = versions[place + 1] if place + 1 < len(versions) else None
        former = known.get(one.replaces_id or 0) or before
        changes = compare(tariff_of(former), tariff_of(one)) if former else ()
        steps.append(Step(one, standing(one, today=today), former, tuple(changes)))
    return steps
