"""Which records are copied to a second medium, and a copy that is handed in. (000-28)"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from foyer.archive.models import ArchiveRecord, RecordClass
from foyer.archive.services.bags import new_since

_FIRST, _LAST = 1900, 2200
_MOST_NUMBERS = 2000
_BETWEEN = re.compile(r"[\s,，、;；]+")


class CopyForm(forms.Form):
    """Which records; what of them there is is shown before anything is made."""

    what = forms.ChoiceField(
        label=_("Which records"),
        choices=[
            ("new", pgettext_lazy("copy of records", "All that is new or changed since the last")),
            ("all", pgettext_lazy("copy of records", "All records")),
            ("class", pgettext_lazy("copy of records", "One class")),
            ("year", pgettext_lazy("copy of records", "One year")),
            ("numbers", pgettext_lazy("copy of records", "These numbers")),
        ],
    )
    record_class = forms.ModelChoiceField(
        RecordClass.objects.all(), label=_("Class"), required=False
    )
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=_FIRST,
        max_value=_LAST,
        help_text=_("Of the records’ date."),
    )
    numbers = forms.CharField(
        label=_("Numbers"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Numbers of records, apart by spaces, commas or lines."),
    )

    def clean(self) -> dict[str, Any]:
        """See that what was chosen is said."""
        told: dict[str, Any] = self.cleaned_data
        needed = {"class": "record_class", "year": "year", "numbers": "numbers"}.get(
            told.get("what", "")
        )
        if needed and not told.get(needed) and needed not in self.errors:
            self.add_error(needed, gettext("Say which."))
        if needed == "numbers" and len(self.said_numbers) > _MOST_NUMBERS:
            self.add_error("numbers", gettext("These are too many numbers for one copy."))
        return told

    @property
    def said_numbers(self) -> set[str]:
        """The numbers that were typed."""
        return {one for one in _BETWEEN.split(self.cleaned_data.get("numbers", "")) if one}

    @property
    def is_all_new(self) -> bool:
        """Whether all that is new was chosen."""
        return bool(self.cleaned_data["what"] == "new")

    def records(self) -> QuerySet[ArchiveRecord]:
        """Return the records that were chosen, whoever may open them."""
        said, every = self.cleaned_data, ArchiveRecord.objects.all()
        match said["what"]:
            case "new":
                return new_since()
            case "class":
                return every.filter(record_class=said["record_class"])
            case "year":
                return every.filter(dated_on__year=said["year"])
            case "numbers":
                return every.filter(number__in=self.said_numbers)
            case _:
                return every


class PurposeForm(forms.Form):
    """What a copy is for."""

    purpose = forms.CharField(
        label=_("What is the copy for?"),
        max_length=200,
        help_text=_("Such as: monthly copy for the safe in the other building."),
    )


class HandInForm(forms.Form):
    """A copy to be verified."""

    file = forms.FileField(
        label=_("Copy (ZIP)"),
        help_text=_(
            "A large copy is verified and read in at the machine itself: manage.py archive_bag verify FILE."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
    )
