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
    # How many are accounted for; the hire is over once all are.
    accounted = models.PositiveIntegerField(_("accounted for"), default=0, editable=False)
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
            models.CheckConstraint(
                condition=Q(accounted__lte=F("quantity")), name="venues_hire_no_more_back_than_went"
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, accounted__lt=F("quantity"))
                | Q(returned_at__isnull=False, accounted=F("quantity")),
                name="venues_hire_over_when_all_accounted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} × {self.quantity}"

    @property
    def ends_at(self) -> datetime:
        """Until when it takes what was hired."""
        return self.returned_at or self.until_at

    @property
    def still_out(self) -> int:
        """How many are not accounted for."""
        return self.quantity - self.accounted

    def is_late(self, at: datetime) -> bool:
        """Tell whether some should have been back by a moment."""
        return self.returned_at is None and self.until_at <= at

    def changes(self) -> list[tuple[datetime, int]]:
        """Return when how many more, or fewer, are taken; what came back before the end is free from then."""
        back = [(one.returned_at, one.count) for one in self.returns.all()]
        early = [(moment, count) for moment, count in back if moment < self.ends_at]
        rest = self.quantity - sum(count for _moment, count in early)
        gone = [(moment, -count) for moment, count in early]
        return [(self.from_at, self.quantity), *gone, (self.ends_at, -rest)]


class HireReturn(models.Model):
    """A part of what was hired that came back, sound or damaged, or was given up as lost (归还记录). (001-10)"""

    hire = models.ForeignKey(EquipmentHire, on_delete=models.CASCADE, related_name="returns")
    returned_at = models.DateTimeField(pgettext_lazy("equipment", "came back at"))
    sound = models.PositiveIntegerField(pgettext_lazy("equipment", "sound"), default=0)
    damaged = models.PositiveIntegerField(pgettext_lazy("equipment", "damaged"), default=0)
    lost = models.PositiveIntegerField(pgettext_lazy("equipment", "missing"), default=0)
    written_at = models.DateTimeField(_("written down at"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written down by"),
    )

    class Meta:
        verbose_name = _("return of equipment")
        verbose_name_plural = _("returns of equipment")
        default_permissions: ClassVar = ()  # written with the hire, and never changed
        ordering: ClassVar = ["returned_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sound__gte=1) | Q(damaged__gte=1) | Q(lost__gte=1),
                name="venues_return_of_some",
            )
        ]

    def __str__(self) -> str:
        return f"{self.hire_id} {self.returned_at} {self.count}"

    @property
    def count(self) -> int:
        """How many are accounted for by it."""
        return self.sound + self.damaged + self.lost
