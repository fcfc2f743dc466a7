"""What is known of an import: the file, its rows, and the journal of what was written."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import ImportStatus, RowOutcome, RowVerdict


class ImportBatch(models.Model):
    """One file that was imported, or is about to be (导入批次)."""

    target = models.CharField(_("kind of list"), max_length=60)
    scope = models.CharField(_("what it goes into"), max_length=60)
    status = models.CharField(
        _("status"), max_length=10, choices=ImportStatus.choices, default=ImportStatus.UPLOADED
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    language = models.CharField(_("language of the reasons"), max_length=10)
    file_name = models.CharField(_("file"), max_length=200)
    file = models.CharField(_("stored as"), max_length=200, blank=True)
    reading = models.JSONField(_("how the file is read"), default=dict)
    mapping = models.JSONField(_("which column is what"), default=dict)
    job = models.ForeignKey(
        "core.Job", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("job")
    )
    created_at = models.DateTimeField(_("uploaded at"))
    applied_at = models.DateTimeField(_("applied at"), null=True)
    undone_at = models.DateTimeField(_("undone at"), null=True)
    purged_at = models.DateTimeField(_("rows and file deleted at"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["target", "scope", "-created_at"], name="core_imports_of_list")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ImportStatus.values), name="core_import_status_known"
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of an imported file, and what is to become of it (导入行).

    `sealed` holds the cells and the plan as the target seals them: they are personal data.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row in the file"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=RowVerdict.choices, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=RowOutcome.choices, blank=True)
    sealed = models.TextField(editable=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="core_import_row_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["batch", "verdict", "outcome"], name="core_import_rows_due")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"


class ImportJournal(models.Model):
    """One batch of rows that was written in one transaction, with what was there before (导入日志)."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="journal")
    step = models.PositiveIntegerField()
    sealed = models.TextField(editable=False)
    applied_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["step"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "step"], name="core_import_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.step}"
