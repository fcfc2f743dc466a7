"""What is known of an export: the register, and what each person chose the last time."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import ExportKind, ExportStatus


class Export(models.Model):
    """One list that left the house as a file, or is about to (导出记录)."""

    target = models.CharField(_("kind of list"), max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("exported by"),
    )
    at = models.DateTimeField(_("exported at"))
    purpose = models.CharField(_("purpose"), max_length=300)
    narrowed = models.TextField(_("narrowed down by"), blank=True)
    columns = models.JSONField(_("columns"), default=list)
    language = models.CharField(_("language of the headers"), max_length=10)
    kind = models.CharField(_("file"), max_length=4, choices=ExportKind.choices)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    status = models.CharField(
        _("status"), max_length=6, choices=ExportStatus.choices, default=ExportStatus.SENT
    )
    # Which records, by their keys, as long as the file is being made or lies stored.
    keys = models.JSONField(default=list, editable=False)
    file = models.CharField(_("stored as"), max_length=200, blank=True, editable=False)
    job = models.ForeignKey(
        "core.Job", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("job")
    )
    expires_at = models.DateTimeField(_("kept until"), null=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="core_exports_latest"),
            models.Index(fields=["by", "status"], name="core_exports_of_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ExportStatus.values, kind__in=ExportKind.values),
                name="core_export_choices_known",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="core_export_has_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.pk}"


class ExportChoice(models.Model):
    """What somebody chose the last time they exported one kind of list (导出偏好)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    target = models.CharField(max_length=60)
    columns = models.JSONField(default=list)
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "target"], name="core_one_export_choice_per_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.target}"
