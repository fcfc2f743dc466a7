"""By what a new client is looked over, and how they did."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.core.languages import named_like, wording

from .client import Client

MOST_POINTS = 5


class CriterionQuerySet(models.QuerySet["ScreeningCriterion"]):
    """Reads of criteria."""

    def matching(self, query: str) -> CriterionQuerySet:
        """Return the criteria with the words anywhere in a name."""
        return self.filter(named_like(query))

    def in_use(self) -> CriterionQuerySet:
        """Return the criteria new clients are looked over by, in their order."""
        return self.filter(is_used=True)


class ScreeningCriterion(models.Model):
    """One thing a new client is looked over for (筛选标准). (002-04)"""

    name = models.CharField(_("name"), max_length=100)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=100, blank=True)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    guide = models.CharField(
        _("what to look at"),
        max_length=200,
        blank=True,
        help_text=_("What earns five points, what earns none."),
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_used = models.BooleanField(_("in use"), default=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening criterion")
        verbose_name_plural = _("screening criteria")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="clients_criterion_has_name"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="clients_criterion_weighs"),
        ]

    def __str__(self) -> str:
        return self.name_text

    @property
    def name_text(self) -> str:
        """The name in the active language."""
        return wording(self, "name")


class ScreeningMark(models.Model):
    """How a client did by one criterion, from 0 to 5 (筛选评分). (002-04)"""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="screening_marks")
    criterion = models.ForeignKey(
        ScreeningCriterion, on_delete=models.PROTECT, related_name="marks"
    )
    points = models.PositiveSmallIntegerField(_("points"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client", "criterion"], name="clients_mark_once_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(points__lte=MOST_POINTS), name="clients_mark_at_most_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
