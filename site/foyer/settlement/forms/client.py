"""What the client's page asks for a tax invoice."""

from __future__ import annotations

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

_LONGEST_TITLE = 200
_LONGEST_TYPED = 60  # a number with the spaces people put into it


class InvoiceForm(forms.Form):
    """In whose name a tax invoice is to be written, and their tax number. (004-23)"""

    title = forms.CharField(
        label=_("In the name of"),
        max_length=_LONGEST_TITLE,
        help_text=_("The company or person the invoice is written to."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    tax_number = forms.CharField(
        label=_("Tax number (a person needs none)"),
        max_length=_LONGEST_TYPED,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"auto_id": "invoice-%s"} | kwargs)  # type: ignore[arg-type]  # Django's own

    def clean_tax_number(self) -> str:
        """Return the number without the spaces it was typed with, in plain letters and digits."""
        typed: str = self.cleaned_data["tax_number"]
        return "".join(unicodedata.normalize("NFKC", typed).split())
