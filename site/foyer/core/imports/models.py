"""What is known of an import: the file, its rows, and the journal of what was written."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import Decision, ImportStatus, Overwriting, RowOutcome, RowVerdict


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
    sealed_head = models.TextField(editable=False, blank=True, default="")
    mapping = models.JSONField(_("which column is what"), default=dict)
    date_orders = models.JSONField(_("day or month first"), default=dict)
    overwriting = models.CharField(
        _("what updates may write over"),
        max_length=6,
        choices=Overwriting.choices,
        default=Overwriting.ALL,
    )
    overwritten = models.JSONField(_("columns updates may write over"), default=list)
    horizon = models.JSONField(_("how far the records were looked at"), default=dict)
    tally = models.JSONField(_("rows by what became of them"), default=dict)
    corrects = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        related_name="corrections",
        verbose_name=_("corrects the rows of"),
    )
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


class ImportBlock(models.Model):
    """Some hundred rows of an imported file as they were checked, sealed together (导入数据块).

    `sealed` holds cells, reasons and plans as the target seals them: they are personal data. Sealing
    and packing rows together costs a fraction of doing so row by row.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="blocks")
    first = models.PositiveIntegerField(_("first row"))
    last = models.PositiveIntegerField(_("last row"))
    sealed = models.TextField(editable=False)

    class Meta:
        ordering: ClassVar = ["first"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "first"], name="core_import_block_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.first}-{self.last}"


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Reads of rows."""

    def applies(self) -> ImportRowQuerySet:
        """Return the rows that are, or were, to be written: as judged, or as a person decided."""
        judged = Q(verdict__in=RowVerdict.APPLIES) & ~Q(decision=Decision.SKIP)
        decided = Q(verdict=RowVerdict.POSSIBLE, decision__in=(Decision.UPDATE, Decision.NEW))
        return self.filter(judged | decided)

    def due(self) -> ImportRowQuerySet:
        """Return the rows that are still to be written."""
        return self.applies().filter(outcome=RowOutcome.WAITING)

    def bad(self) -> ImportRowQuerySet:
        """Return the rows that were or will be left out and may be corrected."""
        undecided = Q(verdict=RowVerdict.POSSIBLE, decision=Decision.NONE)
        left = Q(verdict__in=RowVerdict.BAD) | undecided
        return self.filter(left & ~Q(outcome=RowOutcome.MENDED) | Q(outcome=RowOutcome.REFUSED))


class ImportRow(models.Model):
    """One row of an imported file, and what is to become of it (导入行).

    What the row says lies in its block. `sealed` holds what was found out about it afterwards: why it
    was not written, or not taken back.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row in the file"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=RowVerdict.choices, blank=True)
    decision = models.CharField(
        _("decision"), max_length=6, choices=Decision.choices, blank=True, default=Decision.NONE
    )
    outcome = models.CharField(_("outcome"), max_length=8, choices=RowOutcome.choices, blank=True)
    sealed = models.TextField(editable=False)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="core_import_row_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["batch", "verdict"], name="core_import_rows_verdict")
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


class ImportMapping(models.Model):
    """What the columns of files with the same headers meant the last time (列对应关系).

    `signature` is a keyed hash of the headers: what somebody wrote above a column is not kept.
    """

    target = models.CharField(_("kind of list"), max_length=60)
    signature = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("remembered for"),
        help_text=_("Nobody: for everybody in the house."),
    )
    mapping = models.JSONField(_("which column is what"), default=dict)
    date_orders = models.JSONField(_("day or month first"), default=dict)
    used_at = models.DateTimeField(_("last used at"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["target", "signature", "by"], name="core_import_mapping_of_one"
            ),
            models.UniqueConstraint(
                fields=["target", "signature"],
                condition=Q(by=None),
                name="core_import_mapping_of_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.signature[:8]}"
