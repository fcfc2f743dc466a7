"""Small groups of an anonymous survey: so put together that nobody is recognised. (FORMS 5)

Answers fall into cells: same event, version, language, way and month. A cell with fewer than `SMALL` answers
is closed; all closed cells together are the rest, and while that is small too, the smallest open cell joins it.
Whatever a report is narrowed down to is a union of open cells, and the whole is that and the rest: the
difference between any two reports is again a union of groups that are not small, so nobody is found by
narrowing a report down and subtracting. In each group only whole fives count, in the order they came: else
the report of yesterday, taken from today's, would tell what the last guest answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from forms_content.models.submission import SubmissionQuerySet

SMALL = 5  # fewer answers than this to an anonymous form show who gave them


@dataclass(frozen=True, slots=True)
class Cell:
    """What answers of one group have in common."""

    event: int | None
    version: int
    language: str
    source: str
    month: date


def cells_of(submissions: SubmissionQuerySet) -> dict[Cell, int]:
    """Return how many answers there are in each cell, in one query."""
    month = TruncMonth("received_at", tzinfo=timezone.get_default_timezone())
    found = submissions.order_by().annotate(month=month)
    counted = found.values_list("event_id", "version_id", "language", "source", "month")
    return {
        Cell(event, version, language, source, month.date()): count
        for event, version, language, source, month, count in counted.annotate(Count("pk"))
    }


def month_of(at: datetime) -> date:
    """Return the month of a moment, as its first day, by the house's clock."""
    return _month_of_quarter(at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0))


@lru_cache(maxsize=4096)  # days begin on a quarter of an hour everywhere; most answers share one
def _month_of_quarter(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone()).replace(day=1)


@dataclass(slots=True)
class Shield:
    """Lets answers through, one after the other in the order they came, as long as nobody is shown by it.

    Attributes:
        open: the cells large enough to be shown by themselves, with how many answers of each count.
        rest: how many answers of all other cells together count.
    """

    open: dict[Cell, int] = field(default_factory=dict)
    rest: int = 0

    @classmethod
    def around(cls, cells: Mapping[Cell, int]) -> Shield:
        """Return the shield for all answers of a form."""
        large = {cell: count for cell, count in cells.items() if count >= SMALL}
        rest = sum(cells.values()) - sum(large.values())
        while large and 0 < rest < SMALL:
            smallest = min(large, key=lambda cell: (large[cell], str(cell)))
            rest += large.pop(smallest)
        rest = 0 if rest < SMALL else _fives(rest)
        return cls({cell: _fives(count) for cell, count in large.items()}, rest)

    def narrowed(self, fits: Callable[[Cell], bool]) -> Shield:
        """Return the shield that lets through only what lies in open cells that fit."""
        return Shield({cell: left for cell, left in self.open.items() if fits(cell)})

    @property
    def count(self) -> int:
        """How many answers it lets through."""
        return sum(self.open.values()) + self.rest

    def passing(self) -> Callable[[Cell], bool]:
        """Return the function that says of each answer's cell, in the order they came, whether it passes."""
        left, rest = dict(self.open), self.rest

        def passes(cell: Cell) -> bool:
            nonlocal rest
            if cell in left:
                left[cell] -= 1
                return left[cell] >= 0
            rest -= 1
            return rest >= 0

        return passes


def large_enough(
    groups: Mapping[str, int], *, among: int, nested: Iterable[tuple[str, int, int]] = ()
) -> set[str]:
    """Return the groups of an anonymous survey that may be shown side by side.

    Args:
        groups: how many belong to each; nobody belongs to two.
        among: how many there are in all, those in no group included.
        nested: for a group, how many of it are outside of another group that may be shown elsewhere, and
            how many of that one are outside of it.
    """
    shown = {name for name, count in groups.items() if count >= SMALL}
    for name, own, others in nested:  # one lies within the other, and few lie between
        if (own == 0 and 0 < others < SMALL) or (others == 0 and 0 < own < SMALL):
            shown.discard(name)
    while shown and 0 < among - sum(groups[name] for name in shown) < SMALL:
        shown.discard(min(shown, key=lambda name: (groups[name], name)))
    return shown


def _fives(count: int) -> int:
    return count - count % SMALL
