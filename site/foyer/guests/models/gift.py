"""Gifts guests choose from at a tablet."""

from __future__ import annotations

from typing import ClassVar

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foyer.core.languages import wording
from foyer.events.models import Event

if apps.is_installed("wagtail.admin"):
    from .gift_picture import GiftPicture as Picture
else:  # the tablets' own process draws no pictures: it reads `shown`
    from foyer.core.without_screens import Nothing as Picture  # type: ignore[assignment]  # one of the two is there


class Gift(Picture):
    """A gift of which an event has so many (礼品). (000-20)

    `promised` counts the guests who have chosen it; it never passes the stock.
    """

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="gifts", verbose_name=_("event")
    )
    name = models.CharField(_("name"), max_length=60)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=60, blank=True)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    stock = models.PositiveIntegerField(_("how many there are"))
    promised = models.PositiveIntegerField(_("chosen"), default=0, editable=False)
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)
    shown = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        ordering: ClassVar = ["event", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(promised__lte=F("stock")),
                name="guests_gift_not_promised_twice",
                violation_error_message=_(
                    "More guests have chosen this gift than that: it cannot be fewer."
                ),
            )
        ]

    def __str__(self) -> str:
        return wording(self, "name")

    @property
    def left(self) -> int:
        """How many nobody has chosen yet."""
        return self.stock - self.promised
