"""Forms about visits and what is due."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from foyer.clients.care_enums import DueGroup, DueKind, VisitMode
from foyer.clients.enums import Tier
from foyer.clients.models import Client, Contact, DigestChoice, Visit
from foyer.clients.models.visit import LONGEST_TEXT
from foyer.clients.services.visits import FIELDS
from foyer.core.models import User

_LONGEST_QUERY = 100
_EVERYTHING = ("", _("All"))


def staff_with(right: str) -> Any:
    """Return the members of staff who hold a right, by name."""
    backend = "django.contrib.auth.backends.ModelBackend"
    holders = User.objects.with_perm(right, backend=backend)
    return holders.order_by("last_name", "first_name", "username")


class FilterForm(forms.Form):
    """What a list is narrowed down by; a value it does not know narrows nothing."""

    @property
    def wanted(self) -> dict[str, Any]:
        """The values that narrow the list down."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DueFilterForm(FilterForm):
    """What a list of things due is narrowed down by."""

    group = forms.ChoiceField(required=False, choices=DueGroup.choices, widget=forms.HiddenInput)
    manager = forms.ChoiceField(label=_("Account manager"), required=False)
    kind = forms.ChoiceField(
        label=_("Reason"), required=False, choices=[_EVERYTHING, *DueKind.choices]
    )
    tier = forms.ChoiceField(label=_("Tier"), required=False, choices=[_EVERYTHING, *Tier.choices])

    def __init__(self, *args: Any, managers: list[User] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if managers is None:
            del self.fields["manager"]
            return
        nobody = ("nobody", _("No account manager"))
        people = [(str(user.pk), str(user)) for user in managers]
        field = self.fields["manager"]
        field.choices = [_EVERYTHING, *people, nobody]  # type: ignore[attr-defined]  # a ChoiceField


class PutOffForm(forms.Form):
    """To which day something due is put off."""

    to = forms.DateField(label=_("Put off to"), widget=AdminDateInput)


class HandOnForm(forms.Form):
    """To which colleague something due is handed."""

    colleague = forms.ModelChoiceField(label=_("Hand to"), queryset=User.objects.none())

    def __init__(self, *args: Any, but: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["colleague"]
        field.queryset = staff_with("clients.view_due").exclude(pk=but.pk)  # type: ignore[attr-defined]  # a ModelChoiceField


class ReasonForm(forms.Form):
    """Why something is skipped or struck out."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class _ContactChoice(forms.ModelChoiceField[Contact]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} {obj.title}".strip()


class _ContactChoices(forms.ModelMultipleChoiceField[Contact]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} {obj.title}".strip()


class OnceField(forms.CharField):
    """A name the form gives what is sent, so that a second tap sends nothing twice."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            max_length=64,
            initial=partial(secrets.token_urlsafe, 16),
            widget=forms.HiddenInput(attrs={"autocomplete": "off"}),
        )


class QuickLogForm(forms.Form):
    """A call in one line: with whom, what was said, when again. (001-12)"""

    said = forms.CharField(
        label=_("What was said"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(
            attrs={"rows": 3, "autofocus": True, "data-enter-sends": "", "enterkeyhint": "send"}
        ),
        help_text=_("Enter saves, Shift and Enter begin a new line."),
    )
    contact = _ContactChoice(
        label=_("With"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("Somebody else"),
    )
    mode = forms.ChoiceField(label=_("How"), choices=[*VisitMode.choices], initial=VisitMode.PHONE)
    next_visit_on = forms.DateField(label=_("Next visit"), required=False, widget=AdminDateInput)
    once = OnceField()

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = client.contacts.order_by("pk")  # type: ignore[attr-defined]  # a ModelChoiceField


class VisitForm(WagtailAdminModelForm):
    """The house's own form of a visit. (003-15)"""

    contacts = _ContactChoices(
        label=_("Contacts met"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fulfils = forms.MultipleChoiceField(
        label=_("Also done with it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Regular contact, agreed visits and return visits are closed by themselves."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    once = OnceField()

    class Meta:
        model = Visit
        fields: ClassVar = FIELDS
        widgets: ClassVar = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("situation", "discussion", "concerns", "other", "solved", "to_watch")
        }

    def __init__(
        self, *args: Any, client: Client, greetings: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.instance.client = client
        self.fields["contacts"].queryset = client.contacts.order_by("pk")
        self.fields["written_on"].required = False
        self.fields["staff"].queryset = staff_with("clients.add_visit")
        self.fields["fulfils"].choices = greetings
        if not greetings:
            del self.fields["fulfils"]
        if self.instance.pk:
            self.initial["contacts"] = list(self.instance.contacts.values_list("pk", flat=True))
            self.initial["seen"] = self.instance.changed_at.isoformat()

    @property
    def changes(self) -> dict[str, Any]:
        """The columns the writer changed, with their new values."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in FIELDS}


class VisitFilterForm(FilterForm):
    """What a list of visits is narrowed down by."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=_LONGEST_QUERY,
        widget=forms.SearchInput(
            attrs={"placeholder": _("Client or contact"), "autocomplete": "off"}
        ),
    )
    first = forms.DateField(label=_("From"), required=False, widget=AdminDateInput)
    last = forms.DateField(label=_("Until"), required=False, widget=AdminDateInput)
    staff = forms.ModelChoiceField(
        label=_("Member of staff"),
        required=False,
        queryset=User.objects.none(),
        empty_label=_("All"),
    )
    mode = forms.ChoiceField(
        label=_("How"), required=False, choices=[_EVERYTHING, *VisitMode.choices]
    )
    tier = forms.ChoiceField(label=_("Tier"), required=False, choices=[_EVERYTHING, *Tier.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = staff_with("clients.add_visit")  # type: ignore[attr-defined]  # a ModelChoiceField


class DigestChoiceForm(forms.ModelForm[DigestChoice]):
    """Whether somebody wants the morning mail."""

    class Meta:
        model = DigestChoice
        fields: ClassVar = ["wanted"]
