"""Restoring a backup: all of it is read, opened and made ready beside the old house, and only then put in its place.

Nothing of the old house is touched before every byte is known to be what was written and the new database was found
whole; and nothing of it is deleted: it stays beside the new one under another name.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import IO

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from .databases import Contents, Move
from .entries import Entry, Sink
from .house import DATABASE, LEDGER, House
from .keys import BackupKey, house_key_ids
from .reading import Head, Known, read_backup
from .refusals import (
    BackupInconsistent,
    CodeTooOld,
    HouseRuns,
    IsMountPoint,
    NoRoom,
    OtherDatabaseKind,
    OtherFieldKeys,
    RestoreRuns,
)
from .swapping import swap, take_back

_SPARE = 64 * 1024 * 1024
_FEW = 3


@dataclass(frozen=True, slots=True)
class Allowed:
    """What somebody took upon themselves."""

    though_running: bool = False
    without_field_keys: bool = False


@dataclass(slots=True)
class Restored:
    """What stands now, and where what stood before is."""

    known: Known
    taken_back: bool = False
    aside: list[str] = field(default_factory=list)
    behind: bool = False  # the database is older than the code: migrate


def restore_backup(
    *,
    path: Path,
    house: House,
    keys: Sequence[BackupKey],
    migrations: Mapping[str, Collection[str]],
    at: datetime,
    allowed: Allowed = Allowed(),
) -> Restored:
    """Put a backup in the place of a house.

    Args:
        path: the backup.
        house: what is replaced.
        keys: one of them opens it.
        migrations: those this code knows, each with the earlier ones it stands in place of.
        at: the moment; what is put aside bears it in its name.
        allowed: what is done all the same.

    Raises:
        Refusal: the backup is not whole or not for this house, or the house may not be replaced now. Nothing has
            changed then.
    """
    with _alone(house):
        taken_back = take_back(house)
        restoring = _Restoring(house, migrations, at, allowed)
        return restoring.run(path, keys, taken_back=taken_back)


def migrations_here() -> dict[str, list[str]]:
    """Return the migrations this code knows, each with the earlier ones it stands in place of.

    Some of them look into the database when they are read.
    """
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    return {
        ".".join(key): [".".join(earlier) for earlier in migration.replaces]
        for key, migration in loader.disk_migrations.items()
    }


@contextmanager
def _alone(house: House) -> Iterator[None]:
    """Keep other restores out for as long as this one lasts."""
    with (house.data / "restore.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as reason:
            raise RestoreRuns from reason
        try:
            yield
        finally:
            Path(file.name).unlink(missing_ok=True)


class _Restoring:
    """One restore on its way."""

    def __init__(
        self,
        house: House,
        migrations: Mapping[str, Collection[str]],
        at: datetime,
        allowed: Allowed,
    ) -> None:
        self.house, self.at, self.allowed = house, at, allowed
        self.migrations, self.stamp = migrations, f"{at:%Y%m%dT%H%M%SZ}"
        stamp = self.stamp
        self.dump = house.database.place_for_dump(stamp, house.data)
        self.staged = {
            name: _beside(folder, "restoring", stamp) for name, folder in house.folders.items()
        }
        self.ledger = _beside(house.ledger, "restoring", stamp)
        self.made: set[Path] = set()
        self.behind = False
        self.owner = (house.data.stat().st_uid, house.data.stat().st_gid)

    def run(self, path: Path, keys: Sequence[BackupKey], *, taken_back: bool) -> Restored:
        """Make everything ready, then put it in its place; clear away what was made ready when that fails."""
        database = self.house.database
        try:
            with ExitStack() as files:
                known = self._unpack(path, keys, files)
            self._compare(database.make_ready(self.dump, self.stamp), known)
            os.sync()
            self._check_at_rest()
            database.settle(by_force=self.allowed.though_running)
            moves = [*self._moves(known), *database.moves(self.stamp)]
            swap(self.house, self.stamp, moves, by_force=self.allowed.though_running)
        except BaseException:
            self._clear_away()
            raise
        self._add_to_ledger()
        aside = [str(target) for _source, target in moves if f".before-{self.stamp}" in target.name]
        if not database.moves(self.stamp) and database.was_replaced(self.stamp):
            aside.append(database.kept_as(self.stamp))
        return Restored(known, taken_back, aside, self.behind)

    def _unpack(self, path: Path, keys: Sequence[BackupKey], files: ExitStack) -> Known:
        writing: dict[str, IO[bytes]] = {}

        def into(entry: Entry) -> Sink:
            target = self._place(entry.path)
            self._make_folder(target.parent)
            target.unlink(missing_ok=True)
            handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            writing[entry.path] = files.enter_context(os.fdopen(handle, "wb"))
            return writing[entry.path]

        def over(entry: Entry) -> None:
            file = writing.pop(entry.path)
            file.close()
            files.pop_all()
            self._finish(self._place(entry.path), entry)

        return read_backup(
            path=path, house=self.house, keys=keys, meet=self._meet, into=into, over=over
        )

    def _meet(self, head: Head) -> None:
        """Refuse what does not belong here before anything is unpacked."""
        if head.database != self.house.database.kind:
            raise OtherDatabaseKind(has=head.database, needs=self.house.database.kind)
        known = {*self.migrations, *chain.from_iterable(self.migrations.values())}
        unknown = [name for name in head.migrations if name not in known]
        if unknown:
            raise CodeTooOld(migrations=", ".join(unknown[:_FEW]), version=head.foyer)
        there = set(head.migrations)
        self.behind = not all(
            name in there or (earlier and there.issuperset(earlier))
            for name, earlier in self.migrations.items()
        )
        missing = set(head.field_keys) - set(house_key_ids())
        if missing and not self.allowed.without_field_keys:
            raise OtherFieldKeys(keys=", ".join(sorted(missing)))
        self._check_at_rest()
        self.house.database.check_replaceable()
        for name in head.folders:
            if name in self.house.folders and self.house.folders[name].is_mount():
                raise IsMountPoint(path=self.house.folders[name])
        if shutil.disk_usage(self.house.data).free < head.bytes + _SPARE:
            raise NoRoom(path=self.house.data, needed=(head.bytes + _SPARE) // 1024**2)

    def _check_at_rest(self) -> None:
        trouble = self.house.database.trouble(self.at)
        if trouble and not self.allowed.though_running:
            raise HouseRuns(why=trouble)

    def _place(self, path: str) -> Path:
        """Return where an entry is unpacked."""
        if path == DATABASE:
            return self.dump
        if path == LEDGER:
            return self.ledger
        name, _slash, rest = path.partition("/")
        return self.staged[name] / rest

    def _make_folder(self, folder: Path) -> None:
        if folder in self.made:
            return
        fresh = [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for one in fresh:
            self._give(one)
        self.made.add(folder)

    def _finish(self, target: Path, entry: Entry) -> None:
        if entry.is_void:
            target.unlink()
            return
        if "mode" in entry.told:
            target.chmod(int(entry.told["mode"]) & 0o777)
        if "modified" in entry.told:
            os.utime(target, ns=(int(entry.told["modified"]),) * 2)
        self._give(target)

    def _give(self, path: Path) -> None:
        """Let the house's own account have what root unpacks for it."""
        if os.geteuid() == 0 and self.owner[0] != 0:
            os.chown(path, *self.owner)

    def _compare(self, found: Contents, known: Known) -> None:
        if (
            list(found.migrations) != list(known.head.migrations)
            or found.counts != known.head.counts
        ):
            raise BackupInconsistent(why="the database has not the rows that the backup tells of")

    def _moves(self, known: Known) -> list[Move]:
        """Return the renamings of the folders the backup has."""
        moves: list[Move] = []
        for name in known.head.folders:
            folder = self.house.folders[name]
            self._make_folder(self.staged[name])
            if folder.exists():
                moves.append((folder, _beside(folder, "before", self.stamp)))
            moves.append((self.staged[name], folder))
        return moves

    def _add_to_ledger(self) -> None:
        """Add those erased before the backup to those erased in this house; nobody is taken out."""
        if not self.ledger.exists():
            return
        ours = self.house.ledger
        here = ours.read_bytes().splitlines(keepends=True) if ours.exists() else []
        there = self.ledger.read_bytes().splitlines(keepends=True)
        with ours.open("ab") as file:
            file.writelines(line for line in there if line not in set(here))
        self.ledger.unlink()

    def _clear_away(self) -> None:
        for folder in self.staged.values():
            shutil.rmtree(folder, ignore_errors=True)
        self.ledger.unlink(missing_ok=True)
        self.dump.unlink(missing_ok=True)
        self.house.database.discard(self.stamp)


def _beside(path: Path, what: str, stamp: str) -> Path:
    return path.with_name(f"{path.name}.{what}-{stamp}")
