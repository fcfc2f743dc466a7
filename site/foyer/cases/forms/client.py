"""What the client's own pages ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.cases.services.evidence import MOST_AT_ONCE
from foyer.core.uploads.forms import UploadsField
from foyer.core.uploads.kinds import FileKind

SHOWN = (FileKind.JPG, FileKind.PNG, FileKind.WEBP, FileKind.PDF)


class MessageForm(forms.Form):
    """A word to the house, photographs or papers, or both. (001-19)"""

    text = forms.CharField(
        label=_("Your message"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photos = UploadsField(label=_("Photos or PDF"), most=MOST_AT_ONCE, kinds=SHOWN, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["photos"]
        asked.help_text = asked.says

    def clean(self) -> dict[str, Any]:
        """Ask for something to be said or shown; after a refused file the others are to be chosen again."""
        values = self.cleaned_data
        if self.errors.get("photos"):
            self.add_error(
                "files", gettext("Your message is kept; choose the files to send again.")
            )
        elif not values.get("text", "").strip() and not values.get("photos"):
            self.add_error("text", gettext("Write a message, or choose a photo."))
        return values


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
