"""What the rule books leave to the house about settling."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting


class SettlementPolicy(BaseGenericSetting):
    """When statements are due, and how often the house reminds (结算制度). (004-22, 004-23)"""

    due_days = models.PositiveSmallIntegerField(
        _("statements are due after"),
        default=15,
        validators=[MaxValueValidator(365)],
        help_text=_("Days after a statement is issued."),
    )
    remind_after_days = models.PositiveSmallIntegerField(
        _("first reminder"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("Days after the due day."),
    )
    remind_every_days = models.PositiveSmallIntegerField(
        _("further reminders every"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("Days."),
    )
    most_reminders = models.PositiveSmallIntegerField(
        _("reminders at most"),
        default=3,
        validators=[MaxValueValidator(20)],
        help_text=_("For one statement. 0: none go out."),
    )

    class Meta:
        verbose_name = _("House policy: settlement")
        verbose_name_plural = _("House policies: settlement")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
