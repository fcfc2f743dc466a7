"""What is known of the backups in the house's folder. (001-30 "backup report")"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import BackupStatus


class BackupRunQuerySet(models.QuerySet["BackupRun"]):
    """Reads of backups."""

    def open(self) -> BackupRunQuerySet:
        """Return those that are not done."""
        return self.filter(status__in=BackupStatus.OPEN)

    def lying(self) -> BackupRunQuerySet:
        """Return those whose file lies in the folder."""
        return self.filter(status__in=BackupStatus.LYING)

    def verified(self) -> BackupRunQuerySet:
        """Return those that were found whole and lie in the folder."""
        return self.filter(status=BackupStatus.VERIFIED)


class BackupRun(models.Model):
    """One backup in the house's folder, or the attempt at it (备份记录)."""

    name = models.CharField(_("file"), max_length=80, unique=True)
    status = models.CharField(
        _("status"), max_length=10, choices=BackupStatus.choices, default=BackupStatus.WAITING
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    made_at = models.DateTimeField(_("made at"))
    verified_at = models.DateTimeField(_("verified at"), null=True)
    gone_at = models.DateTimeField(_("deleted at"), null=True)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    files = models.PositiveBigIntegerField(_("files"), default=0)
    missed = models.PositiveIntegerField(_("files deleted meanwhile"), default=0)
    trouble = models.TextField(_("what went wrong"), blank=True)
    job = models.ForeignKey(
        "core.Job", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("job")
    )

    objects = BackupRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=BackupStatus.values), name="core_backup_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="verified") | Q(verified_at__isnull=False),
                name="core_backup_verified_once",
            ),
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(status__in=("waiting", "making")),
                name="core_one_backup_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BackupAlarm(models.Model):
    """The newest backup is too old: raised once, told once, over when there is a new one (备份告警)."""

    raised_at = models.DateTimeField(_("raised at"))
    told_at = models.DateTimeField(_("told at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("backup alarm")
        verbose_name_plural = _("backup alarms")
        ordering: ClassVar = ["-raised_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(ended_at=None), name="core_one_backup_alarm"
            )
        ]

    def __str__(self) -> str:
        return f"{self.raised_at:%Y-%m-%d %H:%M}"
