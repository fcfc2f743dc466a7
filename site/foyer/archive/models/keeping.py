"""Holding back, destroying, looking whether everything is still there. (000-28)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from foyer.archive.enums import DestructionStatus

from .record import ArchiveRecord

_STAFF = settings.AUTH_USER_MODEL
LONGEST_REASON = 500


def _who(label: Any, *, null: bool = True) -> Any:
    return models.ForeignKey(
        _STAFF,
        on_delete=models.PROTECT,
        null=null,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


class LegalHold(models.Model):
    """While it lasts a record is not destroyed, whatever its class says (暂停销毁)."""

    record = models.ForeignKey(
        ArchiveRecord, on_delete=models.CASCADE, related_name="holds", verbose_name=_("record")
    )
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    placed_at = models.DateTimeField(_("placed at"), editable=False)
    placed_by = _who(_("placed by"))
    lifted_at = models.DateTimeField(_("lifted at"), null=True, editable=False)
    lifted_by = _who(_("lifted by"))
    why_lifted = models.CharField(_("why lifted"), max_length=LONGEST_REASON, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering: ClassVar = ["-placed_at", "-pk"]
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(lifted_at=None), name="archive_one_hold_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}"


class DestructionQuerySet(models.QuerySet["Destruction"]):
    """Destructions, with what lists show of them."""

    def with_counts(self) -> DestructionQuerySet:
        """Add how many records each is of; the latest first."""
        return self.annotate(record_count=Count("items")).order_by("-proposed_at", "-pk")


class Destruction(models.Model):
    """A destruction and its certificate: proposed by one, carried out by another (销毁). (000-28)"""

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=DestructionStatus.choices,
        default=DestructionStatus.PROPOSED,
        editable=False,
    )
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    proposed_at = models.DateTimeField(_("proposed at"), editable=False)
    proposed_by = _who(_("proposed by"), null=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = _who(_("decided by"))
    answer = models.CharField(_("why not"), max_length=LONGEST_REASON, blank=True, editable=False)

    objects = DestructionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("destruction")
        verbose_name_plural = _("destructions")
        ordering: ClassVar = ["-proposed_at", "-pk"]
        default_permissions: ClassVar = ("view",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status="done") | ~Q(decided_by=F("proposed_by")),
                name="archive_two_people_destroy",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_by__isnull=True)
                | ~Q(status="proposed") & Q(decided_by__isnull=False),
                name="archive_destruction_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_proposed(self) -> bool:
        """Whether it still waits for a second person."""
        return self.status == DestructionStatus.PROPOSED


class DestructionItem(models.Model):
    """One record of a destruction; what stands here is all that stays of it."""

    destruction = models.ForeignKey(Destruction, on_delete=models.CASCADE, related_name="items")
    record = models.ForeignKey(
        ArchiveRecord, on_delete=models.SET_NULL, null=True, related_name="destruction_items"
    )
    record_number = models.CharField(_("record"), max_length=40)
    class_code = models.CharField(_("class"), max_length=20)
    dated_on = models.DateField(_("date"))
    due_on = models.DateField(_("kept until"), null=True)
    # Size and SHA-256 of each file and version, as they were when it was destroyed.
    files = models.JSONField(_("files"), default=list)
    # Numbers of the bags in which it was copied to another medium: those copies are for people to destroy.
    copies = models.JSONField(_("copies elsewhere"), default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("destroyed record")
        verbose_name_plural = _("destroyed records")
        ordering: ClassVar = ["record_number"]
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["destruction", "record_number"], name="archive_destroyed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.record_number


class IntegrityCheck(models.Model):
    """One look at every file: is it there, is it what it was (完整性检查). (000-28)"""

    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    started_by = _who(_("started by"))
    files = models.PositiveIntegerField(_("files"), default=0)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    missing = models.PositiveIntegerField(_("missing"), default=0)
    # Keys of the files at fault, with what was found.
    faults = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("integrity check")
        verbose_name_plural = _("integrity checks")
        ordering: ClassVar = ["-started_at", "-pk"]
        default_permissions: ClassVar = ("view",)

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
