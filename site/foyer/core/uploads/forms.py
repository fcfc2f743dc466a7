"""The question for a file, in any form."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .clean_file import CleanFile
from .cleaning import clean_upload
from .kinds import ALL_KINDS, FileKind
from .limits import MEGABYTE, UploadLimits
from .refusals import BadUpload


class UploadField(forms.FileField):
    """Asks for one file, and gives it cleaned, or the sentence why it is not taken."""

    def __init__(
        self,
        *,
        limits: UploadLimits | None = None,
        kinds: Collection[FileKind] = ALL_KINDS,
        **kwargs: Any,
    ) -> None:
        self.limits, self.kinds = limits or UploadLimits(), kinds
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(f".{kind.value}" for kind in kinds)

    @property
    def says(self) -> str:
        """What is taken, in a sentence for a form's help."""
        names = ", ".join(str(kind.label) for kind in self.kinds)
        said = _("%(kinds)s; at most %(megabytes)s MB.")
        return said % {"kinds": names, "megabytes": self.limits.size // MEGABYTE}

    def clean(self, data: Any, initial: Any = None) -> CleanFile | None:
        """Return the cleaned file; None when none was chosen and none need be."""
        file = super().clean(data, initial)
        if not data or file is None:
            return None
        try:
            return clean_upload(file, limits=self.limits, kinds=self.kinds)
        except BadUpload as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
