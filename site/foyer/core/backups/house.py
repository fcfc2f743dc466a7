"""The house a backup is made of or put into: its database, its folders, and the register of the erased."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

from .databases import Database, database_of_settings
from .refusals import PathReserved

LEDGER = "erased.jsonl"  # who was erased, by keys; restoring adds to it and takes nothing away
DATABASE = "database"
MANIFEST = "manifest.jsonl"
_MADE_ANEW = frozenset({"staticfiles"})  # by collectstatic


@dataclass(frozen=True, slots=True)
class House:
    """A house.

    Attributes:
        database: where its records are.
        folders: its folders, by the names they have in a backup.
        data: the folder that a restore works in.
    """

    database: Database
    folders: Mapping[str, Path]
    data: Path

    @property
    def ledger(self) -> Path:
        """The file that tells who was erased."""
        return self.data / LEDGER

    def files(self) -> Iterator[tuple[str, Path]]:
        """Yield every file with its name in a backup."""
        for name, folder in self.folders.items():
            for path in _files_in(folder):
                yield f"{name}/{path.relative_to(folder).as_posix()}", path

    def checked(self, path: str) -> str:
        """Return a path of a backup that leads to a place in the house's own folders.

        Raises:
            PathReserved: it leads elsewhere.
        """
        name, _slash, rest = path.partition("/")
        parts = rest.split("/")
        is_plain = not {"\\", "\0"} & set(path) and not {"", ".", ".."} & set(parts)
        if path in (LEDGER, DATABASE, MANIFEST) or (is_plain and name in self.folders):
            return path
        raise PathReserved(path=ascii(path))

    def left_out(self) -> list[str]:
        """Return what lies in the data folder and is in no backup."""
        kept = {*self.folders.values(), self.ledger, *self.database.files()}
        names = (path for path in self.data.iterdir() if Path(os.path.realpath(path)) not in kept)
        return sorted(path.name for path in names)


def this_house() -> House:
    """Return the house of the settings: what people uploaded, and its certificate.

    A storage that keeps its files elsewhere than in folders is not the house's to copy.
    """
    found = {"tls": settings.TLS_DIR or Path(settings.DATA_DIR) / "tls"}
    for alias in settings.STORAGES:
        storage = storages[alias]
        if alias not in _MADE_ANEW and isinstance(storage, FileSystemStorage):
            found["media" if alias == "default" else alias] = Path(storage.location)
    folders = {name: Path(os.path.realpath(folder)) for name, folder in sorted(found.items())}
    return House(database_of_settings(), folders, Path(os.path.realpath(settings.DATA_DIR)))


def _files_in(top: Path) -> Iterator[Path]:
    """Yield the files of a folder; links lead out of the house and are not followed."""
    waiting = [top]
    while waiting:
        try:
            entries = sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name)
        except FileNotFoundError:
            continue  # it went meanwhile, and every file in it
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield Path(entry.path)
