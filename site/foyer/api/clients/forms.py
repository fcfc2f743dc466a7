"""The staff's forms, filled in by a program: the same rules, without what is only for the eye."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from foyer.clients.forms import ClientForm, ContactForm
from foyer.clients.forms.care import VisitForm
from foyer.clients.forms.contact import LunarDayField
from foyer.clients.models import Client, Contact
from foyer.clients.services import custom_fields

from .calling import FieldsWrong

_LUNAR_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|30)", re.ASCII)


class _WholeForm:
    """Fields of the house are put in by key, not through the form."""

    def add_house_fields(self, *, plain: bool) -> None:
        """Add none."""
        self.house_fields: list[Any] = []
        self.fields.pop("seen", None)  # type: ignore[attr-defined]  # If-Match tells it here


class ClientIn(_WholeForm, ClientForm):
    """A client as a program writes it."""

    class Meta:
        model = Client
        formsets: ClassVar[list[str]] = []
        fields: ClassVar = [
            *("number", "kind", "name", "short_name", "name_en", "legal_representative"),
            *("credit_code", "business_number", "business_scope", "industry", "region", "size"),
            *("tier", "account_manager", "source", "source_note", "collection", "provenance"),
            *("legal_basis", "stand_style", "facilities", "event_form", "interests", "topics"),
            *("annual_spend", "deals_a_year", "potential"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.pop("account_manager", None)
        self.fields.pop("warned_of", None)
        _named_by(self, "account_manager", "username")

    def warn(self) -> None:
        """Warn of nothing: a program is told of namesakes by a refusal of its own."""


class LunarDay(forms.CharField):
    """A month and day of the lunar calendar, as 08-15."""

    def clean(self, value: Any) -> str:
        """Return the day, or nothing."""
        day: str = super().clean(value)
        if day and not _LUNAR_DAY.fullmatch(day):
            raise forms.ValidationError(_("Write month and day of the lunar calendar, as 08-15."))
        return day


class ContactIn(_WholeForm, ContactForm):
    """A contact as a program writes it."""

    class Meta:
        model = Contact
        formsets: ClassVar[list[str]] = []
        fields: ClassVar = [
            *(
                "client",
                "name",
                "latin_name",
                "form_of_address",
                "title",
                "since",
                "phone",
                "email",
                "wechat",
            ),
            *("language", "birthday", "lunar_birthday", "festivals", "preferences", "interests"),
            *("taboos", "photo_consent", "photo_consent_on", "photo_consent_how"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("photo", "remove_photo"):  # photos come by the staff's own form
            self.fields.pop(name, None)
        if isinstance(self.fields.get("lunar_birthday"), LunarDayField):
            self.fields["lunar_birthday"] = LunarDay(required=False)
        _named_by(self, "client", "number")


class VisitIn(VisitForm):
    """A visit as a program writes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, greetings=[], **kwargs)
        del self.fields["seen"]
        self.fields["direction"].required = False
        _named_by(self, "staff", "username")


def _named_by(form: Any, name: str, column: str) -> None:
    """Let a form name another record by a column that programs know."""
    if field := form.fields.get(name):
        field.to_field_name = column
        record = getattr(form.instance, name, None)
        if record is not None:
            form.initial[name] = getattr(record, column)


def filled(form_class: type[Any], given: Mapping[str, Any], **begin: Any) -> Any:
    """Return a form that is valid: what is given, and the rest as it stands in the record.

    Args:
        form_class: one of the above.
        given: by field; None empties it.
        begin: what the form begins with: `instance`, `for_user`.

    Raises:
        FieldsWrong: something given cannot be kept, or may not be written by this caller.
    """
    empty = form_class(**begin)
    unknown = [name for name in given if name not in empty.fields]
    if unknown:
        sentence = _("This cannot be written here, or not by this account.")
        raise FieldsWrong(errors={name: [sentence] for name in unknown})
    values = {
        name: given[name] if name in given else empty.get_initial_for_field(field, name)
        for name, field in empty.fields.items()
    }
    data = {name: empty.fields[name].prepare_value(value) for name, value in values.items()}
    form = form_class(
        {name: "" if value is None else value for name, value in data.items()}, **begin
    )
    if not form.is_valid():
        errors = {name or "": list(map(str, found)) for name, found in form.errors.items()}
        whole = errors.pop("__all__", [])
        raise FieldsWrong(errors=errors | ({"body": whole} if whole else {}))
    return form


def fill_own_fields(
    record: Client | Contact, given: Mapping[str, Any], *, plain: bool, whole: bool
) -> None:
    """Put values of the fields the house added into a record.

    Args:
        plain: whether the caller may write personal ones.
        whole: whether the record is new, so that required ones must be there.

    Raises:
        FieldsWrong: a field is unknown or its value cannot be kept.
    """
    fields = [field for field in custom_fields.of(type(record)) if plain or not field.is_personal]
    unknown = set(given) - {field.key for field in fields}
    errors = {f"custom.{key}": [_("There is no such field.")] for key in unknown}
    try:
        custom_fields.set_values(record, given, fields, whole=whole)
    except custom_fields.CustomValuesWrong as wrong:
        errors |= {f"custom.{key}": said for key, said in wrong.params["errors"].items()}
    if errors:
        raise FieldsWrong(errors=errors)
