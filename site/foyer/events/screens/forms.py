"""The form of a tablet screen: colours that cannot be read together are refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from foyer.core.contrast import READABLE, contrast, is_colour, readable_like
from foyer.events.models import TabletScreen

# The first is read on the second.
_PAIRS = (("ink", "ground"), ("accent", "ground"), ("on_accent", "accent"))
COLOURS = ("ground", "ink", "accent", "on_accent")


class ScreenForm(WagtailAdminModelForm):
    """A tablet screen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in COLOURS:
            if name in self.fields:
                self.fields[name].widget = forms.TextInput(attrs={"type": "color"})

    def clean(self) -> dict[str, Any]:
        """Refuse words nobody can read on their ground, and say what would do."""
        cleaned: dict[str, Any] = super().clean()
        for name in COLOURS:
            if cleaned.get(name) and not is_colour(cleaned[name]):
                self.add_error(name, _("Choose a colour, written as # and six digits: #1f3f33."))
        for name, ground in _PAIRS:
            if {name, ground} & set(self.errors) or not (cleaned.get(name) and cleaned.get(ground)):
                continue
            found = contrast(cleaned[name], cleaned[ground])
            if found < READABLE:
                self.add_error(name, self._unreadable(cleaned, name, ground, found))
        return cleaned

    def _unreadable(self, cleaned: dict[str, Any], name: str, ground: str, found: float) -> str:
        labels = {one: str(self.fields[one].label) for one in (name, ground)}
        return _(
            "“%(colour)s” (%(value)s) cannot be read on “%(ground)s” (%(on)s): their contrast is %(found).1f to 1, and "
            "at least 4.5 to 1 is needed. %(better)s would do; or change “%(ground)s”."
        ) % {
            "colour": labels[name],
            "value": cleaned[name],
            "ground": labels[ground],
            "on": cleaned[ground],
            "found": int(found * 10) / 10,  # 4.49 is not 4.5
            "better": readable_like(cleaned[name], on=cleaned[ground]),
        }

    def save(self, commit: bool = True) -> Any:
        """Keep the screen; where it is the house's usual one, another is so no longer."""
        if commit and self.instance.is_default:
            others = TabletScreen.objects.filter(is_default=True).exclude(pk=self.instance.pk)
            others.update(is_default=False)
        return super().save(commit)

    def validate_constraints(self) -> None:
        """Leave the one rule about others to `save`, which keeps it."""
