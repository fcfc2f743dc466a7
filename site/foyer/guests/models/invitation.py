"""The letters sent to guests, and their wording."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin

from foyer.core.enums import Language, MailTrouble
from foyer.core.models import Job
from foyer.events.models import EventType
from foyer.guests.enums import DeliveryOutcome, InvitationStatus, NoLetter

from .guest import Guest


class InvitationWording(PreviewableMixin, models.Model):
    """The words of an invitation for one type of event, in one language (邀请函文案). (000-07)

    Without an event type it serves every type that has no wording of its own.
    """

    event_type = models.ForeignKey(
        EventType,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="invitation_wordings",
        verbose_name=_("event type"),
        help_text=_("Empty: for every type without a wording of its own."),
    )
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), help_text=_("An empty line begins a new paragraph."))

    class Meta:
        verbose_name = _("invitation wording")
        verbose_name_plural = _("invitation wordings")
        ordering: ClassVar = ["event_type__position", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event_type", "language"],
                name="guests_one_wording_per_type_and_language",
                violation_error_message=_("There is already a wording for this type and language."),
            ),
            models.UniqueConstraint(
                fields=["language"],
                condition=Q(event_type=None),
                name="guests_one_general_wording_per_language",
                violation_error_message=_("There is already a general wording in this language."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        """The two forms every letter has; the edit view shows them."""
        return [("html", _("The letter")), ("text", _("As plain text"))]


class Invitation(models.Model):
    """One letter to one guest, and what became of it (邀请函). (000-07)

    At most one letter to a guest may be under way at a time.
    """

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="invitations")
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("job")
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=InvitationStatus.choices,
        default=InvitationStatus.QUEUED,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    trouble = models.CharField(
        _("what went wrong"),
        max_length=20,
        choices=dict(MailTrouble.choices) | dict(NoLetter.choices),
        blank=True,
    )
    error = models.CharField(_("words of the mail server"), max_length=300, blank=True)
    queued_at = models.DateTimeField(_("asked for at"))
    next_try_at = models.DateTimeField(_("next try at"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    message_id = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar = ["-queued_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["guest"],
                condition=Q(status__in=InvitationStatus.PENDING),
                name="guests_one_letter_under_way",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "next_try_at"], name="guests_letter_due")
        ]

    def __str__(self) -> str:
        return f"{self.guest} · {InvitationStatus(self.status).label}"


class DeliveryAttempt(models.Model):
    """One try to hand a letter to the mail server, and what it answered (投递记录). (000-07)"""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="tries")
    tried_at = models.DateTimeField(_("tried at"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=DeliveryOutcome.choices)
    trouble = models.CharField(
        _("what went wrong"), max_length=20, choices=MailTrouble.choices, blank=True
    )
    words = models.CharField(_("words of the mail server"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("delivery attempt")
        verbose_name_plural = _("delivery attempts")
        ordering: ClassVar = ["tried_at", "pk"]

    def __str__(self) -> str:
        return f"{self.invitation_id} · {DeliveryOutcome(self.outcome).label}"
