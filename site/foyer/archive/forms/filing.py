"""What is typed to file papers: what holds for all of them, and a row for each. (000-26, 000-27)"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from foyer.archive.days import validate_day
from foyer.archive.enums import Language, Phase, Secrecy
from foyer.archive.models import ExpectedPaper, PendingFile, RecordClass
from foyer.archive.services.filing import Description
from foyer.archive.services.pending import ToFile, plain_title
from foyer.archive.subjects import Facts
from foyer.core.staff_field import StaffField
from foyer.staff.models import Department

from .record import KEEPERS, day_input

FACTS = ("title", "dated_on", "source", "summary", "phase", "answers")


_PLACE = re.compile(r"\{(\w*)\}")


def filled(template: str, *, subject: str, file: str, day: date | None, phase: str) -> str:
    """Return a template of a class with its places filled in.

    A place nobody knows stays empty, other braces are left as they are. (security 23)
    """
    places = {
        "subject": subject,
        "file": file,
        "date": formats.date_format(day, "SHORT_DATE_FORMAT") if day else "",
        "phase": str(Phase(phase).label) if phase in Phase.values else "",
    }
    return " ".join(_PLACE.sub(lambda found: places.get(found[1], ""), template).split())


class ForAllForm(forms.Form):
    """What holds for every paper: where it belongs, and what rows leave empty."""

    department = forms.ModelChoiceField(
        label=pgettext_lazy("archive", "Department"),
        queryset=Department.objects.all(),
        help_text=_("Its head decides who may open the records."),
    )
    keeper = StaffField(label=pgettext_lazy("archive", "Keeper"), right=KEEPERS)
    secrecy = forms.TypedChoiceField(
        label=pgettext_lazy("archive", "Secrecy"), choices=Secrecy.choices, coerce=int
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    ended_on = forms.DateField(
        label=_("Matter ended on"),
        required=False,
        widget=day_input(),
        validators=[validate_day],
        help_text=_("Where the class counts from the end of the matter."),
    )
    dated_on = forms.DateField(
        label=_("Date"), required=False, widget=day_input(), validators=[validate_day]
    )
    source = forms.CharField(label=_("Source"), required=False, max_length=200)
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    phase = forms.ChoiceField(label=pgettext_lazy("archive", "Phase"), required=False)
    as_one = forms.BooleanField(
        label=_("All files in one record"),
        required=False,
        help_text=_("The first row says what the record is called."),
    )

    KEEPING = ("department", "keeper", "secrecy", "language", "ended_on")
    SHARED = ("dated_on", "source", "summary", "phase")

    def __init__(self, data: Any, *, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix="all", initial=initial)
        none = ("", pgettext("phase of a record", "none"))
        self.fields["phase"].choices = [none, *Phase.choices]  # type: ignore[attr-defined]  # a choice field

    def _named(self, names: Iterable[str]) -> list[Any]:
        return [self[name] for name in names]

    @property
    def keeping(self) -> list[Any]:
        """The fields on where the records belong."""
        return self._named(self.KEEPING)

    @property
    def shared(self) -> list[Any]:
        """The fields used where a row has none."""
        return self._named(self.SHARED)


class RowForm(forms.Form):
    """One file, and what is said of it."""

    chosen = forms.BooleanField(label=_("File this"), required=False)
    title = forms.CharField(label=_("Title"), required=False, max_length=200)
    dated_on = forms.DateField(
        label=_("Date"), required=False, widget=day_input(), validators=[validate_day]
    )
    source = forms.CharField(label=_("Source"), required=False, max_length=200)
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    phase = forms.ChoiceField(label=pgettext_lazy("archive", "Phase"), required=False)
    answers = forms.TypedChoiceField(
        label=_("Expected paper"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self,
        data: Any,
        *,
        file: PendingFile,
        papers: Sequence[ExpectedPaper],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, prefix=f"f{file.pk}", initial=initial)
        self.file = file
        self.fields["phase"].choices = [("", "–"), *Phase.choices]  # type: ignore[attr-defined]  # a choice field
        self._papers = {paper.pk: paper for paper in papers}
        choices = [("", "–"), *((paper.pk, str(paper)) for paper in papers)]
        self.fields["answers"].choices = choices  # type: ignore[attr-defined]  # as above

    @property
    def facts(self) -> list[Any]:
        """The fields in the order of the table."""
        return [self[name] for name in FACTS]

    def ask_for_facts(self, shared: dict[str, Any], *, only_file: bool) -> dict[str, Any]:
        """Return the facts of the row, from the row for all where it has none; say which are missing."""
        told = {name: self.cleaned_data.get(name) or shared.get(name) for name in FACTS}
        told["answers"] = self._papers.get(told["answers"])
        if not only_file:
            for name in ("title", "dated_on", "source", "summary"):
                if not told[name] and name not in self.errors:
                    self.add_error(name, _("Needed, here or in the row for all."))
        return told


class FilingForm:
    """The whole table: the row for all, and a row for each file."""

    def __init__(
        self,
        data: Any,
        *,
        files: Sequence[PendingFile],
        record_class: RecordClass,
        about: tuple[Any, Facts] | None,
        paper: ExpectedPaper | None,
        by: Any,
        today: date,
    ) -> None:
        self._class, self._facts, self._by = record_class, about[1] if about else None, by
        self._paper, self._today = paper, today
        papers = list(record_class.expected.all())
        self.is_bound = data is not None
        self.for_all = ForAllForm(data, initial=self._initial())
        self.rows = [
            RowForm(data, file=file, papers=papers, initial=self._suggested(file)) for file in files
        ]

    def _initial(self) -> dict[str, Any]:
        facts, record_class = self._facts, self._class
        mine = Department.objects.of(self._by).order_by("name").first()
        source = filled(
            record_class.source_template,
            subject=facts.name if facts else "",
            file="",
            day=None,
            phase="",
        )
        return {
            "department": record_class.department_id or (mine and mine.pk),
            "keeper": self._by.pk,
            "secrecy": record_class.secrecy,
            "language": Language.ZH_HANS,
            "ended_on": self._past(facts.ended_on if facts else None),
            "source": source or (facts.source if facts else ""),
            "phase": self._paper.phase if self._paper else "",
        }

    def _past(self, day: date | None) -> date | None:
        """Return a day that has come: what is still to be is no date of papers."""
        return day if day and day <= self._today else None

    def _suggested(self, file: PendingFile) -> dict[str, Any]:
        facts, record_class = self._facts, self._class
        subject, name = facts.name if facts else "", plain_title(file)
        day = self._past(file.dated_on) or self._past(facts.day if facts else None)
        phase = self._paper.phase if self._paper else ""
        said = {"subject": subject, "file": name, "day": day, "phase": phase}
        title = filled(record_class.title_template, **said) or name  # type: ignore[arg-type]  # the four places
        summary = filled(record_class.summary_template, **said)  # type: ignore[arg-type]  # as above
        return {
            "chosen": True,
            "title": title[:200],
            "dated_on": day or self._today,
            "summary": summary or file.beginning,
            "answers": self._paper and self._paper.pk,
        }

    @cached_property
    def chosen(self) -> list[RowForm]:
        """The rows that are to be filed."""
        return [row for row in self.rows if row.is_valid() and row.cleaned_data["chosen"]]

    def to_file(self) -> list[ToFile] | None:
        """Return the records to be made; None where something is missing, which the rows then say."""
        if not self.for_all.is_valid() or not all(row.is_valid() for row in self.rows):
            return None
        told, chosen = self.for_all.cleaned_data, self.chosen
        as_one = told["as_one"]
        facts = [
            row.ask_for_facts(told, only_file=as_one and place > 0)
            for place, row in enumerate(chosen)
        ]
        if any(row.errors for row in chosen):
            return None
        kept = {name: told[name] for name in ForAllForm.KEEPING} | {"record_class": self._class}
        described = [Description(**kept, **_words(one)) for one in (facts[:1] if as_one else facts)]
        if as_one:
            return [ToFile(about, [row.file for row in chosen]) for about in described]
        return [ToFile(about, [row.file]) for about, row in zip(described, chosen, strict=True)]

    @property
    def has_errors(self) -> bool:
        """Whether anything typed cannot stand."""
        return self.is_bound and (
            bool(self.for_all.errors) or any(bool(row.errors) for row in self.rows)
        )


def _words(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"phase": facts["phase"] or "", "answers": facts["answers"] or None}
