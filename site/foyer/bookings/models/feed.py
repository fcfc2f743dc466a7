"""Secret links under which calendars elsewhere read bookings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.core.models import User
from foyer.privacy.fields import KeyedHashField
from foyer.venues.models import Room

_STAFF = settings.AUTH_USER_MODEL


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Reads of feeds."""

    def standing(self) -> CalendarFeedQuerySet:
        """Return those nobody has revoked."""
        return self.filter(revoked_at=None)

    def of(self, user: User) -> CalendarFeedQuerySet:
        """Return what a member of staff made for themselves, and the rooms' feeds where they keep those."""
        kept = Q(user=user)
        if user.has_perm("bookings.offer_booking"):
            kept |= Q(room__isnull=False)
        return self.filter(kept)


class CalendarFeed(models.Model):
    """A link under which a calendar reads one room's bookings, or one person's (日历订阅).

    The secret itself is shown once and kept nowhere.
    """

    room = models.ForeignKey(
        Room,
        on_delete=models.CASCADE,
        null=True,
        related_name="calendar_feeds",
        verbose_name=_("room"),
    )
    user = models.ForeignKey(
        _STAFF,
        on_delete=models.CASCADE,
        null=True,
        related_name="calendar_feeds",
        verbose_name=_("person"),
    )
    language = models.CharField(_("language"), max_length=10)
    secret_hash = KeyedHashField(purpose="calendar-feed", unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        _STAFF, on_delete=models.CASCADE, related_name="+", verbose_name=_("made by")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        ordering: ClassVar = ["-made_at", "-pk"]
        default_permissions: ClassVar = ()  # made for oneself; for rooms by whoever offers them
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(room=None, user__isnull=False) | Q(room__isnull=False, user=None),
                name="bookings_feed_of_a_room_or_a_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.room or self.user)
