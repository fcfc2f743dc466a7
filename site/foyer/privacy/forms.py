"""Forms of the privacy room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from foyer.core.enums import Language

from .declarations import Purpose
from .enums import ConsentChannel, ConsentPurpose, ErasureGround
from .models import Erasure, PrivacyPolicy
from .people import Person
from .registry import purposes

_LONGEST_PERIOD = 36_500  # days: a hundred years


class FindForm(forms.Form):
    """Whom to look for. It is sent as a form: what is typed stands in no address and no log."""

    q = forms.CharField(
        label=_("Name, phone, e-mail or client number"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


def _asked(by_staff: bool) -> list[tuple[str, Any]]:
    return [
        (c.value, c.label) for c in ConsentChannel if not by_staff or c in ConsentChannel.BY_STAFF
    ]


class ConsentForm(forms.Form):
    """What somebody agreed to, as a member of staff writes it down."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=ConsentPurpose.choices)
    text = forms.CharField(
        label=_("Words agreed to"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        help_text=_("The very words the person read or heard, whole."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    channel = forms.ChoiceField(label=_("How they agreed"), choices=_asked(by_staff=True))


class WithdrawForm(forms.Form):
    """How somebody withdrew."""

    channel = forms.ChoiceField(label=_("How they withdrew"), choices=_asked(by_staff=True))


class EraseForm(forms.Form):
    """Why a person is erased, confirmed by writing their name."""

    seen = forms.CharField(widget=forms.HiddenInput)
    ground = forms.ChoiceField(label=_("Reason"), choices=ErasureGround.choices)
    reference = forms.CharField(
        label=_("Reference"),
        required=False,
        max_length=Erasure._meta.get_field("reference").max_length,
        help_text=_("Number or day of the letter that asks for it; no name."),
    )
    names_too = forms.BooleanField(
        label=_("Take the name out of texts about others as well"), required=False
    )
    name = forms.CharField(
        label=_("Write the person's name to confirm"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, person: Person, namesakes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person
        self.fields["names_too"].initial = not namesakes
        if namesakes:
            self.fields["names_too"].help_text = _(
                "Others bear the same name: where only the name stands, it may mean them. Left alone, "
                "these places are listed afterwards for you to look through."
            )

    def clean_name(self) -> str:
        """Refuse another name than the person's."""
        name = str(self.cleaned_data["name"])
        if not self._person.bears(name):
            raise forms.ValidationError(_("This is not the name of the person to be erased."))
        return name


class PrivacyPolicyForm(WagtailAdminModelForm):
    """The periods of retention, one field for each purpose a room has registered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose in purposes():
            self.fields[_field_name(purpose)] = forms.IntegerField(
                label=str(purpose.label),
                help_text=str(purpose.counted),
                required=False,
                min_value=1,
                max_value=_LONGEST_PERIOD,
                initial=self.instance.days(purpose),
                widget=forms.NumberInput(attrs={"placeholder": _("without end")}),
            )

    @property
    def periods(self) -> list[Any]:
        """The fields of the periods, bound."""
        return [self[_field_name(purpose)] for purpose in purposes()]

    def save(self, commit: bool = True) -> PrivacyPolicy:
        """Keep the periods; an empty one means without end."""
        self.instance.periods = {
            purpose.key: self.cleaned_data[_field_name(purpose)] for purpose in purposes()
        }
        saved: PrivacyPolicy = super().save(commit)
        return saved


def _field_name(purpose: Purpose) -> str:
    return f"period_{purpose.key}"
