"""What the forms of this room share: whom they let see what, and where they say what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from foyer.clients.services import custom_fields
from foyer.core.visible import is_seen_in_part, visible

PREFIX = "custom_"
HIDDEN = ("warned_of",)  # what a form carries along unseen


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


class HouseFieldsForm(KeptForm):
    """A form that also holds the fields the house added itself."""

    def add_house_fields(self, *, plain: bool) -> None:
        """Add them at the end; personal ones only for those who may see them."""
        used = custom_fields.of(type(self.instance))
        self.house_fields = [field for field in used if plain or not field.is_personal]
        kept = custom_fields.values(self.instance, self.house_fields, plain=plain)
        for field in self.house_fields:
            name = f"{PREFIX}{field.key}"
            self.fields[name] = custom_fields.form_field(field)
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
