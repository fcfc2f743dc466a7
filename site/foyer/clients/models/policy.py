"""What the rule books leave to the house about clients."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

from foyer.clients.enums import Seeing
from foyer.core.enums import Currency


def _percent(name: Any, default: int, help_text: Any) -> Any:
    return models.PositiveSmallIntegerField(
        name, default=default, validators=[MaxValueValidator(100)], help_text=help_text
    )


def _weight(name: Any, default: int) -> Any:
    return models.PositiveSmallIntegerField(
        name, default=default, validators=[MaxValueValidator(100)]
    )


def _amount(name: Any, default: int) -> Any:
    return models.DecimalField(
        name,
        max_digits=14,
        decimal_places=2,
        default=Decimal(default),
        validators=[MinValueValidator(Decimal(0))],
    )


class ClientPolicy(BaseGenericSetting):
    """Who sees which clients, how they are weighed and screened (客户制度). (002-04, 002-16)"""

    account_managers_see = models.CharField(
        _("account managers see"), max_length=10, choices=Seeing.choices, default=Seeing.ALL
    )
    currency = models.CharField(
        _("currency of the house"), max_length=3, choices=Currency.choices, default=Currency.CNY
    )
    spend_regular = _amount(_("spend a year: one point from"), 100_000)
    spend_key = _amount(_("spend a year: two points from"), 600_000)
    deals_regular = models.PositiveSmallIntegerField(_("deals a year: one point from"), default=2)
    deals_key = models.PositiveSmallIntegerField(_("deals a year: two points from"), default=6)
    spend_weight = _weight(_("weight of spend"), 3)
    deals_weight = _weight(_("weight of frequency"), 2)
    potential_weight = _weight(_("weight of potential"), 1)
    key_from = _percent(_("key from"), 65, _("Percent of the points that can be had."))
    regular_from = _percent(_("regular from"), 25, _("Percent of the points that can be had."))
    screening_pass = _percent(
        _("screening is passed from"), 60, _("Percent of the points that can be had.")
    )

    class Meta:
        verbose_name = _("House policy: clients")
        verbose_name_plural = _("House policies: clients")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    spend_regular__lte=F("spend_key"),
                    deals_regular__lte=F("deals_key"),
                    regular_from__lte=F("key_from"),
                ),
                name="clients_policy_key_above_regular",
                violation_error_message=_(
                    "What makes a key client cannot be less than what makes a regular one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(spend_weight__gt=0) | Q(deals_weight__gt=0) | Q(potential_weight__gt=0),
                name="clients_policy_something_weighs",
                violation_error_message=_("At least one of the three must weigh something."),
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
