"""Files that belong to a case: what the client shows, and what staff find."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.core.uploads.kinds import FileKind
from foyer.core.uploads.models import PrivateFile

from .case import Case
from .parts import CaseMessage


class Evidence(PrivateFile):
    """A photograph or paper kept with a case, out of every public address (凭证). (001-19, 001-21)"""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    message = models.ForeignKey(
        CaseMessage,
        on_delete=models.SET_NULL,
        null=True,
        related_name="evidence",
        verbose_name=_("message"),
    )
    from_client = models.BooleanField(_("from the client"), editable=False)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering: ClassVar = ["added_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(file_kind__in=FileKind.values) & ~Q(file="") & ~Q(file_name=""),
                name="cases_evidence_has_file",
            )
        ]

    def __str__(self) -> str:
        return self.file_name
