"""What a room says of the lists it takes: the columns, how a row is judged, written and taken back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import override

from foyer.core.languages import OWN_NAMES
from foyer.core.models import User
from foyer.core.text import fold

from .enums import RowVerdict
from .models import ImportBatch


@dataclass(frozen=True, slots=True)
class Column:
    """One column a list may have, and what people write above it in three languages. (IMPORT 3)

    `private` values are shown only to those who may see them.
    """

    key: str
    label: str | Promise
    synonyms: tuple[str, ...]
    required: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What one row of a file says, by column; `problems` were found while reading it."""

    number: int
    values: Mapping[str, str]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One field an update would change."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to become of one row, and why. `plan` is what the target needs to write it."""

    number: int
    verdict: RowVerdict
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    plan: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """One judged row that is to be written."""

    number: int
    verdict: RowVerdict
    plan: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """One record that was written: what it was before (None: it was not there) and what it is now."""

    number: int
    pk: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """One row that was not written or not taken back, and why."""

    number: int
    reason: str


class Judge(ABC):
    """Looks at the rows of one file in order; remembers those it has seen."""

    @abstractmethod
    def judge(self, rows: Sequence[Given]) -> list[Judged]:
        """Return what is to become of each row."""


class Target(ABC):
    """A list that can be imported. One instance a kind, registered in the room's `resources.py`."""

    key: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]

    @cached_property
    def headers(self) -> dict[str, str]:
        """The column each known header means, by its folded words; our own exports come back too."""
        known = {
            fold(header): column.key
            for column in self.columns
            for header in (column.key.replace("_", " "), *column.synonyms)
        }
        for language in OWN_NAMES:
            with override(language):
                known |= {fold(str(column.label)): column.key for column in self.columns}
        return known

    def column(self, key: str) -> Column:
        """Return one of the columns."""
        return next(column for column in self.columns if column.key == key)

    @abstractmethod
    def seal(self, text: str) -> str:
        """Return text as it may lie in the database and on the disk."""

    @abstractmethod
    def unseal(self, sealed: str) -> str:
        """Return text that was sealed."""

    @abstractmethod
    def judge(self, batch: ImportBatch) -> Judge:
        """Return a judge for one file."""

    @abstractmethod
    def warnings(self, batch: ImportBatch) -> list[str]:
        """Return what a person should know before confirming."""

    def prepare(self, rows: Sequence[Planned]) -> None:  # noqa: B027  a list may leave it out
        """Do before the transaction what takes time and asks nobody; nothing, unless a list says so."""

    @abstractmethod
    def write(
        self, rows: Sequence[Planned], *, batch: ImportBatch, at: datetime
    ) -> tuple[list[Written], list[Refused]]:
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


def target_of(batch: ImportBatch) -> Target:
    """Return the kind of list a file is for."""
    _load()
    return _targets[batch.target]
