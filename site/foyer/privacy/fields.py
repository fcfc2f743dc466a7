"""Database columns for personal data: sealed values, and blind indexes beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Exact, In

from .identifiers import blind_index, blind_indexes
from .sealing import KeyedHash, is_sealed, keyed_hash, seal, unseal, versions


class SealedTextField(models.TextField[Any, Any]):
    """Text that lies sealed in the database, in revisions and in dumps, and reads plain in Python.

    It cannot be filtered or sorted by; put a `BlindIndexField` beside it for exact look-up.
    """

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every look-up but emptiness: a sealed column compares with nothing."""
        if lookup_name != "isnull":
            message = f"{self.name} is sealed: look it up through its blind index."
            raise FieldError(message)
        return super().get_lookup(lookup_name)

    @property
    def place(self) -> str:
        """The column's name, authenticated with every value."""
        return f"{self.model._meta.label}.{self.name}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """Open a value read from the database."""
        return unseal(value, place=self.place) if value and is_sealed(value) else value

    def to_python(self, value: Any) -> Any:
        """Open a sealed value; plain text stays as it is, text that only looks sealed is no value."""
        if isinstance(value, str) and is_sealed(value):
            try:
                return unseal(value, place=self.place)
            except ValueError as reason:
                raise ValidationError(RegexValidator.message, code="invalid") from reason
        return super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        """Seal a value on its way to the database, whatever it looks like: people type anything."""
        text = self.as_text(value)
        return seal(text, place=self.place) if text else text

    def prepare_many(self, values: Iterable[Any]) -> list[str]:
        """Seal many values, each as `get_prep_value` does."""
        place = self.place
        texts = map(self.as_text, values)
        return [seal(text, place=place) if text else text for text in texts]

    def value_to_string(self, obj: models.Model) -> str:
        """Seal a value on its way into a revision or a fixture."""
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def as_text(self, value: Any) -> str:
        """Return the text that is sealed for a Python value."""
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Return a one-line form field."""
        return models.Field.formfield(self, **({"widget": forms.TextInput} | kwargs))


class SealedDateField(SealedTextField):
    """A date that lies sealed in the database; None when not known."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """Open a date read from the database."""
        text = super().from_db_value(value, expression, connection)
        return dt.date.fromisoformat(text) if text else None

    def to_python(self, value: Any) -> Any:
        """Return the date of a sealed or written value."""
        if value is None or isinstance(value, dt.date):
            return value
        text = super().to_python(value)
        return dt.date.fromisoformat(text) if text else None

    def as_text(self, value: Any) -> str:
        """Return the ISO form of a date."""
        return value.isoformat() if isinstance(value, dt.date) else super().as_text(value)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Return a date form field."""
        return models.Field.formfield(self, **({"form_class": forms.DateField} | kwargs))


class _HashExact(Exact):
    """Equality with a hash, whichever key it was made with."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Ask for every version of the hash while there is more than one key."""
        kept = versions(self.rhs) if isinstance(self.rhs, KeyedHash) else ()
        if len(kept) > 1:
            return _HashIn(self.lhs, kept).as_sql(compiler, connection)
        return super().as_sql(compiler, connection)


class _HashIn(In):
    """Membership among hashes, whichever key each was made with."""

    def get_prep_lookup(self) -> Any:
        """Put every version of each hash among what is asked for."""
        if self.rhs_is_direct_value():
            self.rhs = [one for kept in self.rhs for one in versions(kept)]
        return super().get_prep_lookup()


class _HashField(models.CharField[Any, Any]):
    """A column of keyed hashes: looking one up finds what older keys made of the same value."""

    def get_lookup(self, lookup_name: str) -> Any:
        """Return look-ups that know of older keys."""
        known = {"exact": _HashExact, "in": _HashIn}
        return known.get(lookup_name) or super().get_lookup(lookup_name)

    def index_of(self, record: models.Model) -> str | None:
        """Return the hash of what a record holds now, by the newest key; None when only others know it."""
        raise NotImplementedError


class KeyedHashField(_HashField):
    """The keyed hash of a secret, by which whoever shows the secret is known again. (security 1)

    Args:
        purpose: what the secret is for, as handed to `keyed_hash`.
        of: the sealed column that holds the secret. Without it only the holder knows the secret: the
            hash moves to a new key when it is next shown, see `remember_newest`.
        lapses: whether the secret is good for so short a time that no change of keys waits for it.
        spent: the column that, once filled, says that the secret is used up.
    """

    def __init__(
        self,
        *args: Any,
        purpose: str = "",
        of: str = "",
        lapses: bool = False,
        spent: str = "",
        **kwargs: Any,
    ) -> None:
        self.purpose, self.of, self.lapses, self.spent = purpose, of, lapses, spent
        super().__init__(*args, **({"max_length": 64} | kwargs))

    def deconstruct(self) -> Any:
        """Return a plain text column: migrations need to know no more."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def index_of(self, record: models.Model) -> str | None:
        """Return the hash of the secret kept beside it, or None when it is kept nowhere."""
        secret = getattr(record, self.of) if self.of else ""
        return keyed_hash(secret, purpose=self.purpose) if secret else None


def remember_newest(record: models.Model, column: str, shown: str) -> None:
    """Keep a secret that was just shown under the newest key, when it is not yet.

    Args:
        record: whose secret it is.
        column: the name of its `KeyedHashField`.
        shown: the keyed hash of what was shown.
    """
    kept = getattr(record, column)
    if kept != str(shown) and kept in versions(shown):
        type(record)._default_manager.filter(pk=record.pk, **{column: kept}).update(
            **{column: str(shown)}
        )
        setattr(record, column, str(shown))


class BlindIndexField(_HashField):
    """The keyed hash of a sealed column, kept in step with it at every save.

    Args:
        of: name of the sealed column.
        kind: how its values are made comparable, see `identifiers.blind_index`.
    """

    def __init__(self, *args: Any, of: str = "", kind: str = "", **kwargs: Any) -> None:
        self.of, self.kind = of, kind
        fixed = {
            "max_length": 32,
            "editable": False,
            "blank": True,
            "default": "",
            "db_index": True,
        }
        super().__init__(*args, **(kwargs | fixed))

    def deconstruct(self) -> Any:
        """Return what a migration needs to make the column again."""
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "editable", "blank", "default", "db_index"):
            kwargs.pop(key, None)
        return name, path, args, kwargs | {"of": self.of, "kind": self.kind}

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the column's type.

        Beside a `varchar` PostgreSQL is given a second index for LIKE; hashes are compared whole.
        """
        own = "character varying(32)" if connection.vendor == "postgresql" else None
        return own or super().db_type(connection)

    def index_of(self, record: models.Model) -> str | None:
        """Return the index of what a record's sealed column holds now."""
        return blind_index(getattr(record, self.of) or "", kind=self.kind)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the index of what the sealed column holds now."""
        value = self.index_of(model_instance) or ""
        setattr(model_instance, self.attname, value)
        return value

    def of_many(self, read: Callable[[str], list[Any]]) -> list[str]:
        """Return the indexes of many records; `read` gives the column of a name."""
        return blind_indexes((value or "" for value in read(self.of)), kind=self.kind)
