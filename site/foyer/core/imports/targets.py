"""What a room says of the lists it takes: the columns, how a row is judged, written and taken back.

What exists once for every row of a file is a NamedTuple: a frozen dataclass takes several times as long.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import override

from foyer.core.languages import OWN_NAMES
from foyer.core.models import User
from foyer.core.text import fold

from .enums import Overwriting, RowVerdict
from .models import ImportBatch


@dataclass(frozen=True, slots=True)
class Column:
    """One column a list may have, and what people write above it in three languages. (IMPORT 3)

    Of several columns of a file that mean the same, the one whose header stands first in `synonyms` is
    taken. `private` values are shown only to those who may see them. A `date` is handed on as
    2026-05-01, however it was written; one that `may_lack_year` as --05-01, too; a `moment` has its
    day so, and its time as it is written. Where a file has no
    such column but its `parts` (family name, given name), they are put together. `further` are the
    keys of columns that take what a file says under other headers of the same meaning: a second
    telephone number.
    """

    key: str
    label: str | Promise
    synonyms: tuple[str, ...]
    required: bool = False
    private: bool = False
    date: bool = False
    may_lack_year: bool = False
    moment: bool = False
    parts: tuple[Column, ...] = ()
    further: tuple[str, ...] = ()


class Given(NamedTuple):
    """What one row of a file says, by column; `problems` were found while reading it.

    `origin` is the row of an earlier file that this one corrects, or 0.
    """

    number: int
    values: Mapping[str, str]
    problems: tuple[str, ...] = ()
    origin: int = 0


class Change(NamedTuple):
    """One field an update would change."""

    key: str
    before: str
    after: str


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Judged(NamedTuple):
    """What is to become of one row, and why.

    `plans` is what the target needs to write it, by what may be done: `RowVerdict.NEW`,
    `RowVerdict.UPDATE`, or for a possible duplicate whatever of the two a person may choose. `memo` is
    what the judge must be told again should its worker die.
    """

    number: int
    verdict: RowVerdict
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    plans: Mapping[str, Mapping[str, Any]] = _NOTHING
    memo: Mapping[str, Any] = _NOTHING


class Planned(NamedTuple):
    """One row that is to be written: as something new, or into what is there.

    `values` is what the file says, as it was read.
    """

    number: int
    act: RowVerdict
    plan: Mapping[str, Any]
    values: Mapping[str, str]


class Written(NamedTuple):
    """One record that was written: what it was before (None: it was not there), and a mark of what it is now.

    `kind` tells the records of a list apart that writes several kinds.
    """

    number: int
    pk: int
    before: Mapping[str, Any] | None
    mark: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """One row that was not written or not taken back, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """What came of writing some rows; every one of them was written or refused.

    `horizon` is how far the records have been looked at now, see `Target.horizon`.
    """

    written: Sequence[Written]
    refused: Sequence[Refused] = ()
    horizon: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Policy:
    """Which fields of known records a file may write over."""

    mode: str = Overwriting.ALL
    columns: frozenset[str] = frozenset()

    def allows(self, key: str, before: object) -> bool:
        """Tell whether a column may be written over what is there."""
        if self.mode == Overwriting.EMPTY:
            return before in (None, "", [])
        return self.mode == Overwriting.ALL or key in self.columns


class Judge(ABC):
    """Looks at the rows of one file in order; remembers those it has seen.

    `totals` are sums over the rows that are kept with the batch's tally, for the target's warnings.
    """

    def __init__(self) -> None:
        self.totals: Counter[str] = Counter()

    @abstractmethod
    def judge(self, rows: Sequence[Given]) -> list[Judged]:
        """Return what is to become of each row; the database is asked once for all of them."""

    @abstractmethod
    def recall(self, rows: Sequence[tuple[Given, Mapping[str, Any]]]) -> None:
        """Remember rows that were judged by a worker that died, each with its memo; asks nobody."""


class Target(ABC):
    """A list that can be imported. One instance a kind, registered in the room's `resources.py`.

    The engine calls, for each file: `horizon`, then `judge` for some hundred rows at a time, each
    group in one transaction; once confirmed, `prepare` outside and `write` inside one short
    transaction for each group, with the journal that `take_back` undoes.
    """

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    columns: tuple[Column, ...]
    tells: ClassVar[bool] = False  # of people, in cells that hold more than their names

    def fresh(self) -> Target:
        """Return the target for one act; lists whose columns the house can change look them up anew."""
        return self

    def settle(self, headers: Sequence[str], meanings: tuple[str, ...]) -> tuple[str, ...]:
        """Return the meanings of headers; what one means may depend on which others there are."""
        return meanings

    def lets_correct(self, earlier: ImportBatch, by: User | None) -> bool:
        """Tell whether a file of somebody may correct the rows of an earlier one."""
        return True

    def missing(self, meanings: Collection[str]) -> list[str]:
        """Return the names of the needed columns no column is marked as, nor as a part of it."""
        return [
            str(column.label)
            for column in self.columns
            if column.required
            and not {column.key, *(part.key for part in column.parts)} & set(meanings)
        ]

    @property
    def choices(self) -> tuple[Column, ...]:
        """What a column of a file may be said to mean: the columns, and the parts of some."""
        return tuple(choice for column in self.columns for choice in (column, *column.parts))

    @cached_property
    def headers(self) -> dict[str, tuple[str, int]]:
        """The column each known header means and its rank among the synonyms, by its folded words.

        What our own exports say stands first, in any of the house's languages.
        """
        known: dict[str, tuple[str, int]] = {}
        for column in self.choices:
            for rank, header in enumerate(column.synonyms):
                known.setdefault(fold(header), (column.key, rank))
        for language in OWN_NAMES:
            with override(language):
                known |= {fold(str(column.label)): (column.key, 0) for column in self.choices}
        return {
            fold(column.key.replace("_", " ")): (column.key, 0) for column in self.choices
        } | known

    def column(self, key: str) -> Column:
        """Return one of the columns."""
        return next(column for column in self.choices if column.key == key)

    @abstractmethod
    def seal(self, text: str) -> str:
        """Return text as it may lie in the database and on the disk."""

    @abstractmethod
    def unseal(self, sealed: str) -> str:
        """Return text that was sealed."""

    def horizon(self, batch: ImportBatch) -> Mapping[str, Any]:
        """Return how far the records reach before any row is judged, such as the newest key.

        What lies beyond it when rows are written has come meanwhile and must be looked at then.
        """
        return {}

    @abstractmethod
    def judge(self, batch: ImportBatch, policy: Policy) -> Judge:
        """Return a judge for one file."""

    @abstractmethod
    def warnings(self, batch: ImportBatch) -> list[str]:
        """Return what a person should know before confirming."""

    @abstractmethod
    def prepare(self, rows: Sequence[Planned], *, batch: ImportBatch, at: datetime) -> Any:
        """Return what `write` needs for these rows; here goes all that takes time and can be done unlocked."""

    @abstractmethod
    def write(self, prepared: Any, *, batch: ImportBatch, at: datetime) -> Step:
        """Write some rows, inside the caller's transaction; refuse those the world has changed for."""

    @abstractmethod
    def take_back(
        self, entries: Sequence[Written], *, batch: ImportBatch, at: datetime
    ) -> list[Refused]:
        """Restore what was there before, inside the caller's transaction; refuse what was changed since."""

    @abstractmethod
    def record(self, batch: ImportBatch, *, act: str, by: User | None, rows: int) -> None:
        """Write into the log that a file was applied ("import") or undone ("import_undo")."""


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    """Make a list importable."""
    _targets[target.key] = target


@cache
def _load() -> None:
    autodiscover_modules("resources")


def known_target(batch: ImportBatch) -> Target | None:
    """Return the kind of list a file was for, or None when the house has it no more."""
    _load()
    target = _targets.get(batch.target)
    return target.fresh() if target else None


def any_target() -> Target:
    """Return one of the kinds of list, whichever: all seal alike."""
    _load()
    return next(iter(_targets.values())).fresh()


def target_of(batch: ImportBatch) -> Target:
    """Return the kind of list a file is for."""
    _load()
    return _targets[batch.target].fresh()
