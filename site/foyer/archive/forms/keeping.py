"""What holding back, keeping on and destroying ask. (000-28)"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from foyer.bookings.forms.sought import DayInput

from .access import ActForm

_LONGEST = 500


class HoldForm(ActForm):
    """Why a record is held back."""

    reason = forms.CharField(label=_("Reason"), max_length=_LONGEST)


class LiftForm(ActForm):
    """Why a hold is lifted."""

    reason = forms.CharField(label=_("Reason"), max_length=_LONGEST)


class KeepOnForm(ActForm):
    """Until when a record is kept on."""

    until = forms.DateField(label=_("Keep until"), widget=DayInput())


class ProposeForm(ActForm):
    """Why records are to be destroyed."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=_LONGEST,
        help_text=_("It stands on the certificate for good."),
    )


class CarryOutForm(ActForm):
    """That somebody knows what they do."""

    knows = forms.BooleanField(
        label=_("I have looked at the list and know that nothing brings these records back.")
    )


class TurnDownForm(ActForm):
    """Why nothing is destroyed."""

    answer = forms.CharField(label=_("Reason"), max_length=_LONGEST, required=False)
