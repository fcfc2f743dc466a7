"""The check sheet of a room's equipment before its use. (004-15)"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .equipment import EquipmentItem
from .occupation import Occupation
from .place import Room
from .upkeep import EquipmentFault


class EquipmentCheckQuerySet(models.QuerySet["EquipmentCheck"]):
    """Reads of check sheets."""

    def with_failures(self) -> EquipmentCheckQuerySet:
        """Add how many lines of each failed."""
        return self.annotate(failures=Count("lines", filter=Q(lines__passed=False)))


class EquipmentCheck(models.Model):
    """What was found when a room's equipment was checked before a use (设备检查表). (004-15)

    It tells what it was for by itself: the use may be moved or given up afterwards.
    """

    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, related_name="equipment_checks", verbose_name=_("room")
    )
    occupation = models.ForeignKey(
        Occupation,
        on_delete=models.SET_NULL,
        null=True,
        related_name="equipment_checks",
        verbose_name=_("for"),
    )
    purpose = models.CharField(_("before"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("use begins at"))
    checked_at = models.DateTimeField(_("checked at"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)

    objects = EquipmentCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("equipment check")
        verbose_name_plural = _("equipment checks")
        ordering: ClassVar = ["-checked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.room} {self.checked_at:%Y-%m-%d %H:%M}"


class CheckLine(models.Model):
    """One line of a check sheet: what was tried, and whether it works (检查项). (004-15)"""

    check_sheet = models.ForeignKey(EquipmentCheck, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(
        EquipmentItem, on_delete=models.PROTECT, null=True, related_name="check_lines"
    )
    label = models.CharField(_("equipment"), max_length=200)
    quantity = models.PositiveIntegerField(pgettext_lazy("equipment", "how many"))
    is_hired = models.BooleanField(_("hired for this use"))
    passed = models.BooleanField(_("works"))
    fault = models.ForeignKey(
        EquipmentFault, on_delete=models.SET_NULL, null=True, related_name="check_lines"
    )
    note = models.TextField(_("what is wrong"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("line of an equipment check")
        verbose_name_plural = _("lines of equipment checks")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(passed=True) | ~Q(note=""), name="venues_check_failure_has_words"
            )
        ]

    def __str__(self) -> str:
        return self.label
