"""What the rule books leave to the house about its archive."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

from .access import MOST_HOURS


class ArchivePolicy(BaseGenericSetting):
    """How requests to open records run, and how often files are checked (档案制度). (000-28, 000-29)"""

    most_hours = models.PositiveSmallIntegerField(
        _("access at most"),
        default=168,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)],
        help_text=_("Hours a request is approved for at most."),
    )
    remind_after_hours = models.PositiveSmallIntegerField(
        _("remind after"),
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("Hours a request waits until whoever decides is reminded."),
    )
    escalate_after_hours = models.PositiveSmallIntegerField(
        _("pass on after"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(480)],
        help_text=_("Hours a request waits until deputies and Management may decide it as well."),
    )
    check_every_days = models.PositiveSmallIntegerField(
        _("check files every"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Days in which each file is compared with its hash once."),
    )
    bag_every_days = models.PositiveSmallIntegerField(
        _("second medium every"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Days after which the archivist is reminded to copy what is new."),
    )
    most_megabytes = models.PositiveIntegerField(
        _("largest file"),
        default=500,
        validators=[MinValueValidator(1), MaxValueValidator(2000)],
        help_text=_("Megabytes of one file."),
    )

    class Meta:
        verbose_name = _("House policy: archive")
        verbose_name_plural = _("House policies: archive")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
