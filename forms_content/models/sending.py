"""A form sent to people: who was asked, with which link, and what became of the letters."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from forms_content.sending_enums import LetterKind, LetterStatus, SurveyState, Whom
from foyer.clients.models import Contact
from foyer.core.enums import Language, MailTrouble
from foyer.events.models import Event
from foyer.guests.models import Guest
from foyer.privacy.fields import BlindIndexField, KeyedHashField, SealedTextField

from .form_page import FormPage
from .submission import Submission


def _those(**condition: Any) -> Count:
    return Count("recipients", filter=Q(**condition), distinct=True)


class SendingQuerySet(models.QuerySet["Sending"]):
    """Reads of sendings."""

    def with_rates(self) -> SendingQuerySet:
        """Return them with how many were asked, reached, opened, answered, in one query."""
        first = {"recipients__letters__kind": LetterKind.LINK}
        return self.annotate(
            asked=Count("recipients", distinct=True),
            reached=_those(**first, recipients__letters__status=LetterStatus.SENT),
            troubled=_those(**first, recipients__letters__status__in=LetterStatus.TROUBLED),
            waiting=_those(
                **first,
                recipients__letters__status__in=(LetterStatus.QUEUED, LetterStatus.SENDING),
            ),
            opened=_those(recipients__opened_at__isnull=False),
            answered=_those(recipients__answered_at__isnull=False),
            declined=_those(recipients__declined_at__isnull=False),
            reminded=_those(
                recipients__letters__kind=LetterKind.REMINDER,
                recipients__letters__status=LetterStatus.SENT,
            ),
        )


class Sending(models.Model):
    """A form sent to many people at once (问卷发放). (000-23)"""

    page = models.ForeignKey(
        FormPage, on_delete=models.PROTECT, related_name="sendings", verbose_name=_("form")
    )
    whom = models.CharField(_("sent to"), max_length=8, choices=Whom.choices)
    event = models.ForeignKey(
        Event,
        on_delete=models.SET_NULL,
        null=True,
        related_name="form_sendings",
        verbose_name=_("event"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("sent at"))
    left_out = models.JSONField(_("left out"), default=dict)
    # One page seen, one sending; one event, one survey of its own accord.
    once = models.CharField(max_length=64, unique=True, editable=False)

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending of a form")
        verbose_name_plural = _("sendings of forms")
        ordering: ClassVar = ["-made_at", "-pk"]
        default_permissions: ClassVar = ("add", "view")

    def __str__(self) -> str:
        return f"{self.page.title_text} {self.made_at:%Y-%m-%d}"


class Recipient(models.Model):
    """One person asked with a link of their own (收件人)."""

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="recipients")
    guest = models.ForeignKey(
        Guest, on_delete=models.SET_NULL, null=True, related_name="form_links"
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, related_name="form_links"
    )
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    email = SealedTextField(_("e-mail"), blank=True, default="")
    email_index = BlindIndexField(of="email", kind="email")
    code_hash = KeyedHashField(purpose="form-link", of="code_sealed", unique=True, editable=False)
    code_sealed = SealedTextField(editable=False)
    opened_at = models.DateTimeField(_("opened at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    declined_at = models.DateTimeField(_("asked for no more letters at"), null=True)
    # Nothing leads from the answers of an anonymous form to who gave them.
    submission = models.OneToOneField(
        Submission, on_delete=models.SET_NULL, null=True, related_name="recipient"
    )

    class Meta:
        verbose_name = _("personal link to a form")
        verbose_name_plural = _("personal links to forms")
        ordering: ClassVar = ["pk"]
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sending", "email_index"],
                condition=~Q(email_index=""),
                name="forms_content_one_letter_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sending_id} · {self.pk}"

    @property
    def person(self) -> Guest | Contact | None:
        """Who was asked, as far as they are still known."""
        return self.guest or self.contact


class FormLetter(models.Model):
    """One letter about a form, written down before it goes out (表单邮件). (000-07)"""

    kind = models.CharField(_("kind"), max_length=8, choices=LetterKind.choices)
    key = models.CharField(max_length=100, unique=True, editable=False)
    recipient = models.ForeignKey(
        Recipient, on_delete=models.CASCADE, null=True, related_name="letters"
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, related_name="letters"
    )
    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, related_name="+")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    status = models.CharField(
        _("status"), max_length=8, choices=LetterStatus.choices, default=LetterStatus.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    trouble = models.CharField(
        _("what went wrong"), max_length=20, choices=MailTrouble.choices, blank=True
    )
    error = models.CharField(_("words of the mail server"), max_length=300, blank=True)
    queued_at = models.DateTimeField(_("asked for at"))
    next_try_at = models.DateTimeField(_("next try at"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("letter about a form")
        verbose_name_plural = _("letters about forms")
        ordering: ClassVar = ["pk"]
        default_permissions: ClassVar = ()
        indexes: ClassVar = [
            models.Index(fields=["status", "next_try_at"], name="forms_content_letter_due")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class EventSurvey(models.Model):
    """Whether and with what form one event's guests are asked by themselves (活动问卷设置). (000-23)"""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, related_name="survey", verbose_name=_("event")
    )
    state = models.CharField(
        _("survey after the event"), max_length=3, choices=SurveyState.choices, blank=True
    )
    form = models.ForeignKey(
        FormPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("form"),
        help_text=_("Empty: the one of the house policy."),
    )

    class Meta:
        verbose_name = _("survey after an event")
        verbose_name_plural = _("surveys after events")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return str(self.event)
