"""A column for a file that lies in private storage under a name nobody guesses. (security 10)"""

from __future__ import annotations

import secrets
from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.db.models.signals import post_delete

DIRECTORY = "uploads"  # in private storage
_NAME_LENGTH = 100


def private_storage() -> Storage:
    """Return the storage no address leads to."""
    return storages["private"]


def random_name(_instance: models.Model, name: str) -> str:
    """Return where a file is kept; of its own name only the extension is left."""
    extension = name.rpartition(".")[2]
    return f"{DIRECTORY}/{secrets.token_hex(16)}.{extension}"


class PrivateFileField(models.FileField):
    """A file kept where no address leads to; it goes with its record, once that is committed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"storage": private_storage, "upload_to": random_name}
        kwargs.setdefault("max_length", _NAME_LENGTH)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave out what every such column has."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {k: v for k, v in kwargs.items() if k not in _OWN}

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        """Have the file deleted with its record."""
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        if not cls._meta.abstract:
            post_delete.connect(self._forget, sender=cls, weak=True)

    def _forget(self, *, instance: models.Model, **_kwargs: Any) -> None:
        drop_file(getattr(instance, self.attname))


_OWN = {"storage", "upload_to"}


def drop_file(file: Any) -> None:
    """Delete a stored file once the transaction is committed; harmless to repeat."""
    if file:
        storage, name = file.storage, file.name
        transaction.on_commit(lambda: storage.delete(name))
