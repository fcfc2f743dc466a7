"""What a merge of two cases moved, so that it can be taken back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.cases.enums import CaseStatus

from .case import Case
from .parts import CaseMessage


class CaseMerge(models.Model):
    """One merge of a case into another: what went over, by its keys (合并记录). (001-14)"""

    given = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="merges")
    kept = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=14, choices=CaseStatus.choices)
    words = models.ForeignKey(CaseMessage, on_delete=models.SET_NULL, null=True, related_name="+")
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(_("merged at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)

    class Meta:
        verbose_name = _("merge of cases")
        verbose_name_plural = _("merges of cases")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["given"], condition=Q(undone_at=None), name="cases_merged_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.given_id} → {self.kept_id}"
