"""What the parts of an import of clients share while they form and write rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from foyer.core.imports.targets import Planned, Written
from foyer.core.models import User

Values = dict[str, Any]  # of a record, by attribute


@dataclass(slots=True)
class Import:
    """One file that is being written: who does it, and which client each row has brought.

    `reason` stands in the histories of tiers and account managers.
    """

    by: User | None
    reason: str
    made: dict[int, int] = field(default_factory=dict)


class Formed(NamedTuple):
    """A new record as the database takes it, without its key.

    `values` are what sets it off from others, by attribute; `mark` is what `mark_of` makes of it.
    """

    values: Values
    row: list[Any]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rows of a file, and what could be formed of them before anything was locked, by row."""

    rows: list[Planned]
    clients: Mapping[int, Formed]
    contacts: Mapping[int, Formed]


@dataclass(slots=True)
class Work:
    """What one step writes.

    `names` are those of all clients the rows are about; `clients` and `contacts` hold what is kept of
    those that are changed, by key.
    """

    of: Import
    at: datetime
    prepared: Prepared
    names: dict[int, str] = field(default_factory=dict)
    clients: dict[int, Values] = field(default_factory=dict)
    contacts: dict[int, Values] = field(default_factory=dict)
    written: list[Written] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)

    def refuse(self, row: Planned, reason: str) -> None:
        """Keep why a row is not written."""
        self.refused.setdefault(row.number, reason)

    def left(self, rows: Iterable[Planned]) -> list[Planned]:
        """Return the rows that were not refused."""
        return [row for row in rows if row.number not in self.refused]
