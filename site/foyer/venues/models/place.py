"""Where things happen: venues, and the rooms in them."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from foyer.core.languages import named_like, wording
from foyer.venues.enums import Layout, Weekday


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


class Venue(models.Model):  # type: ignore[django-manager-missing]  # rooms are clusterable, which is not typed
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


class Room(ClusterableModel):
    """A room in a venue (会场). (004-01)"""

    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("venue")
    )
    name = models.CharField(_("name"), max_length=100)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=100, blank=True)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    capacity = models.PositiveIntegerField(_("capacity"), help_text=_("How many people fit in."))
    is_bookable = models.BooleanField(
        _("offered for booking"),
        default=True,
        help_text=_("Shown with its free times on the website and in the API."),
    )
    opens_at = models.TimeField(_("opens at"), default=time(8))
    closes_at = models.TimeField(
        _("closes at"),
        default=time(22),
        help_text=_(
            "Earlier than it opens: on the day after. The same as it opens: open all day and night."
        ),
    )
    setup_minutes = models.PositiveSmallIntegerField(
        _("set-up"),
        default=30,
        validators=[MaxValueValidator(1440)],
        help_text=_("Minutes before a use in which the room is prepared and cannot be used."),
    )
    clearing_minutes = models.PositiveSmallIntegerField(
        _("clearing"),
        default=30,
        validators=[MaxValueValidator(1440)],
        help_text=_("Minutes after a use in which the room is cleared and cannot be used."),
    )
    access = models.TextField(
        _("how to get there"),
        max_length=500,
        blank=True,
        help_text=_("Floor, lift, step-free way, loading door."),
    )
    access_zh_hant = models.TextField(
        _("how to get there in Traditional Chinese"), max_length=500, blank=True
    )
    access_en = models.TextField(_("how to get there in English"), max_length=500, blank=True)

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
            ),
            models.CheckConstraint(
                condition=Q(setup_minutes__lte=1440, clearing_minutes__lte=1440),
                name="venues_room_prepared_within_a_day",
                violation_error_message=_("Set-up and clearing take a day each at most."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_text} · {self.venue}"

    @property
    def name_text(self) -> str:
        """The name in the active language."""
        return wording(self, "name")

    @property
    def access_text(self) -> str:
        """How to get there, in the active language."""
        return wording(self, "access")

    def seats(self, layout: str = "") -> int:
        """Return how many people fit in with a layout, or at all; a layout it has not: nobody."""
        if not layout:
            return self.capacity
        return next((one.capacity for one in self.layouts.all() if one.layout == layout), 0)


class RoomLayout(models.Model):
    """A way a room can be set out, and how many it seats then (布置形式). (004-01)"""

    room = ParentalKey(Room, on_delete=models.CASCADE, related_name="layouts")
    layout = models.CharField(_("layout"), max_length=10, choices=Layout.choices)
    capacity = models.PositiveIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )

    class Meta:
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")
        ordering: ClassVar = ["-capacity", "layout"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["room", "layout"],
                name="venues_layout_once_a_room",
                violation_error_message=_("This layout is listed twice: keep one of them."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1), name="venues_layout_seats_somebody"
            ),
        ]

    def __str__(self) -> str:
        return str(Layout(self.layout).label)


class RoomHours(models.Model):
    """The opening hours of a room on one day of the week, where they are not the usual ones (开放时间)."""

    room = ParentalKey(Room, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday.choices)
    opens_at = models.TimeField(
        _("opens at"), null=True, blank=True, help_text=_("Both empty: closed on that day.")
    )
    closes_at = models.TimeField(_("closes at"), null=True, blank=True)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering: ClassVar = ["weekday"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["room", "weekday"],
                name="venues_hours_once_a_weekday",
                violation_error_message=_("This day of the week is listed twice."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None)
                | Q(opens_at__isnull=False, closes_at__isnull=False),
                name="venues_hours_open_and_close",
                violation_error_message=_("Give both times, or neither: then it is closed."),
            ),
        ]

    def __str__(self) -> str:
        return str(Weekday(self.weekday).label)
