"""What the client's own pages ask."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class MessageForm(forms.Form):
    """A word to the house."""

    text = forms.CharField(
        label=_("Your message"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReasonForm(forms.Form):
    """Why the client is not satisfied."""

    reason = forms.CharField(
        label=_("What is still missing?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class LookUpForm(forms.Form):
    """The number of a case, and the last four digits of the phone it was reported with."""

    number = forms.CharField(label=_("Number of your case"), max_length=40)
    last_four = forms.RegexField(
        label=_("Last four digits of your phone"),
        regex=r"^\s*\d{4}\s*$",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Four digits, please.")},
    )
