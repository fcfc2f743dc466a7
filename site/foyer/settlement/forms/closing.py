"""What closing a month asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CloseForm(forms.Form):
    """The month, and that one knows what is left of it where anything is."""

    month = forms.DateField(widget=forms.HiddenInput)
    knows = forms.BooleanField(
        label=_("I know what is not stated yet; it will stand in a later month."),
        required=False,
    )

    def __init__(self, *args: Any, left: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not left:
            del self.fields["knows"]
