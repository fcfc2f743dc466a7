"""Which answers a report counts, read in batches: a form of any size takes the same memory. (FORMS 5)"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from forms_content.models import FormPage, Submission
from forms_content.models.submission import SubmissionQuerySet
from foyer.core.days import month_end, start_of

from .groups import SMALL, Cell, Shield, cells_of, month_of

BATCH = 1000


class Row(NamedTuple):
    """What is counted of one filled copy; what tells about a person stays sealed."""

    event_id: int | None
    version_id: int
    language: str
    source: str
    received_at: datetime
    answers: dict[str, Any]
    sealed_keys: dict[str, bool]

    @property
    def cell(self) -> Cell:
        """The group it belongs to on an anonymous form."""
        month = month_of(self.received_at)
        return Cell(self.event_id, self.version_id, self.language, self.source, month)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is narrowed down to; what is not given narrows nothing.

    Attributes:
        first, last: days of the house; on an anonymous form the whole months they lie in.
    """

    event: int | None = None
    first: date | None = None
    last: date | None = None
    language: str = ""
    version: int | None = None
    source: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    def narrow(self, submissions: SubmissionQuerySet) -> SubmissionQuerySet:
        """Return those that fit."""
        plain = {
            "event_id": self.event,
            "language": self.language,
            "version_id": self.version,
            "source": self.source,
            "received_at__gte": self.first and start_of(self.first),
            "received_at__lt": self.last and start_of(self.last + timedelta(days=1)),
        }
        return submissions.filter(**{name: value for name, value in plain.items() if value})

    def fits(self, cell: Cell) -> bool:
        """Tell whether a group of an anonymous form belongs to it."""
        return (
            self.event in (None, cell.event)
            and self.version in (None, cell.version)
            and self.language in ("", cell.language)
            and self.source in ("", cell.source)
            and (self.first is None or self.first <= month_end(cell.month))
            and (self.last is None or cell.month <= self.last)
        )


class Selection:
    """The answers to a form that a report counts.

    Args:
        page: the form.
        wanted: what it is narrowed down to.
        parted: whether what is counted is shown by event, version, language, way or month: then only those
            groups of an anonymous form count that are large enough to be shown by themselves.
    """

    def __init__(
        self, page: FormPage, wanted: Wanted | None = None, *, parted: bool = False
    ) -> None:
        self.page, self.wanted, self.parted = page, wanted or Wanted(), parted

    @cached_property
    def everything(self) -> SubmissionQuerySet:
        """All that was answered to the form and counts."""
        return Submission.objects.counting().filter(page=self.page)

    @cached_property
    def fitting(self) -> SubmissionQuerySet:
        """Those that fit what is wanted, whoever can be recognised by it."""
        return self.wanted.narrow(self.everything)

    @cached_property
    def _cells(self) -> dict[Cell, int]:
        return cells_of(self.everything)

    @cached_property
    def _shield(self) -> Shield:
        shield = Shield.around(self._cells)
        return shield.narrowed(self.wanted.fits) if self.wanted or self.parted else shield

    @cached_property
    def total(self) -> int:
        """How many answers fit, counted or not."""
        if not self.page.anonymous:
            return self.fitting.count()
        return sum(count for cell, count in self._cells.items() if self.wanted.fits(cell))

    @property
    def count(self) -> int:
        """How many answers are counted."""
        return self._shield.count if self.page.anonymous else self.total

    @property
    def is_hidden(self) -> bool:
        """Whether there are answers, but too few for an anonymous form to show any."""
        return self.page.anonymous and self.total > 0 and self.count < SMALL

    def rows(self) -> Iterator[Row]:
        """Yield the answers counted, in the order they came."""
        counted = self.everything if self.page.anonymous else self.fitting
        names = counted.order_by("received_at", "pk").values_list(*Row._fields)
        rows = (Row(*values) for values in names.iterator(BATCH))
        return filter(self._passing(), rows) if self.page.anonymous else rows

    def _passing(self) -> Callable[[Row], bool]:
        passes = self._shield.passing()
        return lambda row: passes(row.cell)
