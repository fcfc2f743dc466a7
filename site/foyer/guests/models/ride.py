"""Fetching guests, and taking them back."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.events.models import Event
from foyer.guests.enums import RideDirection, RidePlace, RideStatus
from foyer.privacy.fields import SealedTextField

from .guest import Guest


class Ride(models.Model):
    """One ride for a guest: from where, by which train or flight, in which car, with whom (接送). (004-11)"""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="rides", verbose_name=_("event")
    )
    guest = models.ForeignKey(
        Guest, on_delete=models.PROTECT, related_name="rides", verbose_name=_("guest")
    )
    direction = models.CharField(
        pgettext_lazy("ride", "direction"),
        max_length=8,
        choices=RideDirection.choices,
        default=RideDirection.PICK_UP,
    )
    place_kind = models.CharField(
        pgettext_lazy("ride", "kind of place"),
        max_length=8,
        choices=RidePlace.choices,
        default=RidePlace.AIRPORT,
    )
    place = models.CharField(
        pgettext_lazy("ride", "place"),
        max_length=100,
        help_text=_("Such as Hongqiao Airport, Terminal 2."),
    )
    number = models.CharField(_("flight or train"), max_length=30, blank=True)
    due_at = models.DateTimeField(_("car is there at"))
    people = models.PositiveSmallIntegerField(
        _("people"), default=1, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    car = models.CharField(
        pgettext_lazy("ride", "car"), max_length=60, blank=True, help_text=_("Plate and colour.")
    )
    driver = models.CharField(_("driver"), max_length=60, blank=True)
    driver_phone = SealedTextField(_("driver's phone"), blank=True, default="")
    note = models.CharField(_("note"), max_length=200, blank=True)
    status = models.CharField(
        _("step"), max_length=10, choices=RideStatus.choices, default=RideStatus.ORDERED
    )
    met_at = models.DateTimeField(_("met at"), null=True, editable=False)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, editable=False)

    class Meta:
        verbose_name = _("ride")
        verbose_name_plural = _("rides")
        ordering: ClassVar = ["due_at", "pk"]
        default_permissions: ClassVar = ("add", "change", "view")  # called off, never deleted
        permissions: ClassVar = [("export_ride", _("Can export the transport sheet"))]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(place=""), name="guests_ride_has_place"),
            models.CheckConstraint(
                condition=Q(
                    direction__in=RideDirection.values,
                    place_kind__in=RidePlace.values,
                    status__in=RideStatus.values,
                ),
                name="guests_ride_kinds_known",
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="guests_ride_people"),
        ]

    def __str__(self) -> str:
        return f"{self.guest} · {self.place}"

    @property
    def next_step(self) -> str:
        """The step that follows, or nothing."""
        return RideStatus.NEXT.get(self.status, "")

    @property
    def next_label(self) -> str:
        """What that step is called."""
        return str(RideStatus(self.next_step).label) if self.next_step else ""
