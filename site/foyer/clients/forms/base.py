"""What the forms of this room share: whom they let see what, and where they say what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.crypto import salted_hmac
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from foyer.clients.enums import FieldKind
from foyer.clients.services import custom_fields
from foyer.core.visible import is_seen_in_part, visible

PREFIX = "custom_"
HIDDEN = ("warned_of", "seen")  # what a form carries along unseen
_MARK_DIGITS = 16
_LONGEST_TOLD = 200


class KeptForm(WagtailAdminModelForm):
    """A form whose choosers offer what its user may see, and which says broken rules beside the right field."""

    beside: ClassVar[Mapping[str, str]] = {}  # the field in which each rule can be mended

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            model = getattr(getattr(field, "queryset", None), "model", None)
            if model and is_seen_in_part(model):
                field.queryset = visible(model, self.for_user)
                field.widget.user = self.for_user

    def validate_constraints(self) -> None:
        """Say each broken rule of the database beside the field that can be mended."""
        found: list[tuple[str | None, ValidationError]] = []
        for rule in self.instance._meta.constraints:
            try:
                rule.validate(type(self.instance), self.instance, exclude=set(self.errors))
            except ValidationError as error:
                field = self.beside.get(rule.name, "")
                found.append((field if field in self.fields else None, error))
        for name, reason in found:
            self.add_error(name, reason)


class NotOverOthersForm(KeptForm):
    """A form that writes over nothing somebody else has entered since it was opened.

    It carries a mark of each value it was filled with. Where another value stands by now and the form
    would put its own there, it says so beside the field; whoever saves once more has read it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
            self._rows = {name: self._rows_of(name) for name in self.formsets}

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Return what a field begins with; the marks when all other fields are there."""
        if field_name == "seen":
            return json.dumps(self._marks())
        return super().get_initial_for_field(field, field_name)

    def is_valid(self) -> bool:
        """Tell whether what was entered can be kept without writing over somebody."""
        if "seen" in self.fields and not self.errors and not hasattr(self, "_looked"):
            self._looked = True
            self._look_for_others()
        return bool(super().is_valid())

    def _look_for_others(self) -> None:
        """Name what others have changed since the form was filled, where it would be written over."""
        seen, now = self._seen(), self._marks()
        changed = [name for name in now if seen.get(name, now[name]) != now[name]]
        for name in changed:
            if name in self.formsets and self.formsets[name].has_changed():
                said = _("Somebody else has changed this meanwhile: %(what)s.")
                self._warn(None, said % {"what": self._title(name)})
            elif name in self.changed_data:
                self._warn(name, self._told(name))
        if changed:
            self.data: Any = self.data.copy()
            self.data[self.add_prefix("seen")] = json.dumps(now)

    def _warn(self, name: str | None, said: str) -> None:
        """Say what somebody else has done, and how what was entered can still be kept."""
        again = _("Save once more if what you entered is to stand.")
        self.add_error(name, [said, again])

    def _told(self, name: str) -> str:
        """Return the sentence that tells what stands in a field now."""
        told = str(self._words(name))[:_LONGEST_TOLD]
        if not told:
            return _("Somebody else has emptied this meanwhile.")
        return _("Somebody else has entered “%(words)s” here meanwhile.") % {"words": told}

    def _words(self, name: str) -> Any:
        """Return what stands in a field now, as people read it."""
        bound, value = self[name], self[name].initial
        choices = getattr(bound.field, "choices", ())
        labels = {str(key): label for key, label in _flat(choices)}
        values = value if isinstance(value, (list, tuple)) else [value]
        return "、".join(str(labels.get(str(one), one)) for one in values if one not in (None, ""))

    def _title(self, name: str) -> str:
        return str(capfirst(self.formsets[name].model._meta.verbose_name_plural))

    def _seen(self) -> dict[str, str]:
        with suppress(ValueError):
            told = json.loads(self.data.get(self.add_prefix("seen"), "") or "{}")
            return told if isinstance(told, dict) else {}
        return {}

    def _marks(self) -> dict[str, str]:
        values = {
            name: field.prepare_value(
                super(NotOverOthersForm, self).get_initial_for_field(field, name)
            )
            for name, field in self.fields.items()
            if name not in HIDDEN and not isinstance(field, forms.FileField)
        }
        return {name: _mark(value) for name, value in (values | self._rows).items()}

    def _rows_of(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a part of the form as they are kept."""
        kept = self.formsets[name].model._default_manager.filter(
            **{self.formsets[name].fk.name: self.instance.pk}
        )
        return [model_to_dict(row) for row in kept.order_by("pk")]


def _mark(value: Any) -> str:
    """Return a short mark of a value: another value has another."""
    told = json.dumps(value, default=str, sort_keys=True)
    digest = salted_hmac("foyer.clients.seen", told, algorithm="sha256").hexdigest()
    return digest[:_MARK_DIGITS]


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    """Yield choices, those in groups too."""
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield key, label


class HouseFieldsForm(NotOverOthersForm):
    """A form that also holds the fields the house added itself."""

    def add_house_fields(self, *, plain: bool) -> None:
        """Add them at the end; personal ones only for those who may see them."""
        used = custom_fields.of(type(self.instance))
        self.house_fields = [field for field in used if plain or not field.is_personal]
        kept = custom_fields.values(self.instance, self.house_fields, plain=plain)
        for field in self.house_fields:
            name = f"{PREFIX}{field.key}"
            self.fields[name] = custom_fields.form_field(field)
            # One that grows: in a single line, lines would be lost.
            if field.kind == FieldKind.TEXT:
                self.fields[name].widget = AdminAutoHeightTextInput()
            self.initial.setdefault(name, kept[field.key])

    def clean(self) -> dict[str, Any]:
        """Put what was entered into the record."""
        cleaned: dict[str, Any] = super().clean()
        given = {
            field.key: cleaned[f"{PREFIX}{field.key}"]
            for field in self.house_fields
            if f"{PREFIX}{field.key}" in cleaned
        }
        custom_fields.set_values(self.instance, given, self.house_fields)
        return cleaned
