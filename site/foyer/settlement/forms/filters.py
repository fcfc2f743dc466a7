"""What the list of accounts is narrowed down by."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

_LONGEST_QUERY = 100


class AccountFilterForm(forms.Form):
    """Words: a number, a company, a name."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=_LONGEST_QUERY,
        widget=forms.SearchInput(
            attrs={"placeholder": _("Booking, client, company"), "autocomplete": "off"}
        ),
    )

    @property
    def words(self) -> str:
        """What is looked for; words too long to be meant narrow nothing, and are named."""
        self.is_valid()
        return str(self.cleaned_data.get("q", "")).strip()
