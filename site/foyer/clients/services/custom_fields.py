"""The fields a house adds to clients and contacts: which there are, what they hold, what may be put in.

Forms, lists, files and the API all read and write them here.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import transaction
from django.db.models.fields.json import KeyTransform
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.enums import FieldKind, FieldOf
from foyer.clients.models import Client, Contact, CustomField
from foyer.core.languages import OWN_NAMES
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.text import fold

Record = Client | Contact
_OF: dict[type[Record], FieldOf] = {Client: FieldOf.CLIENT, Contact: FieldOf.CONTACT}
_LONGEST_TEXT = 1000
_YES, _NO = ("是", "有", "yes", "y", "true", "1", "√"), ("否", "无", "no", "n", "false", "0", "×")


class CustomValuesWrong(Refusal):
    """Some values cannot be kept; `errors` names the fields by key, with sentences."""

    code = "custom_values_wrong"
    message = _("Please look at the fields of the house: some values cannot be kept.")


class AlreadyRemoved(Refusal):
    """The field was removed before."""

    code = "already_removed"
    message = _("The field “%(field)s” was removed before.")


class NotRemoved(Refusal):
    """The field is in use."""

    code = "not_removed"
    message = _("The field “%(field)s” is in use.")


def of(model: type[Record]) -> tuple[CustomField, ...]:
    """Return the fields in use of clients or of contacts, in their order."""
    return tuple(CustomField.objects.in_use().filter(of=_OF[model]))


def values(record: Record, fields: Iterable[CustomField], *, plain: bool) -> dict[str, Any]:
    """Return what a record holds in some fields, by key: text, numbers, days, yes or no; None where empty.

    Args:
        plain: whether the reader may see personal fields; without it they are left out.
    """
    sealed = _sealed(record) if plain else {}
    return {
        field.key: _read(field, (sealed if field.is_personal else record.custom).get(field.key))
        for field in fields
        if plain or not field.is_personal
    }


def set_values(
    record: Record, given: Mapping[str, Any], fields: Iterable[CustomField], *, whole: bool = False
) -> None:
    """Put values into a record, which the caller then saves. Fields not named in `given` stay as they are.

    Args:
        given: by key; text as people write it, or the value itself.
        whole: whether this is all the record will hold, so that a required field must be there.

    Raises:
        CustomValuesWrong: and nothing was put in.
    """
    kept, errors = {}, {}
    for field in fields:
        if field.key not in given and not whole:
            continue
        try:
            kept[field] = clean(field, given.get(field.key))
        except ValidationError as error:
            errors[field.key] = error.messages
    if errors:
        raise CustomValuesWrong(errors=errors)
    open_values, sealed = dict(record.custom), _sealed(record)
    for field, value in kept.items():
        (sealed if field.is_personal else open_values)[field.key] = _kept(value)
    record.custom = {key: value for key, value in open_values.items() if value is not None}
    sealed = {key: value for key, value in sealed.items() if value is not None}
    record.custom_sealed = json.dumps(sealed, ensure_ascii=False) if sealed else ""


def clean(field: CustomField, given: Any) -> Any:
    """Return the value that was meant: text, a Decimal, a date, yes or no; None for an empty one.

    Raises:
        ValidationError: it is none, or it is missing where the field must be filled.
    """
    if isinstance(given, str):
        # Words stay as they were written, full-width punctuation too; the rest means the same either way.
        lines = given.replace("\r\n", "\n")
        is_text = field.kind == FieldKind.TEXT
        given = unicodedata.normalize("NFC" if is_text else "NFKC", lines).strip()
    elif (
        isinstance(given, int | float)
        and not isinstance(given, bool)
        and field.kind != FieldKind.NUMBER
    ):
        given = str(given)
    elif not _is_one_value(field, given):
        raise ValidationError(RegexValidator.message, code="invalid")
    if given not in ("", None):
        given = _meant(field, given)
    value = form_field(field).clean(given)
    return None if value in ("", None) else value


def _is_one_value(field: CustomField, given: Any) -> bool:
    """Tell whether a program sent one value, and not a list or an object; yes and no only where they are asked for."""
    if isinstance(given, bool):
        return field.kind == FieldKind.YES_NO
    return given is None or isinstance(given, int | float | Decimal | date)


def cleaned(field: CustomField, given: Any) -> Any:
    """Return what was meant as a record keeps it, in JSON.

    Raises:
        ValidationError: as `clean`.
    """
    return _kept(clean(field, given))


def kept_values(record: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a record keeps in fields of the house, in JSON by key: open, and sealed."""
    return dict(record.custom), _sealed(record)


def shown_kept(field: CustomField, kept: Any) -> str:
    """Return a value as a record keeps it as people read it."""
    return shown(field, _read(field, kept))


def form_field(field: CustomField) -> forms.Field:
    """Return the form field in which people fill a field."""
    label, required = field.label_text, field.is_required
    match field.kind:
        case FieldKind.NUMBER:
            return forms.DecimalField(
                label=label, required=required, max_digits=15, decimal_places=4
            )
        case FieldKind.DATE:
            return forms.DateField(label=label, required=required)
        case FieldKind.CHOICE:
            choices = [("", "---------"), *field.choices(get_language() or "")]
            return forms.ChoiceField(label=label, required=required, choices=choices)
        case FieldKind.YES_NO:
            return forms.TypedChoiceField(
                label=label,
                required=required,
                coerce=lambda word: word in (True, "True"),
                choices=[("", "---------"), ("True", gettext("Yes")), ("False", gettext("No"))],
                empty_value=None,
            )
        case _:
            return forms.CharField(label=label, required=required, max_length=_LONGEST_TEXT)


def yes_or_no(text: str) -> bool | None:
    """Return what people mean by 是, no or √; None: neither."""
    word = fold(text)
    return True if word in _YES else False if word in _NO else None


def shown(field: CustomField, value: Any) -> str:
    """Return a value as people read it in the active language."""
    match value:
        case None | "":
            return ""
        case bool():
            return gettext("Yes") if value else gettext("No")
        case date():
            return date_format(value)
        case Decimal():
            return number_format(value.normalize() if value % 1 else value.quantize(Decimal(1)))
        case _ if field.kind == FieldKind.CHOICE:
            return dict(field.choices(get_language() or "")).get(value, str(value))
        case _:
            return str(value)


def told(record: Record, *, personal: bool) -> dict[str, str]:
    """Return all a record holds in fields of the house, in words, those in use no longer included.

    Args:
        personal: whether in personal fields, or in the others.
    """
    fields = {field.key: field for field in CustomField.objects.filter(of=_OF[type(record)])}
    kept = _sealed(record) if personal else record.custom
    return {
        (fields[key].label_text if key in fields else key): (
            shown(fields[key], _read(fields[key], value)) if key in fields else str(value)
        )
        for key, value in kept.items()
    }


def choices_used(field: CustomField, *, but: Collection[str]) -> list[str]:
    """Return what records hold of a choice besides some choices; nothing of a field of another kind."""
    if not field.pk or field.kind != FieldKind.CHOICE:
        return []
    [model] = (model for model, of_model in _OF.items() if of_model == field.of)
    found: Iterable[Any]
    if not field.is_personal:
        held = model._default_manager.order_by().annotate(held=KeyTransform(field.key, "custom"))
        found = held.exclude(held=None).values_list("held", flat=True).distinct()
    else:
        sealed = model._default_manager.order_by().only("custom_sealed")
        found = {_sealed(record).get(field.key) for record in sealed.iterator()}
    return sorted({str(value) for value in found if value} - set(but))


@transaction.atomic
def remove_field(*, field: CustomField, by: User, at: datetime) -> None:
    """Take a field out of use; what was entered in it stays.

    Raises:
        AlreadyRemoved.
    """
    if not CustomField.objects.filter(pk=field.pk, removed_at=None).update(removed_at=at):
        raise AlreadyRemoved(field=field.label_text)
    field.removed_at = at
    log(field, "foyer.field.remove", user=by)


@transaction.atomic
def restore_field(*, field: CustomField, by: User) -> None:
    """Bring a removed field back, with all that was entered in it.

    Raises:
        NotRemoved.
    """
    removed = CustomField.objects.filter(pk=field.pk).exclude(removed_at=None)
    if not removed.update(removed_at=None):
        raise NotRemoved(field=field.label_text)
    field.removed_at = None
    log(field, "foyer.field.restore", user=by)


def _sealed(record: Record) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(record.custom_sealed) if record.custom_sealed else {}
    return found


def _meant(field: CustomField, given: Any) -> Any:
    """Return the form's own word for what people write: 是 and yes, or a choice in another language."""
    if field.kind == FieldKind.YES_NO:
        if isinstance(given, bool):
            return str(given)
        meant = yes_or_no(str(given))
        return given if meant is None else str(meant)
    if field.kind == FieldKind.CHOICE:
        for language in OWN_NAMES:
            for kept, read in field.choices(language):
                if fold(str(given)) in (fold(kept), fold(read)):
                    return kept
    return given


def _kept(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    match value:
        case Decimal():
            return float(value) if value % 1 else int(value)
        case date():
            return value.isoformat()
        case _:
            return value


def _read(field: CustomField, kept: Any) -> Any:
    """Return a value that was kept."""
    if kept is None:
        return None
    match field.kind:
        case FieldKind.NUMBER:
            return Decimal(str(kept))
        case FieldKind.DATE:
            return date.fromisoformat(kept)
        case _:
            return kept
