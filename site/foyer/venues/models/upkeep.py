"""What is done to keep equipment working: maintenance, and faults until they are mended."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.core.uploads.kinds import FileKind
from foyer.core.uploads.models import PrivateFile
from foyer.venues.enums import FaultSeverity, FaultState

from .equipment import MOST, EquipmentItem
from .hire import HireReturn

LONGEST_TEXT = 1000
_STAFF = settings.AUTH_USER_MODEL


class Maintenance(models.Model):
    """That a piece of equipment was maintained: when, by whom, with what result (设备保养). (001-10)"""

    item = models.ForeignKey(
        EquipmentItem,
        on_delete=models.PROTECT,
        related_name="maintenance",
        verbose_name=_("equipment"),
    )
    done_on = models.DateField(_("done on"))
    done_by = models.CharField(_("done by"), max_length=100)
    result = models.TextField(_("result"), max_length=LONGEST_TEXT)
    written_at = models.DateTimeField(_("written down at"), editable=False)
    written_by = models.ForeignKey(
        _STAFF,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written down by"),
    )

    class Meta:
        verbose_name = _("maintenance")
        verbose_name_plural = _("maintenance log")
        ordering: ClassVar = ["-done_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(result="") & ~Q(done_by=""), name="venues_maintenance_has_result"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.done_on}"


class EquipmentFaultQuerySet(models.QuerySet["EquipmentFault"]):
    """Reads of faults."""

    def open(self) -> EquipmentFaultQuerySet:
        """Return the faults that are not settled."""
        return self.filter(settled_at=None)

    def settled(self) -> EquipmentFaultQuerySet:
        """Return the faults that were mended, or whose equipment was taken out of use."""
        return self.exclude(settled_at=None)


class EquipmentFault(models.Model):
    """Something about a piece of equipment that does not work, until it is mended (设备故障). (004-15)"""

    item = models.ForeignKey(
        EquipmentItem, on_delete=models.PROTECT, related_name="faults", verbose_name=_("equipment")
    )
    what = models.TextField(_("what is wrong"), max_length=LONGEST_TEXT)
    severity = models.CharField(
        _("severity"),
        max_length=8,
        choices=FaultSeverity.choices,
        default=FaultSeverity.SERIOUS,
    )
    quantity = models.PositiveIntegerField(
        _("how many of them"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
    )
    state = models.CharField(
        _("step"), max_length=10, choices=FaultState.choices, default=FaultState.REPORTED
    )
    reported_at = models.DateTimeField(_("reported at"))
    reported_by = models.ForeignKey(
        _STAFF,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("reported by"),
    )
    settled_at = models.DateTimeField(_("settled at"), null=True)
    came_of = models.ForeignKey(  # the return of a hire at which it was seen
        HireReturn, on_delete=models.SET_NULL, null=True, related_name="faults"
    )

    objects = EquipmentFaultQuerySet.as_manager()

    class Meta:
        verbose_name = _("fault")
        verbose_name_plural = _("faults")
        ordering: ClassVar = ["-reported_at", "-pk"]
        permissions: ClassVar = [("export_equipmentfault", "Can export faults of equipment")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="venues_fault_has_words"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="venues_fault_of_some"),
            models.CheckConstraint(
                condition=Q(state__in=FaultState.OPEN, settled_at=None)
                | Q(state__in=("mended", "retired"), settled_at__isnull=False),
                name="venues_fault_settled_when_over",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class FaultStep(models.Model):
    """One line of a fault's journal: where it stands after, and what was said (故障记录). (004-15)"""

    fault = models.ForeignKey(EquipmentFault, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("step"), max_length=10, choices=FaultState.choices)
    note = models.TextField(_("note"), max_length=LONGEST_TEXT)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(_STAFF, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("step of a fault")
        verbose_name_plural = _("steps of faults")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.fault_id} {self.state}"


class FaultPhoto(PrivateFile):
    """A photograph of a fault, out of every public address (故障照片). (004-15)"""

    fault = models.ForeignKey(EquipmentFault, on_delete=models.CASCADE, related_name="photos")

    class Meta:
        verbose_name = _("photo of a fault")
        verbose_name_plural = _("photos of faults")
        ordering: ClassVar = ["added_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    file_kind__in=[kind for kind in FileKind.values if FileKind(kind).is_picture]
                )
                & ~Q(file=""),
                name="venues_fault_photo_is_picture",
            )
        ]

    def __str__(self) -> str:
        return self.file_name
