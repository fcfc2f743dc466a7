"""What the acts upon a case ask of staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.cases.enums import CaseKind, Severity
from foyer.cases.models import Case, Measure, ReplyText, TeamMember
from foyer.cases.models.case import LONGEST_TEXT
from foyer.cases.queries.similar import MOST, found_for, similar_to
from foyer.cases.services.correcting import Facts
from foyer.cases.services.replies import fill_reply
from foyer.cases.services.steps import Planned
from foyer.clients.models import Client, Contact
from foyer.core.models import User
from foyer.core.staff_field import StaffField
from foyer.core.uploads.forms import UploadField

from .about import ABOUT, BookingField, belong_together, offer_about

_ROWS = 4


def text_field(label: Any, **kwargs: Any) -> forms.CharField:
    """Return a field for a few lines of words."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=area, **kwargs)


class ActForm(forms.Form):
    """What every act carries: the version of the case its actor saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.by = case, by


class TextForm(ActForm):
    """An act that needs words."""

    text = text_field(_("Text"))


class TellForm(TextForm):
    """Words the client will read; a text for replies may be filled in and is then changed at will."""

    reply = forms.ModelChoiceField(
        label=_("Text for replies"), queryset=ReplyText.objects.none(), required=False
    )
    field_order = ("reply", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["reply"]
        fitting = ReplyText.objects.filter(is_offered=True, kind__in=("", self.case.kind))
        offered.queryset = fitting
        self.fields["text"].help_text = _(
            "The client reads this; {link} becomes the link to their page."
        )

    def filled(self) -> str:
        """Return what was typed, and below it the text that was chosen, filled in for this case."""
        chosen = self.fields["reply"].queryset.filter(pk=_number(self.data.get("reply")))  # type: ignore[attr-defined]
        typed = str(self.data.get("text", "")).strip()
        return "\n\n".join(filter(None, [typed, *(fill_reply(one, self.case) for one in chosen)]))


def _number(text: Any) -> int:
    return int(text) if str(text or "").isdecimal() else 0


class TeamForm(ActForm):
    """Who investigates. (001-20)"""

    lead = StaffField(label=_("Leads the team"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead: Any = self.fields["lead"]
        names = [("", "–"), *((user.pk, str(user)) for user in lead.queryset)]  # read once for all
        lead.choices = names
        for row in range(1, _ROWS + 1):
            member: Any = StaffField(label=_("Further member"), required=False)
            member.choices = names
            self.fields[f"member_{row}"] = member
            self.fields[f"part_{row}"] = _part_field(required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a part nobody has, and the same person in two rows."""
        values, seen = self.cleaned_data, {self.cleaned_data.get("lead")}
        for row in range(1, _ROWS + 1):
            member = values.get(f"member_{row}")
            if member is None:
                if values.get(f"part_{row}"):
                    self.add_error(f"member_{row}", gettext("Choose who sees to this."))
            elif member in seen:
                self.add_error(f"member_{row}", gettext("Each person stands here once."))
            else:
                seen.add(member)
        return values

    @property
    def members(self) -> dict[User, str]:
        """Who was chosen, with what they see to."""
        values = self.cleaned_data
        rows = [(values[f"member_{row}"], values[f"part_{row}"]) for row in range(1, _ROWS + 1)]
        return {values["lead"]: gettext("Team lead")} | {user: part for user, part in rows if user}


def _part_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(label=_("Sees to"), max_length=60, **kwargs)


class JoinForm(ActForm):
    """Who joins the team, and what they see to. (001-20)"""

    user = StaffField(label=_("Member"))
    part = _part_field()


class LeaveForm(ActForm):
    """Who leaves the team."""

    member = forms.ModelChoiceField(
        label=_("Member"), queryset=TeamMember.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members: Any = self.fields["member"]
        members.queryset = self.case.team.now().select_related("user")


class MeasuresForm(ActForm):
    """What is to be done by whom until when. (001-22, 001-24)"""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, _ROWS + 1):
            needed = row == 1
            for name, label, longest in (
                ("what", _("Measure"), 500),
                ("department", _("Department"), 100),
                ("person", _("Person"), 100),
            ):
                self.fields[f"{name}_{row}"] = forms.CharField(
                    label=label, max_length=longest, required=needed
                )
            self.fields[f"due_{row}"] = forms.DateField(
                label=_("Time limit"),
                required=needed,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    @property
    def measures(self) -> list[Planned]:
        """The rows in which something was written."""
        values = self.cleaned_data
        rows = [
            Planned(
                values[f"what_{row}"],
                values[f"department_{row}"],
                values[f"person_{row}"],
                values[f"due_{row}"],
            )
            for row in range(1, _ROWS + 1)
        ]
        return [row for row in rows if row.what or row.department or row.person or row.due_on]


class PlanForm(MeasuresForm):
    """Findings and cause, with the measures. (001-21, 001-22)"""

    findings = text_field(_("Findings"))
    cause = text_field(_("Cause"))
    responsible = forms.CharField(label=_("Responsible party"), max_length=200)


class MeasureDoneForm(ActForm):
    """Which measure has been carried out. (001-23)"""

    measure = forms.ModelChoiceField(
        label=_("Measure"), queryset=Measure.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures: Any = self.fields["measure"]
        measures.queryset = self.case.measures.filter(done_at=None)


class FactsForm(ActForm):
    """What the case is, and whom and what it is about. (001-14, 001-19)"""

    kind = forms.ChoiceField(label=_("Kind of case"), choices=CaseKind.choices)
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices)
    client = forms.ModelChoiceField(
        label=_("Client"), queryset=Client.objects.none(), required=False
    )
    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), required=False
    )
    event: Any = forms.ModelChoiceField(label=_("Event"), queryset=None, required=False)
    booking = BookingField()

    def __init__(self, *args: Any, case: Case, by: User, **kwargs: Any) -> None:
        now = {name: getattr(case, f"{name}_id") for name in ABOUT}
        now |= {"kind": case.kind, "severity": case.severity, "booking": case.booking}
        kwargs["initial"] = now | kwargs.get("initial", {})
        super().__init__(*args, case=case, by=by, **kwargs)
        event: Any = self.fields["event"]
        event.queryset = Case._meta.get_field("event").related_model._default_manager.all()
        offer_about(self, by)

    def clean(self) -> dict[str, Any]:
        """Refuse a contact of another client."""
        values = self.cleaned_data
        if not belong_together(values.get("client"), values.get("contact")):
            self.add_error("contact", gettext("This contact belongs to another client."))
        if not belong_together(values.get("client"), values.get("booking")):
            self.add_error("booking", gettext("This booking belongs to another client."))
        return values

    @property
    def facts(self) -> Facts:
        """What was chosen; what one may not see stays as it is."""
        values = self.cleaned_data
        named = (*ABOUT, "booking")
        about = {name: values.get(name, getattr(self.case, name)) for name in named}
        return Facts(kind=values["kind"], severity=values["severity"], **about)


class EvidenceForm(ActForm):
    """A file for the case."""

    file = UploadField(label=_("File"))
    from_client = forms.BooleanField(
        label=_("The client gave it to us; they see it on their page"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["file"]
        asked.help_text = asked.says


class AssignForm(ActForm):
    """Who is answerable."""

    owner = StaffField(label=_("Answerable"))


class ManyForm(forms.Form):
    """Who is answerable for many cases, and who joins their teams."""

    owner = StaffField(label=_("Answerable"), required=False)
    members = forms.ModelMultipleChoiceField(
        label=_("Joins the team"), queryset=User.objects.filter(is_active=True), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        members: Any = self.fields["members"]
        names = [(user.pk, str(user)) for user in owner.queryset]  # read once for both
        owner.choices, members.choices = [("", owner.empty_label), *names], names


class MergeForm(ActForm):
    """Which case tells the same: one that is offered, or one that is found by what is typed."""

    other = forms.TypedChoiceField(
        label=_("The other case"), coerce=int, required=False, widget=forms.RadioSelect
    )
    typed = forms.CharField(
        label=_("Not among them? Search"),
        max_length=100,
        required=False,
        help_text=_("Number, name, client, last four digits"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get("typed") or "").strip()
        self.found = list(found_for(self.case, typed, self.by)[:MOST]) if typed else []
        offered = {one.pk: one for one in similar_to(self.case, self.by)[:MOST]}
        offered |= {one.pk: one for one in self.found}
        other: Any = self.fields["other"]
        other.choices = [(pk, _in_short(one)) for pk, one in offered.items()]

    def clean(self) -> dict[str, Any]:
        """Ask for a choice; what was typed only finds, so that nobody merges by a slip of the finger."""
        values = self.cleaned_data
        if values.get("other") or self.errors:
            return values
        if not values.get("typed"):
            words = gettext("Choose the case that tells the same, or search for it.")
        elif self.found:
            words = gettext(
                "These cases were found. Choose the one that tells the same, then merge."
            )
        else:
            words = gettext(
                "No open case was found for this. Try the number, or a part of the name."
            )
        self.add_error("other", words)
        return values


def _in_short(case: Case) -> str:
    about = Truncator(case.content).chars(40)
    return f"{case.number} · {case.get_kind_display()} · {case.get_status_display()} · {about}"
