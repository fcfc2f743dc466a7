"""What was erased, kept beside the database: so that a restored copy does not bring anybody back. (PRV-07)

The file holds kinds and keys of records and a day; nothing that tells who it was. It lies in the data
folder, where restoring the database leaves it as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from foyer.privacy.declarations import ERASED, PersonalData
from foyer.privacy.people import Person
from foyer.privacy.registry import kind_labelled

_BORN = ("created_at", "created")


def ledger_path() -> Path:
    """Return where the file lies."""
    return Path(settings.DATA_DIR) / "erased.jsonl"


def write_down(person: Person, *, at: datetime) -> None:
    """Add one person's keys to the file."""
    keys = {model._meta.label: sorted(pks) for model, pks in person.keys.items()}
    with ledger_path().open("a", encoding="utf-8") as file:
        file.write(json.dumps({"at": at.isoformat(), "keys": keys}) + "\n")


def come_back() -> Iterator[models.Model]:
    """Yield the records of people who were erased and are here again, because a copy was restored.

    A record made after the erasure has only taken over the key, and is somebody else.
    """
    path = ledger_path()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for line in lines:
        told = json.loads(line)
        erased_at = datetime.fromisoformat(told["at"])
        for label, pks in told["keys"].items():
            entry = kind_labelled(label)
            if entry and apps.get_model(label):
                yield from _standing(entry, pks, erased_at)


def _standing(entry: PersonalData, pks: list[Any], erased_at: datetime) -> Iterator[models.Model]:
    born = next((name for name in _BORN if hasattr(entry.model, name)), None)
    records = entry.objects.filter(pk__in=pks).exclude(**{entry.names[0]: ERASED})
    yield from records.filter(**{f"{born}__lt": erased_at}) if born else ()
