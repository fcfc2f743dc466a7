"""Reading a backup from its beginning to its end, and being sure of every byte of it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .entries import Entry, Sink, read_entry, read_told
from .house import DATABASE, LEDGER, MANIFEST, House
from .keys import BackupKey
from .refusals import BackupInconsistent
from .sealed_stream import SealedReader

Into = Callable[[Entry], Sink]


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup tells before all else."""

    foyer: str
    made_at: datetime
    database: str
    tool: str
    migrations: Sequence[str]
    counts: dict[str, int]
    folders: Sequence[str]
    bytes: int
    field_keys: Sequence[str]


@dataclass(slots=True)
class Known:
    """What is in a backup, every byte of which was found to be what was written."""

    head: Head
    files: int = 0
    size: int = 0
    gone: Sequence[str] = ()
    changing: Sequence[str] = ()

    @property
    def rows(self) -> int:
        """How many rows its database has."""
        return sum(self.head.counts.values())


class Nowhere:
    """Takes bytes and keeps none."""

    def write(self, data: bytes) -> None:
        """Forget some."""


def read_backup(
    *,
    path: Path,
    house: House,
    keys: Sequence[BackupKey],
    meet: Callable[[Head], object] = lambda _head: None,
    into: Into = lambda _entry: Nowhere(),
    over: Callable[[Entry], object] = lambda _entry: None,
) -> Known:
    """Open a backup wholly, compare every file with its hash, and the manifest with what was there.

    Args:
        path: the file.
        house: whose names of folders are known.
        keys: one of them opens it.
        meet: shown the head before anything else is read; may refuse.
        into: returns what takes the bytes of an entry.
        over: told of each entry that was read to its end.

    Raises:
        Refusal: it is damaged, truncated, sealed with another key, or not a backup.
    """
    with path.open("rb") as file:
        source = SealedReader(file, keys)
        try:
            head = _head(read_told(source))
            meet(head)
            return _Reading(house, head, into, over).run(source)
        except (KeyError, TypeError, ValueError, zlib.error) as reason:
            raise BackupInconsistent(why="its inside is not understood") from reason


class _Reading:
    """One backup being read."""

    def __init__(
        self, house: House, head: Head, into: Into, over: Callable[[Entry], object]
    ) -> None:
        self.house, self.into, self.over = house, into, over
        self.known, self.told = Known(head), hashlib.sha256()
        self.seen: set[str] = set()

    def run(self, source: SealedReader) -> Known:
        """Read the entries, of which the manifest is the last."""
        while entry := read_entry(source, self._meet):
            if entry.path == MANIFEST:
                self._compare(entry)
                if source.read(1):
                    raise BackupInconsistent(why="something follows the manifest")
                return self.known
            self._take(entry)
        raise BackupInconsistent(why="it has no manifest")

    def _meet(self, entry: Entry) -> Sink:
        self.house.checked(entry.path)
        if entry.path in self.seen:
            raise BackupInconsistent(why=f"{entry.path} is there twice")
        return Nowhere() if entry.path == MANIFEST else self.into(entry)

    def _take(self, entry: Entry) -> None:
        self.over(entry)
        if entry.is_void:
            return
        self.seen.add(entry.path)
        self.told.update(entry.line)
        self.known.size += entry.size
        self.known.files += entry.path not in (DATABASE, LEDGER)

    def _compare(self, manifest: Entry) -> None:
        told: dict[str, Any] = manifest.told
        if manifest.sha256 != self.told.hexdigest() or told["files"] != self.known.files:
            raise BackupInconsistent(why="its files are not those of its manifest")
        if DATABASE not in self.seen:
            raise BackupInconsistent(why="it holds no database")
        self.known.gone, self.known.changing = told["gone"], told["changing"]


def _head(told: dict[str, Any]) -> Head:
    made_at = datetime.fromisoformat(told["made_at"])
    names = ("foyer", "database", "tool", "migrations", "counts", "folders", "bytes", "field_keys")
    return Head(made_at=made_at, **{name: told[name] for name in names})
