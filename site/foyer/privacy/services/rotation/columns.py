"""The sealed columns of records, and the hashes beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from foyer.privacy.fields import BlindIndexField, KeyedHashField, SealedTextField
from foyer.privacy.sealing import SealBroken, newest_key_id

from .places import Place, Step, beyond

_Hash = BlindIndexField | KeyedHashField


class ModelColumns(Place):
    """Every sealed column of one kind of record, and the hashes made of them."""

    def __init__(self, model: type[models.Model]) -> None:
        self.label = model._meta.label
        self._model = model
        fields = model._meta.local_concrete_fields
        self._sealed = [field for field in fields if isinstance(field, SealedTextField)]
        self._hashes = [field for field in fields if isinstance(field, _Hash) and field.of]

    @classmethod
    def of_every_model(cls) -> Iterator[ModelColumns]:
        """Yield the columns of each kind of record that has some."""
        for model in apps.get_models():
            columns = cls(model)
            if columns._sealed or columns._hashes:
                yield columns

    def _rows(self) -> models.QuerySet[Any]:
        """Return the records with each sealed column as it lies in the database."""
        raw = {_raw(field): Cast(F(field.name), TextField()) for field in self._sealed}
        rows: models.QuerySet[Any] = self._model._base_manager.annotate(**raw)
        return rows

    def _due(self) -> models.QuerySet[Any]:
        due = Q()
        for field in self._sealed:
            newest = Q(**{f"{_raw(field)}__startswith": f"enc1:{newest_key_id()}:"})
            due |= ~newest & Q(**{f"{_raw(field)}__gt": ""})
        for kept in self._hashes:
            newest = Q(**{f"{kept.name}__endswith": newest_key_id()})
            due |= ~newest & Q(**{f"{kept.name}__gt": ""})
        behind: models.QuerySet[Any] = self._rows().filter(due)
        return behind

    def behind(self) -> int:
        """Count the records of which a column or a hash is not under the newest key."""
        return self._due().count()

    def move(self, *, after: Any, most: int) -> Step:
        """Seal and hash the next records anew, in one transaction."""
        kept = list(beyond(self._due(), after).values("pk", *self._kept())[:most])
        if not kept:
            return Step(None)
        moved = broken = 0
        with transaction.atomic():
            for row in kept:
                try:
                    moved += self._move_row(row)
                except SealBroken:
                    broken += 1
        return Step(kept[-1]["pk"], moved, broken)

    def _kept(self) -> list[str]:
        return [*(_raw(field) for field in self._sealed), *(field.name for field in self._hashes)]

    def _move_row(self, row: Mapping[str, Any]) -> int:
        """Write one record anew, unless somebody has changed what is sealed in it since it was read.

        Raises:
            SealBroken: no key opens one of its values.
        """
        record = self._model._base_manager.filter(pk=row["pk"]).first()
        if record is None:
            return 0
        anew: dict[str, Any] = {
            field.name: getattr(record, field.name) for field in self._sealed if row[_raw(field)]
        }
        for field in self._hashes:
            if row[field.name] and (fresh := field.index_of(record)):
                anew[field.name] = str(fresh)
        unchanged = {name: row[name] for name in self._kept() if row[name] is not None}
        return self._rows().filter(pk=record.pk, **unchanged).update(**anew)


def waiting_hashes() -> dict[str, int]:
    """Return how many secrets that only their holders know are not under the newest key, by column.

    Those that lapse by themselves are not waited for.
    """
    found = {}
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, KeyedHashField) and not (field.of or field.lapses):
                kept = model._base_manager.filter(**{f"{field.name}__gt": ""})
                kept = kept.filter(**{field.spent: None}) if field.spent else kept
                if count := kept.exclude(**{f"{field.name}__endswith": newest_key_id()}).count():
                    found[f"{model._meta.label}.{field.name}"] = count
    return found


def _raw(field: models.Field[Any, Any]) -> str:
    return f"raw_{field.name}"
