"""Forms around a guest list."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foyer.clients.enums import Tier
from foyer.clients.forms import ReachableForm
from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.enums import GuestSource, InvitationStatus, ReplyState
from foyer.guests.models import Checkpoint, Guest
from foyer.guests.services.guest_list import FIELDS
from foyer.privacy.identifiers import mask_email, mask_phone

_LONGEST_QUERY = 100


def _search_box(example: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Search"),
        required=False,
        max_length=_LONGEST_QUERY,
        widget=forms.SearchInput(attrs={"placeholder": example, "autocomplete": "off"}),
    )


def account_managers() -> Any:
    """Return the members of staff who look after a client."""
    return User.objects.filter(clients__isnull=False).distinct().order_by("username")


class GuestFilterForm(forms.Form):
    """What a guest list is narrowed down by; a value it does not know narrows nothing."""

    q = _search_box(_("Name, pinyin, company, phone or its last four digits"))
    reply = forms.ChoiceField(
        label=_("Reply"),
        required=False,
        choices=[*ReplyState.choices, ("struck", _("Struck off"))],
        widget=forms.HiddenInput,
    )
    letter = forms.ChoiceField(
        label=_("Invitation"),
        required=False,
        choices=[("", _("All")), ("none", _("Not sent yet")), *InvitationStatus.choices],
    )
    arrived = forms.ChoiceField(
        label=_("Arrived"),
        required=False,
        choices=[("", _("All")), ("yes", _("Arrived")), ("no", _("Not arrived"))],
    )
    table = forms.ChoiceField(label=_("Table"), required=False)
    source = forms.ChoiceField(
        label=_("Source"), required=False, choices=[("", _("All")), *GuestSource.choices]
    )
    manager = forms.ModelChoiceField(
        label=_("Account manager"),
        required=False,
        queryset=User.objects.none(),
        empty_label=_("All"),
    )

    def __init__(self, *args: Any, tables: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All")), ("-", _("Without a table")), *((name, name) for name in tables)]
        self.fields["table"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["manager"].queryset = account_managers()  # type: ignore[attr-defined]  # as above

    @property
    def wanted(self) -> dict[str, Any]:
        """The values that narrow the list down."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def shown(self, name: str) -> str:
        """Return a value that narrows the list down, in words."""
        value = self.cleaned_data[name]
        choices = getattr(self.fields[name], "choices", ())
        words = {} if isinstance(value, User) else dict(choices)
        return str(words.get(value, value))


class ContactFilterForm(forms.Form):
    """What the contacts to choose from are narrowed down by."""

    q = _search_box(_("Name, pinyin, company, phone or its last four digits"))
    tier = forms.ChoiceField(
        label=_("Tier"), required=False, choices=[("", _("All")), *Tier.choices]
    )
    manager = forms.ModelChoiceField(
        label=_("Account manager"),
        required=False,
        queryset=User.objects.none(),
        empty_label=_("All"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = account_managers()  # type: ignore[attr-defined]  # a ModelChoiceField

    @property
    def wanted(self) -> dict[str, Any]:
        """The values that narrow the contacts down."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class GuestForm(ReachableForm):
    """One guest. Who may not see phones and e-mails may write new ones, not read those kept."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    class Meta:
        model = Guest
        fields: ClassVar = FIELDS
        widgets: ClassVar = {"dietary_notes": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, sensitive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hidden: tuple[str, ...] = ()
        host = self.fields["host"]
        host.queryset = host.queryset.filter(is_active=True)
        if self.instance.pk and not sensitive:
            self.hidden = ("phone", "email")
            self._hide("phone", mask_phone(self.instance.phone))
            self._hide("email", mask_email(self.instance.email))

    def _hide(self, name: str, masked: str) -> None:
        self.initial[name] = ""
        if masked:
            self.fields[name].help_text = _("Kept: %(masked)s. Write here only to replace it.") % {
                "masked": masked
            }

    @property
    def changes(self) -> dict[str, Any]:
        """The fields the writer changed, with their new values."""
        return {
            name: self.cleaned_data[name]
            for name in self.changed_data
            if name in FIELDS and not (name in self.hidden and not self.cleaned_data[name])
        }


class SignInForm(forms.Form):
    """Which list, and how many have come."""

    checkpoint = forms.ModelChoiceField(
        label=_("Checkpoint"), queryset=Checkpoint.objects.none(), empty_label=None
    )
    party = forms.IntegerField(label=_("People"), min_value=1, max_value=999)

    def __init__(self, *args: Any, guest: Guest, **kwargs: Any) -> None:
        expected = min(max(guest.reply_party, 1), guest.party_limit)
        super().__init__(*args, **kwargs)
        self.initial["party"] = expected
        checkpoint = self.fields["checkpoint"]
        checkpoint.queryset = guest.event.checkpoints.order_by("position", "pk")  # type: ignore[attr-defined]  # a ModelChoiceField
        checkpoint.label_from_instance = lambda point: point.name_text  # type: ignore[attr-defined]  # as above
        self.fields["party"].help_text = ngettext(
            "The invitation is for %(limit)d person.",
            "The invitation is for %(limit)d people at most.",
            guest.party_limit,
        ) % {"limit": guest.party_limit}


class UndoForm(forms.Form):
    """Why a sign-in is undone."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("It is kept in the register of sign-ins.")
    )


class _CheckpointFormSet(BaseInlineFormSet):  # type: ignore[type-arg]  # generic only for type checkers
    def clean(self) -> None:
        super().clean()
        kept = [
            form
            for form in self.forms
            if form.cleaned_data.get("name") and not form.cleaned_data.get("DELETE")
        ]
        if not any(self.errors) and not kept:
            raise forms.ValidationError(_("An event needs at least one checkpoint."))


CheckpointFormSet = inlineformset_factory(
    Event,
    Checkpoint,
    formset=_CheckpointFormSet,
    fields=("name", "name_zh_hant", "name_en", "position"),
    extra=1,
    can_delete=True,
)
