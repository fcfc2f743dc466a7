"""How the house keeps in touch: its policy, and when its festivals fall."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

from foyer.clients.care_enums import Calendar, DigestDays, Greeted, GreetedTiers
from foyer.clients.enums import Tier
from foyer.core.days import easter
from foyer.core.languages import wording
from foyer.core.lunar import LunarDay, solar_day

LONGEST_LEAD = 30
LONGEST_GRACE = 60


def _months(label: Any, default: int) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MaxValueValidator(24)]
    )


def _days(
    label: Any, default: int, *, most: int = LONGEST_LEAD, help_text: Any = ""
) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MaxValueValidator(most)], help_text=help_text
    )


class CarePolicy(BaseGenericSetting):
    """What the rule books leave to the house about keeping in touch (客户关怀制度). (001-12, 001-15)"""

    key_months = _months(_("key clients"), 1)
    regular_months = _months(_("regular clients"), 3)
    prospect_months = _months(_("prospects"), 6)
    cadence_lead_days = _days(_("regular contact"), 3)
    next_visit_lead_days = _days(
        _("agreed visit"), 1, help_text=_("A visit or call within these days counts as the visit.")
    )
    birthday_lead_days = _days(_("birthday"), 3)
    festival_lead_days = _days(_("festival"), 5)
    return_visit_days = _days(_("after an event"), 3)
    reception_days = _days(_("after a reception"), 2)
    greeting_grace_days = _days(
        _("a missed greeting stays"),
        7,
        most=LONGEST_GRACE,
        help_text=_("Days after the birthday or festival; then it is too late."),
    )
    return_grace_days = _days(
        _("a missed return visit stays"),
        30,
        most=LONGEST_GRACE,
        help_text=_("Days after it was due; then it is too late."),
    )
    greeted_tiers = models.CharField(
        _("birthdays and festivals of"),
        max_length=10,
        choices=GreetedTiers.choices,
        default=GreetedTiers.REGULAR,
    )
    digest_at = models.TimeField(_("sent at"), default=time(8, 0))
    digest_days = models.CharField(
        _("sent on"), max_length=10, choices=DigestDays.choices, default=DigestDays.WEEKDAYS
    )

    class Meta:
        verbose_name = _("House policy: care of clients")
        verbose_name_plural = _("House policies: care of clients")
        default_permissions: ClassVar = ("change",)

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def months_of(self, tier: str) -> int:
        """Return within how many months a client of a tier hears from the house; 0: not asked for."""
        months: dict[str, int] = {
            Tier.KEY: self.key_months,
            Tier.REGULAR: self.regular_months,
            Tier.PROSPECT: self.prospect_months,
        }
        return months[tier]


class FestivalDay(models.Model):
    """When a festival falls, and who is greeted on it (节日). (001-15)

    Its code is one of `enums.Festival`, which contacts keep, or one of the house's own.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=60, blank=True)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    calendar = models.CharField(
        _("calendar"), max_length=6, choices=Calendar.choices, default=Calendar.SOLAR
    )
    month = models.PositiveSmallIntegerField(
        _("month"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day = models.PositiveSmallIntegerField(
        _("day"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("30 of the Chinese calendar is the last day of the month."),
    )
    days = models.CharField(
        _("days written down"),
        max_length=300,
        blank=True,
        help_text=_("For festivals of other calendars, such as 2027-03-10, 2028-02-27."),
    )
    greeted = models.CharField(
        _("greeted"), max_length=10, choices=Greeted.choices, default=Greeted.EVERYBODY
    )

    class Meta:
        verbose_name = _("festival")
        verbose_name_plural = _("festivals")
        ordering: ClassVar = ["calendar", "month", "day", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(month__range=(1, 12), day__range=(1, 31)),
                name="clients_festival_day_of_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(calendar="lunar", day=31)
                & ~Q(calendar="solar", month__in=(4, 6, 9, 11), day=31)
                & ~Q(calendar="solar", month=2, day__gt=29),
                name="clients_festival_day_of_its_month",
                violation_error_message=_("This month has fewer days."),
            ),
            models.CheckConstraint(
                condition=~Q(calendar="listed", days=""),
                name="clients_festival_days_written_down",
                violation_error_message=_("Write down at least one day."),
            ),
            models.CheckConstraint(
                condition=Q(greeted__in=Greeted.values), name="clients_festival_greeted_known"
            ),
        ]

    def __str__(self) -> str:
        return wording(self, "name")

    def clean(self) -> None:
        """Refuse days that are none."""
        try:
            self.listed_days()
        except ValueError as reason:
            sentence = _("Write each day with year, month and day, such as 2027-03-10.")
            raise ValidationError({"days": sentence}) from reason

    def listed_days(self) -> list[date]:
        """Return the days that were written down."""
        return [date.fromisoformat(day) for day in re.split(r"[\s,，、;；]+", self.days) if day]

    def between(self, first: date, last: date) -> list[date]:
        """Return the days it falls on from one day to another, both included."""
        if self.calendar == Calendar.LISTED:
            days = self.listed_days()
        else:  # a lunar year ends in the next
            days = [self.day_in(year) for year in range(first.year - 1, last.year + 1)]
        return [day for day in days if first <= day <= last]

    def day_in(self, year: int) -> date:
        """Return the day it falls on in a year of its calendar; 29 February is the 28th where there is none."""
        if self.calendar == Calendar.LUNAR:
            return solar_day(LunarDay(year, self.month, self.day))
        if self.calendar == Calendar.EASTER:
            return easter(year)
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, self.month, self.day - 1)
