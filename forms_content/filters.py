"""What reports and lists of answers are narrowed down by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from foyer.core.languages import OWN_NAMES

from .enums import Source
from .models import FormPage, FormVersion
from .results.grouping import events_answered
from .results.selecting import Wanted

_ALL = ("", gettext_lazy("All"))
LONGEST = 100


class AnswerFilterForm(forms.Form):
    """Event, days, language, version and way; a value it does not know narrows nothing."""

    event = forms.TypedChoiceField(
        label=gettext_lazy("Event"), required=False, coerce=int, empty_value=None
    )
    first = forms.DateField(
        label=pgettext_lazy("period", "From"), required=False, widget=AdminDateInput
    )
    last = forms.DateField(
        label=pgettext_lazy("period", "Until"), required=False, widget=AdminDateInput
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=[_ALL, *OWN_NAMES.items()]
    )
    version = forms.TypedChoiceField(
        label=gettext_lazy("Version"), required=False, coerce=int, empty_value=None
    )
    source = forms.ChoiceField(
        label=pgettext_lazy("of an answer", "Way"), required=False, choices=[_ALL, *Source.choices]
    )

    def __init__(self, *args: Any, page: FormPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["event"].choices = [_ALL, *((one.pk, str(one)) for one in events_answered(page))]
        versions = FormVersion.objects.filter(page_id=page.pk).only("pk", "number")
        named = [(one.pk, _("version %(number)s") % {"number": one.number}) for one in versions]
        fields["version"].choices = [_ALL, *named]
        if page.anonymous:
            for name in ("first", "last"):
                fields[name].help_text = _("The whole month counts: the survey is anonymous.")

    @property
    def wanted(self) -> Wanted:
        """What was asked for."""
        self.is_valid()
        known = {name: self.cleaned_data.get(name) for name in Wanted.__dataclass_fields__}
        return Wanted(**{name: value for name, value in known.items() if value})

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What it is narrowed down by, in words."""
        said = []
        for name in self.fields:
            if value := self.cleaned_data.get(name) if self.is_valid() else None:
                choices = dict(getattr(self.fields[name], "choices", ()) or ())
                said.append((str(self.fields[name].label), str(choices.get(value, value))))
        return said


class CopyFilterForm(AnswerFilterForm):
    """The same, and words: a reference, a phone, an e-mail address, or a part of what was written."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy("Reference, whole phone or e-mail, or words of an answer."),
    )
    field_order = ("q",)

    @property
    def words(self) -> str:
        """The words typed."""
        self.is_valid()
        return str(self.cleaned_data.get("q") or "")
