"""What is typed about a record."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from foyer.archive.days import validate_day
from foyer.archive.enums import Phase, Secrecy
from foyer.archive.models import ArchiveRecord, ExpectedPaper, RecordClass, RecordFile
from foyer.archive.services.changing import CHANGED
from foyer.core.staff_field import StaffField
from foyer.staff.models import Department

KEEPERS = "archive.view_archiverecord"


def day_input() -> forms.DateInput:
    """Return the browser's own field for a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RecordForm(forms.ModelForm[ArchiveRecord]):
    """The four facts of a record, and where it belongs."""

    keeper = StaffField(label=pgettext_lazy("archive", "Keeper"), right=KEEPERS)
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput())

    class Meta:
        model = ArchiveRecord
        fields: ClassVar = list(CHANGED)
        widgets: ClassVar = {
            "dated_on": day_input(),
            "ended_on": day_input(),
            "summary": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept_by = self.instance.keeper_id
        keepers: Any = self.fields["keeper"]
        keepers.queryset = keepers.queryset | type(self.instance.keeper).objects.filter(pk=kept_by)
        papers: Any = self.fields["answers"]
        papers.queryset = ExpectedPaper.objects.filter(record_class=self.instance.record_class_id)
        self.fields["seen_at"].initial = self.instance.changed_at.isoformat()

    def refuse(self, refusal: Any) -> None:
        """Say why it was refused."""
        self.add_error(None, str(refusal))


class ManyRecordsForm(forms.Form):
    """What is to be changed of many records; what is left empty stays as it is."""

    record_class = forms.ModelChoiceField(
        label=pgettext_lazy("archive", "Class"), queryset=RecordClass.objects.all(), required=False
    )
    phase = forms.ChoiceField(label=pgettext_lazy("archive", "Phase"), required=False)
    secrecy = forms.TypedChoiceField(
        label=pgettext_lazy("archive", "Secrecy"), required=False, coerce=int, empty_value=None
    )
    keeper = StaffField(label=pgettext_lazy("archive", "Keeper"), right=KEEPERS, required=False)
    department = forms.ModelChoiceField(
        label=pgettext_lazy("archive", "Department"),
        queryset=Department.objects.all(),
        required=False,
    )

    ended_on = forms.DateField(
        label=_("Matter ended on"),
        required=False,
        widget=day_input(),
        validators=[validate_day],
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="id_many_%s")
        same = ("", pgettext("change of many records", "as it is"))
        for name, choices in (("phase", Phase.choices), ("secrecy", Secrecy.choices)):
            self.fields[name].choices = [same, *choices]  # type: ignore[attr-defined]  # choice fields
        for name in ("record_class", "keeper", "department"):
            self.fields[name].empty_label = same[1]  # type: ignore[attr-defined]  # as above

    @property
    def chosen(self) -> dict[str, Any]:
        """What is to be changed."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class VersionForm(forms.Form):
    """Another file of a record, or the next version of one."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)
    replaces = forms.ModelChoiceField(
        label=_("New version of"), queryset=RecordFile.objects.none(), required=False
    )

    def __init__(self, *args: Any, record: ArchiveRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line: Any = self.fields["replaces"]
        line.queryset = record.files.current()
        line.label_from_instance = lambda one: one.name
        line.empty_label = pgettext("files of a record", "none: another file of this record")
