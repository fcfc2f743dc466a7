"""What of an event's effect no form tells, typed in by hand. (000-22)"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EventReach(models.Model):
    """How far an event was seen, and who wants to work with the house after it (活动影响). (000-22)"""

    event = models.OneToOneField(
        "events.Event", on_delete=models.CASCADE, related_name="reach", verbose_name=_("event")
    )
    views = models.PositiveIntegerField(
        _("views"),
        null=True,
        blank=True,
        help_text=_("Of the report, the pictures and the posts, all channels together."),
    )
    followers = models.PositiveIntegerField(_("new followers"), null=True, blank=True)
    mentions = models.PositiveIntegerField(_("reports in the media"), null=True, blank=True)
    interested = models.PositiveIntegerField(
        _("clients who said they would work with us"),
        null=True,
        blank=True,
        help_text=_("Told in interviews and talks, beyond what the survey says."),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("reach of an event")
        verbose_name_plural = _("reach of events")
        ordering: ClassVar = ["event"]
        default_permissions: ClassVar = ("change",)

    def __str__(self) -> str:
        return str(self.event)
