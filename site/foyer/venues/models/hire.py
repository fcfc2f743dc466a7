"""Who has equipment for a time."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .equipment import MOST, EquipmentKind
from .occupation import Occupation


class EquipmentHireQuerySet(models.QuerySet["EquipmentHire"]):
    """Reads of hires."""

    def meeting(self, from_at: datetime, until_at: datetime) -> EquipmentHireQuerySet:
        """Return the hires that take any part of a stretch; what came back takes none after that."""
        ends_after = Q(returned_at=None, until_at__gt=from_at) | Q(returned_at__gt=from_at)
        return self.filter(ends_after, from_at__lt=until_at)

    def holding(self, *, at: datetime) -> EquipmentHireQuerySet:
        """Leave out what is for an offer nobody answered in time. (004-04)"""
        lapses = "occupation__lapses_at"
        answered = Q(occupation=None) | Q(**{lapses: None}) | Q(**{f"{lapses}__gt": at})
        return self.filter(answered)

    def out(self) -> EquipmentHireQuerySet:
        """Return the hires that have not come back."""
        return self.filter(returned_at=None)


class EquipmentHire(models.Model):
    """So many of a kind of equipment for a time, for what takes a room or by itself (设备租借). (001-10)"""

    kind = models.ForeignKey(
        EquipmentKind, on_delete=models.PROTECT, related_name="hires", verbose_name=_("kind")
    )
    quantity = models.PositiveIntegerField(
        pgettext_lazy("equipment", "how many"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
    )
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"))
    occupation = models.ForeignKey(
        Occupation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="hires",
        verbose_name=_("for"),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    returned_at = models.DateTimeField(_("returned at"), null=True, editable=False)
    made_at = models.DateTimeField(_("written down at"), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written down by"),
    )

    objects = EquipmentHireQuerySet.as_manager()

    class Meta:
        verbose_name = _("hire of equipment")
        verbose_name_plural = _("hires of equipment")
        ordering: ClassVar = ["from_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "until_at", "from_at"], name="venues_hired_when")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST), name="venues_hire_of_some"
            ),
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at")), name="venues_hire_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(returned_at__gte=F("from_at")),
                name="venues_hire_returned_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} × {self.quantity}"

    @property
    def ends_at(self) -> datetime:
        """Until when it takes what was hired."""
        return self.returned_at or self.until_at
