"""What an act upon many guests needs to be told besides the guests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foyer.core.models import User


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


class HostForm(forms.Form):
    """Who is to look after them."""

    host = forms.ModelChoiceField(
        label=_("Host"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = possible_hosts()  # type: ignore[attr-defined]  # a ModelChoiceField


def possible_hosts() -> Any:
    """Return the members of staff who may be somebody's host."""
    return User.objects.filter(is_active=True).order_by("last_name", "first_name", "username")
