"""What belongs to a booking: its journal, and the letters about it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.bookings.enums import TEXT_USES, BookingStatus, LetterStatus, MessageKind, Occasion
from foyer.venues.models import Room

from .booking import LONGEST_TEXT, Booking

_STAFF = settings.AUTH_USER_MODEL


class BookingStep(models.Model):
    """One step of a booking, never changed (流转记录). (004-02 … 004-06)"""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=10, choices=BookingStatus.choices, blank=True)
    after = models.CharField(max_length=10, choices=BookingStatus.choices)
    note = models.CharField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_STAFF, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.before} → {self.after}"


class BookingMessage(models.Model):
    """A word between client and house, or a note of the staff (预订留言). It changes nothing by itself."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind"), max_length=8, choices=MessageKind.choices)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT, blank=True)
    wished_room = models.ForeignKey(
        Room,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wished room"),
    )
    wished_from = models.DateTimeField(_("wished from"), null=True, blank=True)
    wished_to = models.DateTimeField(_("wished to"), null=True, blank=True)
    wished_heads = models.PositiveIntegerField(_("wished people"), null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_STAFF, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("message about a booking")
        verbose_name_plural = _("messages about bookings")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.get_kind_display()}"


class BookingPaper(models.Model):
    """A letter or a contract as it was when the act it tells of was done, in each language (预订文书). (004-04, 004-05)

    Texts, names and policies change; what was offered, agreed and signed does not.
    """

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="kept_papers")
    occasion = models.CharField(_("occasion"), max_length=10, choices=TEXT_USES)
    version = models.PositiveIntegerField()  # of the booking
    words = models.JSONField(_("as it was"))  # by language: `write_paper`
    at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("paper about a booking")
        verbose_name_plural = _("papers about bookings")
        ordering: ClassVar = ["at", "pk"]
        default_permissions: ClassVar = ()  # made by the acts, opened with the booking
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["booking", "occasion", "version"], name="bookings_paper_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.get_occasion_display()}"


class BookingLetter(models.Model):
    """One letter about a booking, to whoever asks or to staff (预订信函). Written down before it goes out. (004-04)"""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="letters")
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices)
    to = models.ForeignKey(  # a member of staff; None: whoever asks
        _STAFF, on_delete=models.CASCADE, null=True, related_name="+"
    )
    message = models.ForeignKey(
        BookingMessage, on_delete=models.CASCADE, null=True, related_name="letters"
    )
    key = models.CharField(max_length=100, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=8, choices=LetterStatus.choices, default=LetterStatus.QUEUED
    )
    error = models.CharField(_("words of the mail server"), max_length=300, blank=True)
    queued_at = models.DateTimeField(_("asked for at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("letter about a booking")
        verbose_name_plural = _("letters about bookings")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["status"], name="bookings_letter_status")]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.get_occasion_display()}"
