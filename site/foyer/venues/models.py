"""Where things happen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.core.languages import named_like, wording


class VenueQuerySet(models.QuerySet["Venue"]):
    """Reads of venues."""

    def matching(self, query: str) -> VenueQuerySet:
        """Return the venues with the words anywhere in a name."""
        return self.filter(named_like(query))


class RoomQuerySet(models.QuerySet["Room"]):
    """Reads of rooms."""

    def matching(self, query: str) -> RoomQuerySet:
        """Return the rooms with the words anywhere in their name or their venue's."""
        return self.filter(named_like(query) | named_like(query, of="venue__"))


class Venue(models.Model):
    """A house or hall in which events take place (场馆)."""

    name = models.CharField(_("name"), max_length=100)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=100, blank=True)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    address_zh_hant = models.CharField(
        _("address in Traditional Chinese"), max_length=200, blank=True
    )
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    map_url = models.URLField(_("link to a map"), blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name_text

    @property
    def name_text(self) -> str:
        """The name in the active language."""
        return wording(self, "name")

    @property
    def address_text(self) -> str:
        """The address in the active language."""
        return wording(self, "address")


class Room(models.Model):
    """A room in a venue (会场). (004-01)"""

    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("venue")
    )
    name = models.CharField(_("name"), max_length=100)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=100, blank=True)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    capacity = models.PositiveIntegerField(_("capacity"), help_text=_("How many people fit in."))

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering: ClassVar = ["venue__name", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["venue", "name"],
                name="venues_room_named_once",
                violation_error_message=_("This venue already has a room of that name."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name_text} · {self.venue}"

    @property
    def name_text(self) -> str:
        """The name in the active language."""
        return wording(self, "name")
