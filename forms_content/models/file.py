"""Files handed in with a form."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.core.uploads.models import PrivateFile

from .draft import Draft
from .form_page import FormPage
from .submission import Submission


class SubmittedFile(PrivateFile):
    """A file handed in with a form, held until the copy it belongs to is sent (提交附件). (001-13; security 10)"""

    page = models.ForeignKey(
        FormPage, on_delete=models.CASCADE, related_name="files", verbose_name=_("form")
    )
    submission = models.ForeignKey(
        Submission,
        on_delete=models.CASCADE,
        null=True,
        related_name="files",
        verbose_name=_("submission"),
    )
    draft = models.ForeignKey(
        Draft,
        on_delete=models.CASCADE,
        null=True,
        related_name="files",
        verbose_name=_("saved form"),
    )
    question = models.CharField(max_length=40, editable=False)
    holder = models.CharField(max_length=64, editable=False)  # the copy's name, hashed, as `once`
    digest = models.CharField(max_length=64, editable=False)  # the same file twice is one

    class Meta:
        verbose_name = _("file of a submission")
        verbose_name_plural = _("files of submissions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["page", "holder", "question", "digest"], name="forms_content_file_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(file="") & ~models.Q(file_name=""),
                name="forms_content_file_is_there",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
