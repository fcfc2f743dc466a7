"""What an act upon many guests needs to be told besides the guests."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TableForm(forms.Form):
    """At which table they are to sit."""

    table = forms.CharField(
        label=_("Table"),
        required=False,
        max_length=40,
        help_text=_("Empty: they sit at no table."),
        error_messages={"max_length": _("The name of a table has at most 40 characters.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
