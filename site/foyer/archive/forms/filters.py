"""What the catalogue is narrowed down by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from foyer.archive.enums import Phase, Secrecy
from foyer.archive.models import RecordClass
from foyer.archive.models.searching import LONGEST_QUERY
from foyer.archive.subjects import kind_named
from foyer.core.staff_field import StaffField
from foyer.staff.models import Department

_YEARS = (1900, 2200)


class CatalogueForm(forms.Form):
    """Words, class, phase, year, department, keeper, secrecy; and what the records are about."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.SearchInput(
            attrs={"placeholder": _("Number, title, words in a file"), "autocomplete": "off"}
        ),
    )
    record_class = forms.ModelChoiceField(
        label=pgettext_lazy("archive", "Class"), queryset=RecordClass.objects.all(), required=False
    )
    phase = forms.ChoiceField(label=pgettext_lazy("archive", "Phase"), required=False)
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=_YEARS[0], max_value=_YEARS[1]
    )
    department = forms.ModelChoiceField(
        label=pgettext_lazy("archive", "Department"),
        queryset=Department.objects.all(),
        required=False,
    )
    keeper = StaffField(
        label=pgettext_lazy("archive", "Keeper"),
        right="archive.view_archiverecord",
        required=False,
    )
    secrecy = forms.TypedChoiceField(
        label=pgettext_lazy("archive", "Secrecy"), required=False, coerce=int, empty_value=None
    )
    about = forms.CharField(
        label=_("About"), required=False, max_length=60, widget=forms.HiddenInput()
    )

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        self._by = by
        anything = ("", pgettext("filter of records", "any"))
        for name, choices in (("phase", Phase.choices), ("secrecy", Secrecy.choices)):
            self.fields[name].choices = [anything, *choices]  # type: ignore[attr-defined]  # choice fields
        for name in ("record_class", "department", "keeper"):
            self.fields[name].empty_label = anything[1]  # type: ignore[attr-defined]  # as above

    def clean_about(self) -> Any:
        """Return the subject, if the reader may see it."""
        typed = self.cleaned_data["about"]
        subject = subject_named(typed, self._by) if typed else None
        if typed and subject is None:
            raise ValidationError(_("This matter is gone, or not for you to see."))
        return subject

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen and understood; what was not understood narrows nothing, and is named."""
        self.is_valid()
        chosen = dict(self.cleaned_data)
        chosen["q"] = str(chosen.get("q", "")).strip()
        wanted = {name: value for name, value in chosen.items() if value not in (None, "")}
        # Papers about what is not there are none, rather than all.
        return wanted | {"about": None} if "about" in self.errors else wanted


def subject_named(typed: str, by: Any) -> Any:
    """Return what "events.event:12" means, if somebody may see it; else None."""
    key, _colon, number = typed.partition(":")
    kind = kind_named(key)
    if kind is None or not number.isdecimal() or len(number) > 18:
        return None
    return kind.visible_to(by).filter(pk=int(number)).first()


def subject_key(subject: Any) -> str:
    """Return the name of a subject in addresses, such as events.event:12."""
    return f"{subject._meta.label_lower}:{subject.pk}"
