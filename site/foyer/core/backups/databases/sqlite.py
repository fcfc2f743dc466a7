"""SQLite: copied by its own backup in one read transaction, replaced by renaming files. (security 25)

In WAL mode a reader keeps nobody from writing. The read transaction holds the copy to one moment: a copy
without it begins anew with each write of another connection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from foyer.core.backups.entries import BLOCK
from foyer.core.backups.refusals import BackupInconsistent, HouseRuns

from . import Beat, Move

_PAGES = 4096  # copied between two signs of life
_SILENCE = timedelta(minutes=2)
_COUNT = 'SELECT count(*) FROM "{}"'
_WITH = ("", "-wal", "-shm")


@dataclass(slots=True)
class SqliteContents:
    """What is in an SQLite file."""

    file: Path
    migrations: Sequence[str] = ()
    counts: dict[str, int] = field(default_factory=dict)
    size: int = 0
    is_packed: bool = False
    tool: str = f"SQLite {sqlite3.sqlite_version}"

    def blocks(self) -> Iterator[bytes]:
        """Yield the file."""
        with self.file.open("rb") as file:
            while block := file.read(BLOCK):
                yield block

    def rows(self, table: str, columns: Sequence[str], order: str) -> Iterator[tuple[Any, ...]]:
        """Yield a table's rows in order."""
        with closing(sqlite3.connect(self.file)) as there:
            yield from there.execute(f'SELECT {", ".join(columns)} FROM "{table}" ORDER BY {order}')  # noqa: S608  names of ours


@dataclass(frozen=True, slots=True)
class SqliteDatabase:
    """An SQLite file."""

    path: Path
    kind: str = "SQLite"

    def files(self) -> Sequence[Path]:
        """Return the files it consists of."""
        return [_with(self.path, suffix) for suffix in _WITH]

    @contextmanager
    def snapshot(self, scratch: Path, beat: Beat) -> Iterator[SqliteContents]:
        """Copy it as it is now into a file that is gone afterwards."""
        copied = scratch / "copy.sqlite3"
        with closing(sqlite3.connect(self.path, isolation_level=None, timeout=20)) as source:
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master")  # from now on nothing moves
            with closing(sqlite3.connect(copied)) as target:
                source.backup(target, pages=_PAGES, progress=lambda *_told: beat())
            source.execute("ROLLBACK")
        yield _contents(copied)

    def trouble(self, now: datetime) -> str:
        """Return how long ago a worker gave a sign of life."""
        if not self.path.exists():
            return ""
        try:
            with closing(sqlite3.connect(self.path, timeout=20)) as there:
                newest = there.execute("SELECT max(beat_at) FROM core_workerpulse").fetchone()[0]
        except sqlite3.DatabaseError:
            return ""  # empty, or too broken to tell
        return said_pulse(datetime.fromisoformat(newest).replace(tzinfo=UTC), now) if newest else ""

    def check_replaceable(self) -> None:
        """Anybody who may write to its folder may replace it."""

    def place_for_dump(self, stamp: str, data: Path) -> Path:
        """Return where the new file is made."""
        return self.path.with_name(f"{self.path.name}.restoring-{stamp}")

    def make_ready(self, dump: Path, stamp: str) -> SqliteContents:
        """Look whether the file is whole in itself.

        Raises:
            BackupInconsistent: SQLite finds fault with it.
        """
        try:
            with closing(sqlite3.connect(dump)) as there:
                said = there.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as reason:
            raise BackupInconsistent(why=f"SQLite cannot read it: {reason}") from reason
        if said != "ok":
            raise BackupInconsistent(why=f"SQLite: {said}")
        return _contents(dump)

    def moves(self, stamp: str) -> Sequence[Move]:
        """Return the renamings: this one and what belongs to it aside, the new one in its place."""
        aside = Path(self.kept_as(stamp))
        old = [(_with(self.path, suffix), _with(aside, suffix)) for suffix in _WITH]
        here = [(source, target) for source, target in old if source.exists()]
        return [*here, (self.place_for_dump(stamp, self.path.parent), self.path)]

    def settle(self, *, by_force: bool) -> None:
        """Bring everything into the one file; SQLite does so only for its only user.

        Raises:
            HouseRuns: another program has the file open.
        """
        if not self.path.exists():
            return
        try:
            with closing(sqlite3.connect(self.path, timeout=1)) as there:
                there.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError as reason:
            if "locked" in str(reason) and not by_force:
                raise HouseRuns(why="another program has the database open") from reason
        except sqlite3.DatabaseError:
            pass  # broken: it is put aside as it is

    def replace(self, stamp: str, *, by_force: bool) -> None:
        """It is a matter of files."""

    def was_replaced(self, stamp: str) -> bool:
        """It is a matter of files."""
        return False

    def discard(self, stamp: str) -> None:
        """Delete the new file."""
        for suffix in (*_WITH, "-journal"):
            _with(self.place_for_dump(stamp, self.path.parent), suffix).unlink(missing_ok=True)

    def kept_as(self, stamp: str) -> str:
        """Return where the replaced one is."""
        return f"{self.path}.before-{stamp}"


def said_pulse(newest: datetime, now: datetime) -> str:
    """Say how long ago a worker gave a sign of life; nothing when that is long ago."""
    ago = now - newest
    if ago > _SILENCE:
        return ""
    return f"a worker gave a sign of life {max(0, int(ago.total_seconds()))} s ago (wait two minutes after stopping it)"


def _contents(file: Path) -> SqliteContents:
    with closing(sqlite3.connect(file)) as there:
        tables = [
            name
            for (name,) in there.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            )
        ]
        counts = {name: there.execute(_COUNT.format(name)).fetchone()[0] for name in tables}
        applied = "SELECT app, name FROM django_migrations ORDER BY app, name"
        migrations = [f"{app}.{name}" for app, name in there.execute(applied)]
    return SqliteContents(file, migrations, counts, file.stat().st_size)


def _with(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
