"""What the parts of an import of clients share while they write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from foyer.clients.models import Client, Contact
from foyer.core.imports.targets import Planned, Written
from foyer.core.models import User


@dataclass(slots=True)
class Import:
    """One file that is being written: who does it, and which client each row has brought.

    `reason` stands in the histories of tiers and account managers.
    """

    by: User | None
    reason: str
    made: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Work:
    """What one step writes."""

    of: Import
    at: datetime
    clients: dict[int, Client] = field(default_factory=dict)
    contacts: dict[int, Contact] = field(default_factory=dict)
    written: list[Written] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)

    def refuse(self, row: Planned, reason: str) -> None:
        """Keep why a row is not written."""
        self.refused.setdefault(row.number, reason)

    def left(self, rows: Iterable[Planned]) -> list[Planned]:
        """Return the rows that were not refused."""
        return [row for row in rows if row.number not in self.refused]
