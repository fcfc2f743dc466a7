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


class _ManyFiles(forms.FileInput):
    """Lets several files be chosen at once."""

    allow_multiple_selected = True


class UploadsField(UploadField):
    """Asks for some files, and gives all of them cleaned; of each that is not taken a sentence that names it."""

    widget = _ManyFiles

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    @property
    def says(self) -> str:
        """What is taken, and how many."""
        said = _("%(kinds)s; at most %(most)s files of %(megabytes)s MB each.")
        names = ", ".join(str(kind.label) for kind in self.kinds)
        size = self.limits.size // MEGABYTE
        return said % {"kinds": names, "most": self.most, "megabytes": size}

    def clean(self, data: Any, initial: Any = None) -> list[CleanFile]:  # type: ignore[override]  # several in place of one
        """Return the cleaned files.

        Raises:
            ValidationError: too many, or sentences on those that are not taken.
        """
        sent = [one for one in data or [] if one]
        if not sent:
            super().clean(None, initial)
            return []
        if len(sent) > self.most:
            said = _("Choose at most %(most)s files at once; send the others afterwards.")
            raise ValidationError(said % {"most": self.most}, code="upload_too_many")
        cleaned, refused = [], []
        for one in sent:
            try:
                cleaned.append(super().clean(one, initial))
            except ValidationError as wrong:
                words = _("“%(file)s”: %(reason)s")
                values = {"file": one.name, "reason": " ".join(wrong.messages)}
                refused.append(ValidationError(words % values, code=wrong.code))
        if refused:
            raise ValidationError(refused)
        return [one for one in cleaned if one]
