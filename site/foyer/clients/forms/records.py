"""Forms of what belongs to a client."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import ReferralState
from foyer.clients.models import Client, Contact, CustomField
from foyer.clients.services import custom_fields
from foyer.clients.services.vouchers import MOST_AT_ONCE

from .base import PREFIX, KeptForm, NotOverOthersForm

_WHAT_WAS_REWARDED = {"referrer_client", "referrer_contact", "new_client", "referred_on"}
_FIXED = ("of", "key", "kind", "is_personal")


class DealForm(NotOverOthersForm):
    """The form of a deal."""

    beside: ClassVar[Mapping[str, str]] = {"clients_deal_amount_not_negative": "amount"}


class FeedbackForm(NotOverOthersForm):
    """The form of what a client said."""

    beside: ClassVar[Mapping[str, str]] = {"clients_feedback_says_something": "words"}


class ReferralForm(NotOverOthersForm):
    """The form of a referral."""

    beside: ClassVar[Mapping[str, str]] = {
        "clients_referral_one_referrer": "referrer_client",
        "clients_referral_not_oneself": "new_client",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.state == ReferralState.REWARDED:  # who was thanked, and for whom, stays
            for name in _WHAT_WAS_REWARDED & self.fields.keys():
                self.fields[name].disabled = True

    def clean_referred_on(self) -> date:
        """Refuse a day after the new client signed."""
        day: date = self.cleaned_data["referred_on"]
        if self.instance.signed_on and day > self.instance.signed_on:
            signed = date_format(self.instance.signed_on, "SHORT_DATE_FORMAT")
            said = _("The client signed on %(day)s: the referral came before.")
            raise forms.ValidationError(said % {"day": signed})
        return day


class IssueVouchersForm(KeptForm):
    """How many vouchers are issued through which channel, and what for."""

    count = forms.IntegerField(label=_("how many"), min_value=1, max_value=MOST_AT_ONCE, initial=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = self.fields["channel"]
        channels.queryset = channels.queryset.filter(is_open=True)


class CustomFieldForm(KeptForm):
    """The form of a field of the house; what is fixed at its making cannot be changed later."""

    beside: ClassVar[Mapping[str, str]] = {
        "clients_field_key_once": "key",
        "clients_field_personal_not_listed": "is_personal",
        "clients_field_choice_has_options": "options",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in _FIXED:
                self.fields[name].disabled = True

    def clean_key(self) -> str:
        """Refuse the name of a column every client or contact has already."""
        key: str = self.cleaned_data["key"]
        model = {"client": Client, "contact": Contact}.get(self.cleaned_data.get("of", ""))
        if model and key in {field.name for field in model._meta.get_fields()}:
            raise forms.ValidationError(
                _("“%(key)s” is the name of a column there is already: choose another."),
                params={"key": key},
            )
        return key

    def clean_options(self) -> str:
        """Refuse the same choice twice."""
        options: str = self.cleaned_data["options"].strip()
        kept = [value for value, _label in CustomField(options=options).choices("")]
        if len(set(kept)) != len(kept):
            raise forms.ValidationError(_("One choice stands there twice."))
        if used := custom_fields.choices_used(self.instance, but=kept):
            raise forms.ValidationError(
                _(
                    "Some records hold “%(choices)s”. Keep it, or choose something else there first."
                ),
                params={"choices": "”、“".join(used)},
            )
        return options


__all__ = [
    "PREFIX",
    "CustomFieldForm",
    "DealForm",
    "FeedbackForm",
    "IssueVouchersForm",
    "ReferralForm",
]
