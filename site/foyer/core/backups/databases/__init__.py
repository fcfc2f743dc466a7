"""The databases a house may have, as a backup sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

Move = tuple[Path, Path]
Beat = Callable[[], object]


class Snapshot(Protocol):
    """A database as it was in one moment, whatever is written to it meanwhile."""

    migrations: Sequence[str]
    counts: dict[str, int]
    size: int
    is_packed: bool
    tool: str

    def blocks(self) -> Iterator[bytes]:
        """Yield the dump."""

    def rows(self, table: str, columns: Sequence[str], order: str) -> Iterator[tuple[Any, ...]]:
        """Yield a table's rows in order."""


class Database(Protocol):
    """A database: seen in one moment, and replaced by another that was made ready beside it."""

    @property
    def kind(self) -> str:
        """What kind it is, in its own name."""

    def files(self) -> Sequence[Path]:
        """Return the files it consists of."""

    def snapshot(self, scratch: Path, beat: Beat) -> AbstractContextManager[Snapshot]:
        """Hold it as it is now; `beat` is called now and then."""

    def trouble(self, now: datetime) -> str:
        """Return what tells that a house works on it; nothing where it is at rest."""

    def check_replaceable(self) -> None:
        """Refuse where it may not be replaced."""

    def place_for_dump(self, stamp: str, data: Path) -> Path:
        """Return where the dump of a backup is to be unpacked."""

    def make_ready(self, dump: Path, stamp: str) -> Contents:
        """Make a database of the dump beside this one; return what is in it."""

    def moves(self, stamp: str) -> Sequence[Move]:
        """Return the files to be renamed when this one is replaced."""

    def settle(self, *, by_force: bool) -> None:
        """Bring it to rest before it is replaced."""

    def replace(self, stamp: str, *, by_force: bool) -> None:
        """Put the other in its place, in one act, where that is not a matter of files."""

    def was_replaced(self, stamp: str) -> bool:
        """Tell whether that act was done."""

    def discard(self, stamp: str) -> None:
        """Delete what was made ready."""

    def kept_as(self, stamp: str) -> str:
        """Return where the replaced one is."""


class Contents(Protocol):
    """What is in a database."""

    migrations: Sequence[str]
    counts: dict[str, int]


def database_of_settings() -> Database:
    """Return the house's database."""
    from .postgresql import PostgresDatabase  # noqa: PLC0415  SQLite houses need no psycopg
    from .sqlite import SqliteDatabase  # noqa: PLC0415  beside it

    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return SqliteDatabase(Path(told["NAME"]).resolve())
    return PostgresDatabase.of(told)
