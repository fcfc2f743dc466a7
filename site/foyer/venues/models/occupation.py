"""When a room is taken, whoever takes it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foyer.core.languages import named_like
from foyer.venues.enums import OccupationPurpose

from .place import Room


class OccupationQuerySet(models.QuerySet["Occupation"]):
    """Reads of what takes rooms."""

    def matching(self, query: str) -> OccupationQuerySet:
        """Return those with the words anywhere in their reason or their room's name."""
        return self.filter(Q(title__icontains=query.strip()) | named_like(query, of="room__"))

    def holding(self, *, at: datetime) -> OccupationQuerySet:
        """Return what takes its room at a moment: an offer nobody answered in time takes none. (004-04)"""
        return self.filter(Q(lapses_at=None) | Q(lapses_at__gt=at))

    def lapsed(self, *, at: datetime) -> OccupationQuerySet:
        """Return what was held for an answer that did not come. (004-04)"""
        return self.filter(lapses_at__lte=at)

    def meeting(self, from_at: datetime, until_at: datetime) -> OccupationQuerySet:
        """Return what takes any part of a stretch, set-up and clearing included. (BOOKING 2)"""
        return self.filter(from_at__lt=until_at, until_at__gt=from_at)


class Occupation(models.Model):
    """A stretch in which a room is taken, with the time to set it up and clear it (占用). (004-06)

    Whatever takes a room, a booking, an event or works in the house, does so with one of these; that no two of
    one room meet is kept by the database itself (`guards`).
    """

    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, related_name="occupations", verbose_name=_("room")
    )
    purpose = models.CharField(
        _("taken for"), max_length=8, choices=OccupationPurpose.choices, editable=False
    )
    title = models.CharField(_("reason"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    from_at = models.DateTimeField(_("taken from"), editable=False)
    until_at = models.DateTimeField(_("taken until"), editable=False)
    lapses_at = models.DateTimeField(_("held for an answer until"), null=True, editable=False)

    objects = OccupationQuerySet.as_manager()

    class Meta:
        verbose_name = _("occupation of a room")
        verbose_name_plural = _("occupations of rooms")
        ordering: ClassVar = ["from_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["room", "until_at", "from_at"], name="venues_room_taken_when")
        ]
        constraints: ClassVar = [
            # That no two of one room meet is kept by `guards`, which Django has no word for on both databases.
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="venues_occupation_ends_after_start",
                violation_error_message=_("It ends before it begins: check both times."),
            ),
            models.CheckConstraint(
                condition=Q(from_at__lte=F("starts_at"), until_at__gte=F("ends_at")),
                name="venues_occupation_holds_its_use",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=OccupationPurpose.values),
                name="venues_occupation_purpose_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def title_text(self) -> str:
        """What takes it, in the active language: an event has its title in all three."""
        event = getattr(self, "event", None)
        return event.title_text if event else self.title

    def holds_at(self, at: datetime) -> bool:
        """Tell whether it takes its room at a moment, as `holding` does."""
        return self.lapses_at is None or self.lapses_at > at


class _Closures(models.Manager.from_queryset(OccupationQuerySet)):  # type: ignore[misc]  # made by Django
    """Closures alone: what else takes a room is kept where it is made."""

    def get_queryset(self) -> OccupationQuerySet:
        """Return the closures."""
        found: OccupationQuerySet = super().get_queryset()
        return found.filter(purpose=OccupationPurpose.CLOSED)


class Closure(Occupation):
    """A time in which a room is closed: works, cleaning, an inspection (停用). (004-06)"""

    objects: ClassVar = _Closures()

    class Meta:
        proxy = True
        verbose_name = _("closure of a room")
        verbose_name_plural = _("closures of rooms")
