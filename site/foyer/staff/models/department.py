"""Departments of the house: who works in one, who heads it, and who stands in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from foyer.core.languages import wording

if TYPE_CHECKING:
    from foyer.core.models import User

_STAFF = settings.AUTH_USER_MODEL


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Departments, narrowed down."""

    def of(self, user: Any) -> DepartmentQuerySet:
        """Return those a member of staff works in, heads or stands in for."""
        return self.filter(Q(members=user) | Q(head=user) | Q(deputies=user)).distinct()

    def with_staff_count(self) -> DepartmentQuerySet:
        """Add how many members each has, by name."""
        return self.annotate(staff_count=Count("members")).order_by("name")

    def led_by(self, user: Any, on: date) -> DepartmentQuerySet:
        """Return those for which somebody decides on a day. (000-29)"""
        stands_in = Q(deputies=user) & (
            Q(head=None) | Q(head__is_active=False) | Q(head_away_until__gte=on)
        )
        return self.filter(Q(head=user) | stands_in).distinct()


class Department(models.Model):
    """A part of the staff with its head and deputies (部门). (000-29)"""

    name = models.CharField(_("name"), max_length=80, unique=True)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=80, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    head = models.ForeignKey(
        _STAFF,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="heads",
        verbose_name=_("head"),
        help_text=_("Decides who may open the department’s records."),
    )
    head_away_until = models.DateField(
        _("head away until"),
        null=True,
        blank=True,
        help_text=_("Up to and with this day the deputies decide as well."),
    )
    deputies: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        _STAFF, blank=True, related_name="stands_in_for", verbose_name=_("deputies")
    )
    members: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        _STAFF, blank=True, related_name="departments", verbose_name=_("members")
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return wording(self, "name")

    def deciders(self, on: date) -> list[User]:
        """Return who decides on a day: the head, and the deputies while the head is away or there is none."""
        deputies = [one for one in self.deputies.all() if one.is_active]
        if self.head is None or not self.head.is_active:
            return deputies
        is_away = self.head_away_until is not None and self.head_away_until >= on
        return [self.head, *deputies] if is_away else [self.head]
