"""A room asked for, offered, confirmed, used, settled."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foyer.bookings.enums import BookingChannel, BookingStatus, Repeats
from foyer.clients.models import Client, Contact
from foyer.core.enums import Language
from foyer.core.fields import SearchTextField
from foyer.core.models import User
from foyer.core.text import search_needle
from foyer.fees.enums import Currency
from foyer.privacy.fields import BlindIndexField, KeyedHashField, SealedTextField
from foyer.privacy.identifiers import blind_index
from foyer.venues.enums import Layout
from foyer.venues.models import Occupation, Room

MOST_HEADS = 100_000
LONGEST_TEXT = 2000
_LAST_FOUR = 4


class BookingSeries(models.Model):
    """A booking that comes back, with the days it does not (系列预订). (004-02)"""

    repeats = models.CharField(_("repeats"), max_length=10, choices=Repeats.choices)
    until_on = models.DateField(_("until"))
    skipped = models.JSONField(_("not on"), default=list, blank=True)  # days as 2026-05-01

    class Meta:
        verbose_name = _("series of bookings")
        verbose_name_plural = _("series of bookings")

    def __str__(self) -> str:
        return f"{Repeats(self.repeats).label} → {self.until_on}"


class BookingQuerySet(models.QuerySet["Booking"]):
    """Reads of bookings."""

    def lapsed(self, *, at: datetime) -> BookingQuerySet:
        """Return the offers nobody answered in time. (004-04)"""
        return self.filter(status=BookingStatus.OFFERED, reply_by__lte=at)

    def in_step(self, status: str, *, at: datetime) -> BookingQuerySet:
        """Return those that stand at a step at a moment."""
        if status == BookingStatus.LAPSED:
            return self.lapsed(at=at)
        found = self.filter(status=status)
        return found.filter(reply_by__gt=at) if status == BookingStatus.OFFERED else found

    def open(self, *, at: datetime) -> BookingQuerySet:
        """Return those with which something is still to happen before or at their use."""
        lapsed = Q(status=BookingStatus.OFFERED, reply_by__lte=at)
        return self.filter(status__in=BookingStatus.OPEN).exclude(lapsed)

    def unmarked(self, *, at: datetime) -> BookingQuerySet:
        """Return those whose time is over and of which nobody wrote down what became of them. (004-23)"""
        agreed = (BookingStatus.CONFIRMED, BookingStatus.SIGNED)
        return self.filter(status__in=agreed, ends_at__lte=at)

    def meeting(self, starts_at: datetime, ends_at: datetime) -> BookingQuerySet:
        """Return those whose use meets a stretch of time."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def waiting(self) -> BookingQuerySet:
        """Return the requests that wait for a room to be given back, the longest first. (BOOKING 7)"""
        waiting = self.filter(status=BookingStatus.REQUESTED, waits=True)
        return waiting.order_by("requested_at", "pk")

    def matching(self, query: str) -> BookingQuerySet:
        """Return those found by number, theme, who asks, their client, or the phone's last four digits."""
        words, needle = query.strip(), search_needle(query)
        found = Q(search_text__contains=needle) | Q(client__search_text__contains=needle)
        if words.isdecimal() and len(words) == _LAST_FOUR:
            found |= Q(phone_last_four_index=blind_index(words, kind="phone_last_four"))
        return self.filter(found)

    def visible_to(self, user: User) -> BookingQuerySet:
        """Return what a member of staff may see: all with that right, else their own and their clients'."""
        if user.has_perm("bookings.view_every_booking"):
            return self
        mine = Q(owner=user) | Q(requested_by=user) | Q(client__account_manager=user)
        return self.filter(mine)


class Booking(models.Model):
    """A room asked for, offered, confirmed, used, settled (预订). (004-02 … 004-06)"""

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    status = models.CharField(
        _("step"),
        max_length=10,
        choices=BookingStatus.choices,
        default=BookingStatus.REQUESTED,
        editable=False,
    )
    channel = models.CharField(
        _("came by"), max_length=8, choices=BookingChannel.choices, default=BookingChannel.ONLINE
    )
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, related_name="bookings", verbose_name=_("room")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    heads = models.PositiveIntegerField(
        _("people"), validators=[MinValueValidator(1), MaxValueValidator(MOST_HEADS)]
    )
    layout = models.CharField(_("layout"), max_length=10, choices=Layout.choices, blank=True)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    extras = models.JSONField(_("extras"), default=dict, blank=True)
    wishes = models.TextField(_("wishes"), max_length=LONGEST_TEXT, blank=True)
    occupation = models.OneToOneField(
        Occupation,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="booking",
    )

    client = models.ForeignKey(
        Client,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="bookings",
        verbose_name=_("client"),
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="bookings",
        verbose_name=_("contact"),
    )
    # Not sealed: a name is found by a part of it, by pinyin and initials, as everywhere (docs/architecture.md).
    asker_name = models.CharField(_("who asks"), max_length=100)
    asker_company = models.CharField(_("company"), max_length=200, blank=True)
    asker_phone = SealedTextField(_("phone"), blank=True, default="")
    asker_email = SealedTextField(_("e-mail"), blank=True, default="")
    phone_index = BlindIndexField(of="asker_phone", kind="phone")
    phone_last_four_index = BlindIndexField(of="asker_phone", kind="phone_last_four")
    email_index = BlindIndexField(of="asker_email", kind="email")
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ZH_HANS
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="bookings",
        verbose_name=_("answerable"),
    )
    notes = models.TextField(_("notes of the house"), max_length=LONGEST_TEXT, blank=True)
    series = models.ForeignKey(
        BookingSeries,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="bookings",
        verbose_name=_("series"),
    )
    waits = models.BooleanField(_("waits for the room to be given back"), default=False)

    # What was agreed: the quote of the offer, line by line, as the versions of its days had it. (BOOKING 8)
    agreed = models.JSONField(_("agreed"), null=True, editable=False)
    # What was agreed before a change, which stands until another offer is accepted: `services.standing`.
    standing = models.JSONField(null=True, editable=False)
    currency = models.CharField(max_length=3, choices=Currency.choices, blank=True, editable=False)
    total = models.DecimalField(
        _("total"), max_digits=13, decimal_places=2, null=True, editable=False
    )
    discount = models.CharField(_("discount"), max_length=8, blank=True, editable=False)
    discount_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("discount granted by"),
    )
    needs_contract = models.BooleanField(_("needs a contract"), default=False)
    contract_signed_on = models.DateField(_("contract signed on"), null=True, editable=False)
    contract_signed_by = models.CharField(
        _("contract signed by"), max_length=100, blank=True, editable=False
    )

    requested_at = models.DateTimeField(_("requested at"), editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("taken down by"),
    )
    reply_by = models.DateTimeField(_("reply by"), null=True, editable=False)
    # The deadlines that were reminded of, and whose passing was told; another offer has another one.
    reminded_for = models.DateTimeField(null=True, editable=False)
    lapse_told_for = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    cancel_fee = models.DecimalField(
        _("fee of the cancellation"),
        max_digits=13,
        decimal_places=2,
        default=Decimal(0),
        editable=False,
    )
    secret_hash = KeyedHashField(
        purpose="booking-secret", of="secret_sealed", unique=True, editable=False
    )
    secret_sealed = SealedTextField(editable=False)
    once = models.CharField(max_length=64, blank=True, editable=False)  # hash of the sender's key
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = SearchTextField(of=("number", "theme", "asker_name", "asker_company"))

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering: ClassVar = ["-starts_at", "-pk"]
        default_permissions: ClassVar = ("add", "change", "view")  # nobody deletes one
        permissions: ClassVar = [
            ("view_every_booking", _("Can see every booking")),
            ("offer_booking", _("Can offer rooms and turn requests down")),
            ("view_sensitive_booking", _("Can see phones and e-mails of bookings")),
            ("export_booking", _("Can take lists of bookings away")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["room", "starts_at"], name="bookings_of_a_room"),
            models.Index(fields=["status", "reply_by"], name="bookings_by_step"),
            models.Index(fields=["-starts_at", "-id"], name="bookings_by_time"),
            models.Index(fields=["client", "-starts_at"], name="bookings_of_a_client"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="bookings_booking_ends_after_start",
                violation_error_message=_("It ends before it begins: check both times."),
            ),
            models.CheckConstraint(
                condition=Q(heads__gte=1),
                name="bookings_booking_for_somebody",
                violation_error_message=_("Say how many people come: one at least."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[*BookingStatus.NEXT]) & ~Q(status="lapsed"),
                name="bookings_booking_step_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["offered", *BookingStatus.AGREED])
                | Q(agreed__isnull=False, total__isnull=False),
                name="bookings_offered_with_its_price",
            ),
            models.CheckConstraint(
                condition=~Q(status="offered") | Q(reply_by__isnull=False),
                name="bookings_offered_until_a_moment",
            ),
            models.UniqueConstraint(
                fields=["once"], condition=~Q(once=""), name="bookings_request_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def step_at(self, at: datetime) -> BookingStatus:
        """Return the step at a moment: an offer nobody answered in time has lapsed. (004-04)"""
        if self.status == BookingStatus.OFFERED and self.reply_by and self.reply_by <= at:
            return BookingStatus.LAPSED
        return BookingStatus(self.status)

    def is_visible_to(self, user: User) -> bool:
        """Tell whether a member of staff may see this booking."""
        return type(self).objects.visible_to(user).filter(pk=self.pk).exists()

    def is_plain_to(self, user: User) -> bool:
        """Tell whether a member of staff may see phone and e-mail of whoever asks."""
        return user.has_perm("bookings.view_sensitive_booking") and self.is_visible_to(user)

    @property
    def title(self) -> str:
        """What the calendar says: the number, and the theme or the company."""
        about = self.theme or self.asker_company or self.asker_name
        return f"{self.number} {about}".strip()
