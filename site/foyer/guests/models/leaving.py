"""The moments guests left."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.events.models import Event
from foyer.guests.enums import LeavingWay

from .door import Desk
from .guest import Guest


class Departure(models.Model):
    """The moment a guest left an event, and came back if they did (签退). Never deleted. (000-12)"""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="departures", verbose_name=_("event")
    )
    guest = models.ForeignKey(
        Guest, on_delete=models.PROTECT, related_name="departures", verbose_name=_("guest")
    )
    desk = models.ForeignKey(
        Desk,
        on_delete=models.PROTECT,
        null=True,
        related_name="departures",
        verbose_name=_("desk"),
    )
    scan_id = models.UUIDField(_("scan"), unique=True)
    way = models.CharField(_("known by"), max_length=4, choices=LeavingWay.choices)
    left_at = models.DateTimeField(_("left at"))
    changed_at = models.DateTimeField(_("kept at"))
    returned_at = models.DateTimeField(_("came back at"), null=True)
    returned_scan_id = models.UUIDField(null=True, unique=True)

    class Meta:
        verbose_name = _("sign-out")
        verbose_name_plural = _("sign-outs")
        ordering: ClassVar = ["-left_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["guest"],
                condition=Q(returned_at=None),
                name="guests_gone_exactly_once",
            ),
            models.CheckConstraint(
                condition=Q(way__in=LeavingWay.values), name="guests_departure_way_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guest} · {self.left_at:%H:%M}"
