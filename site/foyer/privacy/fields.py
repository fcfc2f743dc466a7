"""Database columns for personal data: sealed values, and blind indexes beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.core.validators import RegexValidator
from django.db import models

from .identifiers import blind_index, blind_indexes
from .sealing import is_sealed, seal, unseal


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


class BlindIndexField(models.CharField[str, str]):
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

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the index of what the sealed column holds now."""
        value = blind_index(getattr(model_instance, self.of) or "", kind=self.kind)
        setattr(model_instance, self.attname, value)
        return value

    def of_many(self, read: Callable[[str], list[Any]]) -> list[str]:
        """Return the indexes of many records; `read` gives the column of a name."""
        return blind_indexes((value or "" for value in read(self.of)), kind=self.kind)
