"""What the client's own pages ask."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.cases.services.evidence import MOST_AT_ONCE
from foyer.core.secret_codes import WHOLE_CODE
from foyer.core.uploads.forms import UploadsField
from foyer.core.uploads.kinds import FileKind

_FOUR = re.compile(r"[0-9]{4}")
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
                "photos", gettext("Your message is kept; choose the files to send again.")
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
    """The number of a case, and the last four digits of its phone or the code in its link."""

    number = forms.CharField(label=_("Number of your case"), max_length=40)
    mark = forms.CharField(
        label=_("Last four digits of your phone, or the code in your link"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_mark(self) -> str:
        """Refuse what is neither four digits nor a whole code."""
        text = unicodedata.normalize("NFKC", self.cleaned_data["mark"]).strip()
        code = text.rpartition("/")[2].upper()  # somebody pastes the whole link
        if not _FOUR.fullmatch(text) and not WHOLE_CODE.fullmatch(code):
            raise forms.ValidationError(
                gettext("Four digits, or the whole code of 26 characters, please.")
            )
        return text if _FOUR.fullmatch(text) else code


class LinkForm(forms.Form):
    """The number of a case, and the e-mail address it was reported with: the link is mailed there."""

    number = forms.CharField(label=_("Number of your case"), max_length=40)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
