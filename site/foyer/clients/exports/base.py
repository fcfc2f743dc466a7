"""What both lists share: the fields of the house as columns, sealing, the view log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import get_language

from foyer.clients.models import Client, Contact, CustomField
from foyer.clients.services import custom_fields
from foyer.core.exports.targets import ExportColumn
from foyer.core.models import User
from foyer.core.visible import visible
from foyer.privacy.enums import ViewPlace
from foyer.privacy.exported import SealedList
from foyer.privacy.services.view_log import note_views

Value = Callable[[Any, User], str]
SENSITIVE = "clients.view_sensitive_contact"


class ClientRoomList(SealedList):
    """A list of this room."""

    model: ClassVar[type[Client | Contact]]
    related: ClassVar[tuple[str, ...]] = ()
    sensitive_right = SENSITIVE

    def own_columns(self) -> list[ExportColumn]:
        """Return the columns of the fields the house added; personal ones are sensitive."""
        return [
            ExportColumn(
                f"custom_{field.key}",
                lazy(lambda field=field: field.label_text, str)(),  # in the language active then
                _of_the_house(field),
                sensitive=field.is_personal,
                default=field.in_list,
            )
            for field in custom_fields.of(self.model)
        ]

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the records somebody may see among these, in this order."""
        found = visible(self.model, by).select_related(*self.related).in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def is_plain(self, record: Any, by: User) -> bool:
        """Tell whether somebody may see what is sealed in a record."""
        return bool(record.is_plain_to(by))

    def note_plain(self, *, people: int, columns: Sequence[str], by: User, at: datetime) -> None:
        """Write down that sensitive columns of so many people left the house."""
        known = {
            self.model._meta.get_field("custom_sealed").name if _is_own(c) else c for c in columns
        }
        note_views(
            kind=self.model,
            people=people,
            place=ViewPlace.EXPORT,
            by=by,
            at=at,
            columns=sorted(known),
        )


def column(
    model: type[models.Model],
    name: str,
    value: Value | None = None,
    *,
    label: Any = None,
    **kwargs: Any,
) -> ExportColumn:
    """Return the column of a model's field, under the field's own name unless another is given."""
    field: Any = model._meta.get_field(name)
    return ExportColumn(name, label or field.verbose_name, value or _value_of(field), **kwargs)


def day(value: date | None) -> str:
    """Return a day as an import reads it again."""
    return value.isoformat() if value else ""


def sealed(name: str, mask: Callable[[str], str] = lambda _text: "") -> Value:
    """Return the function that reads a sealed column: plain to those who may see it, masked to others."""

    def value(record: Any, by: User) -> str:
        kept = getattr(record, name)
        text = day(kept) if isinstance(kept, date) else str(kept or "")
        return text if record.is_plain_to(by) else mask(text)

    return value


def _is_own(key: str) -> bool:
    return key.startswith("custom_")


def _value_of(field: models.Field[Any, Any]) -> Value:
    """Return the function that reads a plain column."""
    name, has_choices = field.name, bool(field.choices)
    read: dict[tuple[str | None, Any], str] = {}  # Django puts the choices together anew each time

    def shown(record: Any, kept: Any) -> str:
        key = (get_language(), kept)
        if key not in read:
            read[key] = str(getattr(record, f"get_{name}_display")())
        return read[key]

    def value(record: Any, by: User) -> str:
        kept = getattr(record, name)
        match kept:
            case None | "":
                return ""
            case datetime():
                return f"{timezone.localtime(kept):%Y-%m-%d}"
            case date():
                return kept.isoformat()
            case _:
                return shown(record, kept) if has_choices else str(kept)

    return value


def _of_the_house(field: CustomField) -> Value:
    """Return the function that reads a field of the house, as an import reads it again."""

    def value(record: Any, by: User) -> str:
        plain = not field.is_personal or record.is_plain_to(by)
        kept = custom_fields.values(record, [field], plain=plain).get(field.key)
        match kept:
            case date():
                return kept.isoformat()
            case Decimal():
                return f"{kept:f}"
            case _:
                return custom_fields.shown(field, kept)

    return value
