"""Asking to open records, and what was opened. (000-29)"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.archive.enums import LetterStatus, Occasion, RequestStatus, Scope, ViewKind
from foyer.staff.models import Department

from .file import RecordFile
from .record import ArchiveRecord

_STAFF = settings.AUTH_USER_MODEL
MOST_HOURS = 720


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    """Requests, narrowed down."""

    def giving(self, user: Any, *, at: datetime, scope: str = Scope.VIEW) -> AccessRequestQuerySet:
        """Return the approved ones of somebody that hold at a moment and go as far as `scope`."""
        theirs = self.filter(applicant=user, status=RequestStatus.APPROVED)
        theirs = theirs.filter(opens_at__lte=at, ends_at__gt=at)
        return theirs.filter(scope=Scope.DOWNLOAD) if scope == Scope.DOWNLOAD else theirs

    def waiting(self) -> AccessRequestQuerySet:
        """Return those nobody has decided."""
        return self.filter(status=RequestStatus.ASKED)


class AccessRequest(models.Model):
    """A request to open records of one department, and its decision (查阅申请). (000-29)"""

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    applicant = models.ForeignKey(
        _STAFF,
        on_delete=models.PROTECT,
        editable=False,
        related_name="access_requests",
        verbose_name=_("applicant"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        editable=False,
        related_name="access_requests",
        verbose_name=_("department"),
    )
    reason = models.TextField(
        _("reason"), max_length=500, help_text=_("What you need the records for in your work.")
    )
    asked_scope = models.CharField(
        _("asked for"), max_length=10, choices=Scope.choices, default=Scope.VIEW
    )
    asked_hours = models.PositiveSmallIntegerField(
        _("for how long"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)],
        help_text=_("Hours."),
    )
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=RequestStatus.choices,
        default=RequestStatus.ASKED,
        editable=False,
    )
    asked_at = models.DateTimeField(_("asked at"), editable=False)
    # -- the decision
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        _STAFF,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    scope = models.CharField(
        _("allowed"), max_length=10, choices=Scope.choices, blank=True, editable=False
    )
    opens_at = models.DateTimeField(_("open from"), null=True, editable=False)
    ends_at = models.DateTimeField(_("open until"), null=True, editable=False)
    answer = models.TextField(_("answer"), max_length=500, blank=True, editable=False)
    # -- what was sent because nobody decided
    reminded_at = models.DateTimeField(_("reminded at"), null=True, editable=False)
    escalated_at = models.DateTimeField(_("passed on at"), null=True, editable=False)

    objects = AccessRequestQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("access request")
        verbose_name_plural = _("access requests")
        ordering: ClassVar = ["-asked_at", "-pk"]
        default_permissions: ClassVar = ("view",)
        permissions: ClassVar = [
            ("oversee_accessrequest", _("Can see every access request")),
            ("settle_accessrequest", _("Can decide access requests that were passed on")),
            ("count_accessrequest", _("Can see the figures of the archive")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "asked_at"], name="archive_requests_waiting"),
            models.Index(fields=["applicant", "status", "ends_at"], name="archive_requests_giving"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(decided_by=models.F("applicant")),
                name="archive_nobody_approves_own_request",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("approved", "ended"))
                | Q(
                    opens_at__isnull=False,
                    ends_at__gt=models.F("opens_at"),
                    decided_by__isnull=False,
                ),
                name="archive_approved_for_a_time_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(answer="") & Q(decided_by__isnull=False),
                name="archive_refused_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AccessItem(models.Model):
    """One record of a request; its number stays when the record is destroyed."""

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="items")
    record = models.ForeignKey(
        ArchiveRecord, on_delete=models.SET_NULL, null=True, related_name="access_items"
    )
    record_number = models.CharField(_("record"), max_length=40)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("record asked for")
        verbose_name_plural = _("records asked for")
        ordering: ClassVar = ["record_number"]
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "record_number"], name="archive_asked_for_once"
            ),
        ]

    def __str__(self) -> str:
        return self.record_number


class ArchiveLetter(models.Model):
    """A letter to staff about a request (查阅申请邮件). Written down before it goes out."""

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="letters")
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices)
    to = models.ForeignKey(_STAFF, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=8, choices=LetterStatus.choices, default=LetterStatus.QUEUED
    )
    error = models.CharField(_("words of the mail server"), max_length=300, blank=True)
    queued_at = models.DateTimeField(_("asked for at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("letter about a request")
        verbose_name_plural = _("letters about requests")
        ordering: ClassVar = ["pk"]
        default_permissions: ClassVar = ()
        indexes: ClassVar = [models.Index(fields=["status"], name="archive_letter_status")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.get_occasion_display()}"


class RecordView(models.Model):
    """One opening of a record: who, when, what, from where; nobody changes it (查阅记录). (000-29)"""

    record = models.ForeignKey(
        ArchiveRecord,
        on_delete=models.SET_NULL,
        null=True,
        related_name="views",
        verbose_name=_("record"),
    )
    record_number = models.CharField(_("number"), max_length=40)
    file = models.ForeignKey(
        RecordFile, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("file")
    )
    file_hash = models.CharField(_("SHA-256"), max_length=64, blank=True)
    page = models.PositiveIntegerField(_("page"), null=True)
    kind = models.CharField(_("what"), max_length=10, choices=ViewKind.choices)
    by = models.ForeignKey(
        _STAFF,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))
    address = models.GenericIPAddressField(_("from"), null=True)
    request = models.ForeignKey(
        AccessRequest,
        on_delete=models.SET_NULL,
        null=True,
        related_name="views",
        verbose_name=_("access request"),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("view of a record")
        verbose_name_plural = _("views of records")
        ordering: ClassVar = ["-at", "-pk"]
        default_permissions: ClassVar = ("view",)
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="archive_views_latest"),
            models.Index(fields=["record", "-at"], name="archive_views_of_record"),
        ]

    def __str__(self) -> str:
        return f"{self.record_number} · {self.get_kind_display()}"
