"""What happens on a day, in a place, with a guest list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foyer.core.fields import SearchTextField
from foyer.core.languages import named_like, wording
from foyer.core.models import HousePolicy
from foyer.core.text import in_latin, search_needle
from foyer.events.enums import DressCode, EventStatus
from foyer.venues.models import Occupation, Room, Venue


class EventTypeQuerySet(models.QuerySet["EventType"]):
    """Reads of event types."""

    def matching(self, query: str) -> EventTypeQuerySet:
        """Return the types with the words anywhere in a name."""
        return self.filter(named_like(query))


class EventType(models.Model):
    """A kind of event the house puts on (活动类型). (000-01)"""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=60, blank=True)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)
    screen = models.ForeignKey(
        "events.TabletScreen",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="event_types",
        verbose_name=_("tablet screen"),
        help_text=_("What tablets show at events of this type. Empty: the house's usual screen."),
    )

    objects = EventTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("event type")
        verbose_name_plural = _("event types")
        ordering: ClassVar = ["position", "name"]

    def __str__(self) -> str:
        return wording(self, "name")


class EventQuerySet(models.QuerySet["Event"]):
    """Reads of events."""

    def matching(self, query: str) -> EventQuerySet:
        """Return the events found by number, the middle of a title, pinyin or initials."""
        return self.filter(search_text__contains=search_needle(query))

    def upcoming(self, *, at: datetime) -> EventQuerySet:
        """Return the events that have not ended, the nearest first."""
        return self.filter(ends_at__gte=at).order_by("starts_at", "pk")

    def past(self, *, at: datetime) -> EventQuerySet:
        """Return the events that have ended, the latest first."""
        return self.filter(ends_at__lt=at).order_by("-starts_at", "-pk")


class Event(models.Model):  # type: ignore[django-manager-missing]  # managers of pages are not typed
    """What happens on a day, in a place, with a guest list (活动). (000-03)"""

    number = models.CharField(_("event number"), max_length=30, unique=True, blank=True)
    type = models.ForeignKey(
        EventType, on_delete=models.PROTECT, related_name="events", verbose_name=_("type")
    )
    title = models.CharField(_("title"), max_length=150)
    title_zh_hant = models.CharField(_("title in Traditional Chinese"), max_length=150, blank=True)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    theme_zh_hant = models.CharField(_("theme in Traditional Chinese"), max_length=200, blank=True)
    theme_en = models.CharField(_("theme in English"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    doors_at = models.DateTimeField(
        _("sign-in opens at"),
        null=True,
        blank=True,
        help_text=_("Empty: as many minutes before the start as the house policy says."),
    )
    reply_by = models.DateTimeField(
        _("reply by"),
        null=True,
        blank=True,
        help_text=_("Empty: as many days before the start as the house policy says."),
    )
    venue = models.ForeignKey(
        Venue,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("venue"),
    )
    room = models.ForeignKey(
        Room,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("room"),
    )
    # Its own, or that of the booking it was made of: nothing is held twice.
    occupation = models.OneToOneField(
        Occupation, on_delete=models.SET_NULL, null=True, editable=False, related_name="event"
    )
    capacity = models.PositiveIntegerField(
        _("capacity"), validators=[MinValueValidator(1)], help_text=_("The most people let in.")
    )
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="hosted_events",
        verbose_name=_("host"),
    )
    dress_code = models.CharField(
        _("dress code"), max_length=20, choices=DressCode.choices, blank=True
    )
    walk_ins = models.BooleanField(
        _("walk-in guests are welcome"),
        default=False,
        help_text=_("People without an invitation may put themselves on the list at the door."),
    )
    screen = models.ForeignKey(
        "events.TabletScreen",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("tablet screen"),
        help_text=_("What tablets show at this event. Empty: the screen of its type."),
    )
    status = models.CharField(
        _("status"), max_length=12, choices=EventStatus.choices, default=EventStatus.PLANNED
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True, null=True)
    search_text = SearchTextField(of=("number", "title", "title_zh_hant", "title_en", "theme"))

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering: ClassVar = ["-starts_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["ends_at", "starts_at"], name="events_by_time")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="events_event_ends_after_start",
                violation_error_message=_("The event ends before it starts: check both times."),
            ),
            models.CheckConstraint(
                condition=Q(doors_at__isnull=True) | Q(doors_at__lte=F("ends_at")),
                name="events_event_doors_before_end",
                violation_error_message=_(
                    "Sign-in opens after the event has ended: check the time."
                ),
            ),
            models.CheckConstraint(condition=~Q(title=""), name="events_event_has_title"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="events_event_has_capacity",
                violation_error_message=_("At least one person must be let in."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=EventStatus.values), name="events_event_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_text} ({self.number})"

    @property
    def title_text(self) -> str:
        """The title in the active language."""
        return wording(self, "title")

    @property
    def theme_text(self) -> str:
        """The theme in the active language, or nothing."""
        return wording(self, "theme")

    @property
    def type_name(self) -> str:
        """The type's name in the active language."""
        return str(self.type)

    @property
    def status_label(self) -> str:
        """The status in the active language."""
        return str(EventStatus(self.status).label)

    @property
    def dress_code_text(self) -> str:
        """The dress code in the active language, or nothing."""
        return str(DressCode(self.dress_code).label) if self.dress_code else ""

    @property
    def place(self) -> Venue | None:
        """The venue: the event's own, or that of its room."""
        return self.venue or (self.room.venue if self.room else None)

    @property
    def venue_name(self) -> str:
        """The venue's name in the active language, or nothing."""
        return self.place.name_text if self.place else ""

    @property
    def room_name(self) -> str:
        """The room's name in the active language, or nothing."""
        return self.room.name_text if self.room else ""

    @property
    def address_text(self) -> str:
        """The venue's address in the active language, or nothing."""
        return self.place.address_text if self.place else ""

    @property
    def map_url(self) -> str:
        """The link to a map of the venue, or nothing."""
        return self.place.map_url if self.place else ""

    @property
    def host_text(self) -> str:
        """The host's name, in Latin letters for who reads English; or nothing."""
        name = str(self.host) if self.host else ""
        return in_latin(name) or name if get_language() == "en" else name

    def opens_at(self, policy: HousePolicy) -> datetime:
        """Return the moment from which guests may sign in."""
        return self.doors_at or self.starts_at - timedelta(minutes=policy.doors_minutes)

    def replies_until(self, policy: HousePolicy) -> datetime:
        """Return the moment until which guests may reply."""
        return self.reply_by or self.starts_at - timedelta(days=policy.reply_days)

    def has_ended(self, at: datetime) -> bool:
        """Tell whether the event is over."""
        return at > self.ends_at or self.status in (EventStatus.HELD, EventStatus.CLOSED)
