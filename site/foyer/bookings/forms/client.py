"""What the client's own pages ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.bookings.models.booking import LONGEST_TEXT, MOST_HEADS
from foyer.bookings.searching import YEARS
from foyer.bookings.services.talking import Wish

_LONGEST_REASON = 500


class _Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"step": 900})


class DeclineForm(forms.Form):
    """Why an offer is declined, if the client cares to say."""

    reason = forms.CharField(
        label=_("Reason (if you like)"),
        max_length=_LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CancelForm(forms.Form):
    """Why a booking is cancelled, and the fee that was shown beside the button."""

    reason = forms.CharField(
        label=_("Why do you cancel?"),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    fee = forms.CharField(widget=forms.HiddenInput)


class MessageForm(forms.Form):
    """A word to the house, and a wish for another time or number of people. (004-02)"""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    wished_from = forms.DateTimeField(label=_("Rather from"), required=False, widget=_Moment())
    wished_to = forms.DateTimeField(label=_("Rather to"), required=False, widget=_Moment())
    wished_heads = forms.IntegerField(
        label=_("Rather for so many people"), required=False, min_value=1, max_value=MOST_HEADS
    )

    def clean(self) -> dict[str, Any]:
        """Ask for something to be said, and for times the right way round."""
        values = self.cleaned_data
        for name in ("wished_from", "wished_to"):
            if values.get(name) and values[name].year not in YEARS:
                self.add_error(name, gettext("Check the year."))
        begin, end = values.get("wished_from"), values.get("wished_to")
        if begin and end and end <= begin:
            self.add_error(
                "wished_to", gettext("The end must come after the beginning: check both times.")
            )
        if not self.errors and not values.get("text", "").strip() and self.wish() == Wish():
            self.add_error("text", gettext("Write a message, or say what you would rather have."))
        return values

    @property
    def wished(self) -> list[forms.BoundField]:
        """The fields that wish for something else."""
        return [self[name] for name in ("wished_from", "wished_to", "wished_heads")]

    def wish(self) -> Wish:
        """Return what is wished for."""
        told = self.cleaned_data
        return Wish(
            starts_at=told.get("wished_from"),
            ends_at=told.get("wished_to"),
            heads=told.get("wished_heads"),
        )


class LookUpForm(forms.Form):
    """The number of a booking, and the last four digits of the phone it was asked for with."""

    number = forms.CharField(label=_("Number of your booking"), max_length=40)
    last_four = forms.RegexField(
        label=_("Last four digits of your phone"),
        regex=r"^\s*\d{4}\s*$",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Four digits, please.")},
    )
