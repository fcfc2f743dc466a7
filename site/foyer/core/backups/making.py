"""Making a backup: the database as it is in one moment, then every file, then the manifest. (001-30)

The database is held first. A file that a record of that moment tells of is there already, and is copied unless it
is deleted before its turn: then it is named in the manifest. A file uploaded later comes along and is told of by no
record.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any

from .databases import Snapshot
from .entries import BLOCK, Entry, write_entry, write_told
from .house import DATABASE, LEDGER, MANIFEST, House
from .keys import BackupKey, house_key_ids
from .refusals import FileExists, NoRoom
from .sealed_stream import SealedWriter

_TRIES = 3  # of a file that changes while it is read
_SPARE = 64 * 1024 * 1024
Look = Callable[[Snapshot], object]
Done = Callable[[int], object]


@dataclass(slots=True)
class Made:
    """What is in a new backup.

    Attributes:
        files: how many files.
        size: how many bytes they and the dump of the database have.
        rows: how many rows the database has.
        gone: files that were deleted before their turn.
        changing: files that changed each time they were read.
    """

    files: int = 0
    size: int = 0
    rows: int = 0
    gone: list[str] = field(default_factory=list)
    changing: list[str] = field(default_factory=list)


def make_backup(
    *,
    house: House,
    path: Path,
    key: BackupKey,
    at: datetime,
    done: Done = lambda _bytes: None,
    look: Look = lambda _snapshot: None,
) -> Made:
    """Write the whole house into one sealed file; it has its name only once it is whole and on the disk.

    Args:
        house: what is copied.
        path: the new file.
        key: seals it.
        at: the moment it is made.
        done: told how many bytes are done, again and again.
        look: shown the database as it is in the backup.

    Raises:
        FileExists: something has that name.
        NoRoom: the disk is too full.
    """
    if path.exists():
        raise FileExists(path=path)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            made = _Making(house, file, key, at, done).run(part, look)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            raise FileExists(path=path)
        part.rename(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)
    return made


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def foyer_version() -> str:
    """Return the version of this program."""
    with suppress(PackageNotFoundError):
        return version("foyer")
    return "0"


class _Making:
    """One backup on its way."""

    def __init__(
        self, house: House, file: IO[bytes], key: BackupKey, at: datetime, done: Done
    ) -> None:
        self.house, self.at, self.done = house, at, done
        self.out = SealedWriter(file, key)
        self.manifest = tempfile.SpooledTemporaryFile(max_size=BLOCK)  # noqa: SIM115  closed with the backup
        self.made = Made()

    def run(self, part: Path, look: Look) -> Made:
        """Write everything."""
        with self.manifest:
            self._write_database(part, look)
            self._write_ledger()
            for name, path in self.house.files():
                self._write_file(name, path)
            self._write_manifest()
        self.out.finish()
        return self.made

    def _write_database(self, part: Path, look: Look) -> None:
        """Hold the database as it is now and write it, behind what is told of the whole."""
        with (
            tempfile.TemporaryDirectory(prefix="backup-", dir=self.house.data) as scratch,
            self.house.database.snapshot(Path(scratch), lambda: self.done(0)) as snapshot,
        ):
            look(snapshot)
            expected = snapshot.size + sum(_size(path) for _name, path in self.house.files())
            _check_room(part, expected)
            write_told(self.out, self._told(snapshot, expected))
            blocks = self._counted(snapshot.blocks())
            self._note(write_entry(self.out, DATABASE, blocks, packs=not snapshot.is_packed))
            self.made.rows = sum(snapshot.counts.values())

    def _told(self, snapshot: Snapshot, expected: int) -> dict[str, Any]:
        folders = [name for name, folder in self.house.folders.items() if folder.is_dir()]
        return {
            "foyer": foyer_version(),
            "made_at": self.at.isoformat(),
            "database": self.house.database.kind,
            "tool": snapshot.tool,
            "migrations": list(snapshot.migrations),
            "counts": snapshot.counts,
            "folders": folders,
            "bytes": expected,
            "field_keys": house_key_ids(),
        }

    def _write_ledger(self) -> None:
        """Write the register of the erased as far as it reaches now: it only grows."""
        if self.house.ledger.exists():
            with self.house.ledger.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                self._note(write_entry(self.out, LEDGER, self._counted(_blocks(file, size))))

    def _write_file(self, name: str, path: Path) -> None:
        """Write one file; again when it changed while it was read."""
        for last in (*[False] * (_TRIES - 1), True):
            try:
                entry = self._try_file(name, path, last=last)
            except FileNotFoundError:
                self.made.gone.append(name)
                return
            if not entry.is_void:
                self._note(entry)
                self.made.files += 1
                return

    def _try_file(self, name: str, path: Path, *, last: bool) -> Entry:
        with path.open("rb", buffering=0) as file:
            before = os.fstat(file.fileno())

            def has_changed() -> bool:
                after = os.fstat(file.fileno())
                same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
                if last and not same:
                    self.made.changing.append(name)
                return not same and not last

            told = {"mode": stat.S_IMODE(before.st_mode), "modified": before.st_mtime_ns}
            blocks = self._counted(_blocks(file, before.st_size))
            return write_entry(self.out, name, blocks, is_void=has_changed, told=told)

    def _write_manifest(self) -> None:
        self.manifest.seek(0)
        told = {"files": self.made.files, "gone": self.made.gone, "changing": self.made.changing}
        size = self.manifest.seek(0, os.SEEK_END)
        self.manifest.seek(0)
        write_entry(self.out, MANIFEST, _blocks(self.manifest, size), told=told)

    def _note(self, entry: Entry) -> None:
        self.manifest.write(entry.line)
        self.made.size += entry.size

    def _counted(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        for block in blocks:
            yield block
            self.done(len(block))


def _blocks(file: IO[bytes], size: int) -> Iterator[bytes]:
    """Yield so many bytes of a file; fewer where it has become shorter."""
    while size > 0 and (block := file.read(min(BLOCK, size))):
        size -= len(block)
        yield block


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def _check_room(part: Path, expected: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if free < expected + _SPARE:
        raise NoRoom(path=part.parent, needed=(expected + _SPARE) // 1024**2)
