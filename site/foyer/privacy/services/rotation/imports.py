"""What imports keep sealed: heads, blocks, rows, journals, and the files themselves."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models, transaction

from foyer.core.imports.models import ImportBatch, ImportBlock, ImportJournal, ImportRow
from foyer.core.imports.stored import DIRECTORY
from foyer.core.imports.targets import known_target
from foyer.privacy.sealing import SealBroken, is_newest, newest_key_id

from .places import Place, Step, beyond

IMPORT_PLACES = ("core.ImportBatch",)  # what lists authenticate with what they seal
_STRAY = timedelta(hours=1)  # a file this old that no import names was left by a process that died


def sealed_imports() -> list[Place]:
    """Return everything imports keep sealed."""
    return [
        SealedImport(ImportBatch, "sealed_head"),
        SealedImport(ImportBlock),
        SealedImport(ImportRow),
        SealedImport(ImportJournal),
        SealedFiles(),
    ]


def _again(batch: ImportBatch, sealed: str) -> str:
    """Return what a list has sealed, sealed anew.

    Raises:
        SealBroken: no key opens it, or the house knows this kind of list no more.
    """
    target = known_target(batch)
    if target is None:
        raise SealBroken(batch.target)
    return "\n".join(target.seal(target.unseal(line)) for line in sealed.split("\n") if line)


class SealedImport(Place):
    """A column of an import: each is sealed as its list seals."""

    def __init__(self, model: type[models.Model], column: str = "sealed") -> None:
        self.label = f"{model._meta.label}.{column}"
        self._model, self._column = model, column

    def _due(self) -> models.QuerySet[Any]:
        newest = f"enc1:{newest_key_id()}:"
        kept = self._model._base_manager.exclude(**{self._column: ""})
        due = kept.exclude(**{f"{self._column}__startswith": newest})
        return due if self._model is ImportBatch else due.select_related("batch")

    def behind(self) -> int:
        """Count what is not under the newest key."""
        return self._due().count()

    def move(self, *, after: Any, most: int) -> Step:
        """Seal the next ones anew."""
        last, moved, broken = None, 0, 0
        with transaction.atomic():
            for entry in list(beyond(self._due(), after)[:most]):
                last, kept = entry.pk, getattr(entry, self._column)
                try:
                    fresh = _again(entry if self._model is ImportBatch else entry.batch, kept)
                except SealBroken:
                    broken += 1
                    continue
                same = self._model._base_manager.filter(pk=entry.pk, **{self._column: kept})
                moved += same.update(**{self._column: fresh})
        return Step(last, moved, broken)


class SealedFiles(Place):
    """The stored copies of imported files: a sealed piece on each line."""

    label = "core.ImportBatch.file"

    def _kept(self) -> models.QuerySet[ImportBatch]:
        return ImportBatch.objects.exclude(file="")

    def behind(self) -> int:
        """Count the files that are not under the newest key."""
        return sum(self._is_behind(batch) for batch in self._kept())

    def move(self, *, after: Any, most: int) -> Step:
        """Write the next files anew, each beside the old one, which goes only then."""
        last, moved, broken = None, 0, 0
        for batch in list(beyond(self._kept(), after)[:most]):
            last = batch.pk
            if not self._is_behind(batch):
                continue
            try:
                moved += self._write(batch)
            except SealBroken:
                broken += 1
        return Step(last, moved, broken)

    def _is_behind(self, batch: ImportBatch) -> bool:
        if not storages["private"].exists(batch.file):
            return False
        with storages["private"].open(batch.file) as file:
            return not is_newest(file.read(64).decode())

    def _write(self, batch: ImportBatch) -> int:
        storage = storages["private"]
        with storage.open(batch.file) as file:
            fresh = _again(batch, file.read().decode())
        name = storage.save(f"{DIRECTORY}/{secrets.token_hex(16)}", ContentFile(fresh.encode()))
        moved = ImportBatch.objects.filter(pk=batch.pk, file=batch.file).update(file=name)
        storage.delete(batch.file if moved else name)
        return moved


def delete_strays(*, at: datetime) -> int:
    """Delete the stored files no import knows of: a process died between two steps. Return how many."""
    storage = storages["private"]
    known = set(ImportBatch.objects.exclude(file="").values_list("file", flat=True))
    names = storage.listdir(DIRECTORY)[1] if storage.exists(DIRECTORY) else []
    strays = [
        path
        for path in (f"{DIRECTORY}/{name}" for name in names)
        if path not in known and storage.get_modified_time(path) < at - _STRAY
    ]
    for path in strays:
        storage.delete(path)
    return len(strays)
