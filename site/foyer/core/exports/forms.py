"""What is asked before a list leaves the house."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foyer.core.languages import OWN_NAMES, known_language
from foyer.core.models import User

from .enums import ExportKind
from .models import ExportChoice
from .targets import ExportTarget


class ExportForm(forms.Form):
    """Columns, language, form of the file, and what it is for; begins with what was chosen the last time."""

    purpose = forms.CharField(
        label=_("What the file is for"),
        max_length=300,
        help_text=_("It stands in the register of exports, with your name."),
        error_messages={"required": _("Write down what the file is for.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose at least one column, among those offered.")
        ),
    )
    kind = forms.ChoiceField(label=_("File"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the headers"),
        choices=list(OWN_NAMES.items()),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, target: ExportTarget, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = target.columns(by)
        columns, kind = self.fields["columns"], self.fields["kind"]
        columns.choices = [(one.key, capfirst(str(one.label))) for one in offered]  # type: ignore[attr-defined]  # a choice
        kind.choices = [(one.value, one.label) for one in target.kinds]  # type: ignore[attr-defined]  # as above
        before = ExportChoice.objects.filter(user=by, target=target.key).first()
        self.initial = {
            "columns": before.columns if before else [one.key for one in offered if one.default],
            "kind": before.kind if before else ExportKind.XLSX,
            "language": before.language if before else known_language(get_language()),
        }
