"""Until when each backup is kept: every one for some days, the first of a week for weeks, of a month for months.

No backup is kept longer than the house keeps backups at all (`longest`), and nothing goes without a newer one that
was verified: the newest verified one is all there is. What the house did not make itself is kept as long as may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from foyer.core.days import house_day

_WEEK, _MONTH = 7, 31  # days
_limits: list[Callable[[], int]] = []


@dataclass(frozen=True, slots=True)
class Plan:
    """How long backups are kept.

    Attributes:
        days: every one.
        weeks: the first verified of each week.
        months: the first verified of each month.
        longest: the most days any is kept.
    """

    days: int
    weeks: int
    months: int
    longest: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder."""

    name: str
    made_at: datetime
    is_verified: bool


def kept_until(backups: Iterable[Kept], plan: Plan) -> dict[str, datetime]:
    """Return until when each backup is kept; the newest verified one stays beyond that until there is a newer."""
    until: dict[str, datetime] = {}
    weeks: set[tuple[int, int]] = set()
    months: set[tuple[int, int]] = set()
    for backup in _by_age(backups):
        days = plan.longest
        if backup.is_verified:
            day = house_day(backup.made_at)
            days = max(
                plan.days,
                _WEEK * plan.weeks if _is_first(day.isocalendar()[:2], weeks) else 0,
                _MONTH * plan.months if _is_first(_month(day), months) else 0,
            )
        until[backup.name] = backup.made_at + timedelta(days=min(days, plan.longest))
    return until


def lapsed(backups: Sequence[Kept], plan: Plan, *, at: datetime) -> list[str]:
    """Return the backups whose time is over and that a newer verified one stands for."""
    verified = [backup for backup in _by_age(backups) if backup.is_verified]
    until = kept_until(backups, plan)
    older = takewhile(
        lambda backup: backup is not verified[-1], _by_age(backups) if verified else ()
    )
    return [backup.name for backup in older if until[backup.name] <= at]


def limit_days(limit: Callable[[], int]) -> Callable[[], int]:
    """Register how many days the house may keep backups at all: a room above says it. (PRV-07)"""
    _limits.append(limit)
    return limit


def longest_days() -> int:
    """Return the least of what was registered."""
    return min((limit() for limit in _limits), default=366)


def _by_age(backups: Iterable[Kept]) -> list[Kept]:
    return sorted(backups, key=lambda backup: (backup.made_at, backup.name))


def _is_first(span: tuple[int, int], seen: set[tuple[int, int]]) -> bool:
    if span in seen:
        return False
    seen.add(span)
    return True


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
