"""Days on which the house works otherwise than its week says, and its opening hours."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

from .enums import HolidayRegion


class BusinessPolicy(BaseGenericSetting):
    """When the house is open, and whose holidays it keeps (营业时间). (001-19)"""

    region = models.CharField(
        _("public holidays of"),
        max_length=2,
        choices=HolidayRegion.choices,
        default=HolidayRegion.MAINLAND,
    )
    opens_at = models.TimeField(_("opens at"), default=time(9))
    closes_at = models.TimeField(_("closes at"), default=time(18))
    open_on_weekends = models.BooleanField(
        _("open on weekends"),
        default=False,
        help_text=_("Holidays stay closed, unless the calendar says otherwise."),
    )

    class Meta:
        verbose_name = _("House policy: opening hours")
        verbose_name_plural = _("House policies: opening hours")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="core_closes_after_it_opens",
                violation_error_message=_("The house closes after it opens, on the same day."),
            )
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class CalendarDay(models.Model):
    """A day on which the house works, or does not, otherwise than its week says (工作日历)."""

    day = models.DateField(
        _("day"),
        unique=True,
        error_messages={"unique": _("This day is in the calendar already. Change it there.")},
    )
    is_working = models.BooleanField(
        _("the house works"),
        default=False,
        help_text=_("Ticked: a make-up working day. Not ticked: a holiday."),
    )
    name = models.CharField(_("name of the day"), max_length=100, blank=True)
    by_hand = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("business calendar")
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}".strip()
