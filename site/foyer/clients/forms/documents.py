"""A paper for a client's file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import DocumentKind
from foyer.core.uploads.forms import UploadField

_NOTE = 200


class DocumentForm(forms.Form):
    """The file, what it is, and what it is about."""

    file = UploadField(label=_("File"))
    kind = forms.ChoiceField(label=_("Kind of paper"), choices=DocumentKind.choices)
    note = forms.CharField(
        label=_("Note"),
        max_length=_NOTE,
        required=False,
        help_text=_("What it is about, until when it holds."),
    )

    def __init__(self, *args: Any, replacing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["file"]
        asked.help_text = asked.says
        if replacing:
            asked.label, asked.required = _("Another file in its place"), False
