"""Files of records: taken as they are, never altered, each version kept."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from foyer.archive.enums import FileHealth, Scope, TextState
from foyer.core.uploads.fields import PrivateFileField

from .record import ArchiveRecord

LONGEST_NAME = 180


class RecordFileQuerySet(models.QuerySet["RecordFile"]):
    """Files, narrowed down."""

    def openable_by(
        self, user: Any, *, at: datetime, scope: str = Scope.VIEW
    ) -> RecordFileQuerySet:
        """Return the files somebody may open at a moment. (000-29)"""
        records = ArchiveRecord.objects.openable_by(user, at=at, scope=scope)
        return self.filter(record__in=records.order_by().values("pk"))

    def current(self) -> RecordFileQuerySet:
        """Return the newest version of each."""
        return self.filter(is_current=True)

    def faulty(self) -> RecordFileQuerySet:
        """Return those that were found changed or missing."""
        return self.filter(health__in=FileHealth.FAULTS)


class RecordFile(models.Model):
    """One file of a record, in private storage, with its hash (档案文件). (000-28)"""

    record = models.ForeignKey(
        ArchiveRecord, on_delete=models.CASCADE, related_name="files", verbose_name=_("record")
    )
    # Versions of one file share it.
    line = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    is_current = models.BooleanField(_("newest version"), default=True, editable=False)
    file = PrivateFileField(_("file"), editable=False)
    name = models.CharField(_("file name"), max_length=LONGEST_NAME, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)  # bytes
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    # As its content tells, whatever its name says.
    content_type = models.CharField(_("kind of file"), max_length=100, editable=False)
    added_at = models.DateTimeField(_("added at"), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )
    text_state = models.CharField(
        _("words"),
        max_length=10,
        choices=TextState.choices,
        default=TextState.WAITING,
        editable=False,
    )
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    health = models.CharField(
        _("condition"),
        max_length=10,
        choices=FileHealth.choices,
        default=FileHealth.UNCHECKED,
        editable=False,
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, editable=False)

    objects = RecordFileQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a record")
        verbose_name_plural = _("files of records")
        ordering: ClassVar = ["record", "name", "-version"]
        default_permissions: ClassVar = ()
        indexes: ClassVar = [
            models.Index(fields=["sha256"], name="archive_files_by_hash"),
            models.Index(fields=["checked_at", "id"], name="archive_files_by_check"),
            models.Index(
                fields=["health"],
                condition=Q(health__in=("changed", "missing")),
                name="archive_files_at_fault",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "version"], name="archive_one_file_a_version"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(is_current=True), name="archive_one_newest_version"
            ),
            models.CheckConstraint(condition=~Q(sha256=""), name="archive_file_has_a_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}/{self.pk}"


class FileText(index.Indexed, models.Model):
    """The words of one page of a file, as they are searched (全文).

    Page by page: PostgreSQL knows no place of a word beyond the sixteen thousandth of a text, and no more
    than 255 of the same, so that in a whole document 答谢 would be found at its beginning only.
    """

    file = models.ForeignKey(RecordFile, on_delete=models.CASCADE, related_name="texts")
    page = models.PositiveIntegerField(_("page"))
    words = models.TextField(_("words"))

    search_fields: ClassVar = [index.SearchField("words")]
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("words of a file")
        verbose_name_plural = _("words of files")
        ordering: ClassVar = ["file", "page", "pk"]
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"{self.file_id}/{self.page}"


class PendingFile(models.Model):
    """A file somebody handed in and has not filed yet: theirs alone, for a few days. (000-26)"""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, editable=False, related_name="+"
    )
    file = PrivateFileField(_("file"), editable=False)
    name = models.CharField(_("file name"), max_length=LONGEST_NAME, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    content_type = models.CharField(_("kind of file"), max_length=100, editable=False)
    # What the file says of itself, as suggestions: its title, its day, how it begins.
    title = models.CharField(_("title"), max_length=200, blank=True, editable=False)
    dated_on = models.DateField(_("date"), null=True, editable=False)
    beginning = models.CharField(_("how it begins"), max_length=300, blank=True, editable=False)
    added_at = models.DateTimeField(_("added at"), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file to be filed")
        verbose_name_plural = _("files to be filed")
        ordering: ClassVar = ["pk"]
        default_permissions: ClassVar = ()
        indexes: ClassVar = [models.Index(fields=["added_at"], name="archive_pending_by_age")]

    def __str__(self) -> str:
        return f"{self.pk}"
