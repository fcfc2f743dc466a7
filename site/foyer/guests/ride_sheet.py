"""The transport sheet as a file. (004-11, security 9)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.core.days import house_minute
from foyer.core.exports.targets import ExportColumn
from foyer.core.models import User
from foyer.guests.models import Guest, Ride
from foyer.privacy.enums import ViewPlace
from foyer.privacy.exported import SealedList
from foyer.privacy.services.view_log import note_views


class TransportSheet(SealedList):
    """The rides of one event; the guests' phones only for those who may see them."""

    key = "ride"
    label = _("Transport")
    right = "guests.export_ride"
    sensitive_right = "guests.view_sensitive_guest"
    masks: ClassVar = False

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is."""
        return [
            ExportColumn("due_at", _("Time"), lambda ride, _by: house_minute(ride.due_at)),
            ExportColumn(
                "direction",
                pgettext_lazy("ride", "Direction"),
                lambda ride, _by: ride.get_direction_display(),
            ),
            ExportColumn("guest", _("Guest"), lambda ride, _by: ride.guest.name),
            ExportColumn("company", _("Company"), lambda ride, _by: ride.guest.company),
            ExportColumn("people", _("People"), lambda ride, _by: str(ride.people)),
            ExportColumn(
                "place_kind",
                pgettext_lazy("ride", "Kind of place"),
                lambda ride, _by: ride.get_place_kind_display(),
            ),
            ExportColumn("place", pgettext_lazy("ride", "Place"), lambda ride, _by: ride.place),
            ExportColumn("number", _("Flight or train"), lambda ride, _by: ride.number),
            ExportColumn("car", pgettext_lazy("ride", "Car"), lambda ride, _by: ride.car),
            ExportColumn("driver", _("Driver"), lambda ride, _by: ride.driver),
            ExportColumn("driver_phone", _("Driver's phone"), lambda ride, _by: ride.driver_phone),
            ExportColumn("phone", _("Phone"), lambda ride, _by: ride.guest.phone, sensitive=True),
            ExportColumn("status", _("Step"), lambda ride, _by: ride.get_status_display()),
            ExportColumn("note", _("Note"), lambda ride, _by: ride.note),
        ]

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the rides, in this order."""
        found = Ride.objects.select_related("guest").in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def is_plain(self, record: Any, by: User) -> bool:
        """Tell whether somebody may see phones of guests."""
        return by.has_perm(self.sensitive_right)

    def note_plain(self, *, people: int, columns: Sequence[str], by: User, at: datetime) -> None:
        """Write down that phones of so many guests left the house."""
        note_views(kind=Guest, people=people, place=ViewPlace.EXPORT, by=by, at=at, columns=columns)

    def about(self, keys: Sequence[int]) -> models.Model | None:
        """Return the event whose sheet it is."""
        ride = Ride.objects.select_related("event").filter(pk__in=keys[:1]).first()
        return ride.event if ride else None


TRANSPORT_SHEET = TransportSheet()
