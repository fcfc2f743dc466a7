"""Records of getting in: the second step, its recovery codes, the first administrator's link, API tokens."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.core.days import house_day
from foyer.privacy.fields import KeyedHashField, SealedTextField


class SecondStep(models.Model):
    """The key a member of staff shares with an authenticator app (两步验证). (SEC-21)"""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_step"
    )
    secret = SealedTextField(_("secret"))
    last_window = models.PositiveBigIntegerField(_("last thirty seconds used"), default=0)
    set_up_at = models.DateTimeField(_("set up at"))

    class Meta:
        verbose_name = _("second step")
        verbose_name_plural = _("second steps")

    def __str__(self) -> str:
        return f"{self.user_id}"


class RecoveryCode(models.Model):
    """One code that stands in for the phone once (恢复码); only its keyed hash is kept."""

    second_step = models.ForeignKey(
        SecondStep, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    code_hash = KeyedHashField(purpose="recovery-code", spent="used_at", unique=True)
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class FirstLink(models.Model):
    """The one-time link by which an empty house gets its first administrator (首位管理员链接). (SEC-20)"""

    token_hash = KeyedHashField(purpose="first-link", lapses=True, unique=True)
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("first administrator's link")
        verbose_name_plural = _("first administrator's links")

    def __str__(self) -> str:
        return f"{self.pk}"


class ApiScope(models.TextChoices):
    """What an API token may be used for, within the rights of whose account it works for."""

    READ_CLIENTS = "clients:read", pgettext_lazy("API scope", "Read clients")
    WRITE_CLIENTS = "clients:write", pgettext_lazy("API scope", "Create and change clients")
    READ_CONTACTS = "contacts:read", pgettext_lazy("API scope", "Read contacts")
    WRITE_CONTACTS = "contacts:write", pgettext_lazy("API scope", "Create and change contacts")
    SENSITIVE = (
        "contacts:sensitive",
        pgettext_lazy("API scope", "Phones, e-mails and birthdays plain"),
    )
    READ_VISITS = "visits:read", pgettext_lazy("API scope", "Read visits")
    WRITE_VISITS = "visits:write", pgettext_lazy("API scope", "File and correct visits")
    READ_CASES = "cases:read", pgettext_lazy("API scope", "Read cases")
    WRITE_CASES = "cases:write", pgettext_lazy("API scope", "Take cases in")
    READ_FORMS = "forms:read", pgettext_lazy("API scope", "Read answers to forms")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Reads of API tokens."""

    def working(self, *, at: datetime) -> ApiTokenQuerySet:
        """Return the tokens that open anything: neither revoked nor over, of accounts that are on."""
        day = house_day(at)
        return self.filter(revoked_at=None, expires_on__gte=day, user__is_active=True)


class ApiToken(models.Model):
    """What another program of the house works with, in the name of one account (接口令牌). (security 1)"""

    name = models.CharField(
        _("what it is for"),
        max_length=100,
        help_text=_("The program that uses it, such as accounting or the website."),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="house_tokens",
        verbose_name=_("works for"),
        help_text=_("It may never do more than this account may, and ends with it."),
    )
    scopes = models.JSONField(_("may be used to"), default=list)
    token_hash = KeyedHashField(purpose="api-token", spent="revoked_at", unique=True)
    created_at = models.DateTimeField(_("made at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_on = models.DateField(_("last day"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("integration")
        verbose_name_plural = _("integrations")
        ordering: ClassVar = ["-created_at", "-pk"]
        default_permissions: ClassVar = ("add", "change", "view")  # revoked, never deleted

    def __str__(self) -> str:
        return self.name

    @property
    def scope_labels(self) -> list[str]:
        """What it may be used to, in words."""
        return [str(scope.label) for scope in ApiScope if scope.value in self.scopes]

    def is_over(self, *, at: datetime) -> bool:
        """Tell whether its last day has passed."""
        return self.expires_on < house_day(at)


class WebhookEvent(models.TextChoices):
    """What other programs can be told of."""

    SUBMISSION_CREATED = (
        "submission.created",
        pgettext_lazy("webhook event", "A form was answered"),
    )
    CASE_CHANGED = "case.changed", pgettext_lazy("webhook event", "A case came in or changed")
    GUEST_ARRIVED = "guest.arrived", pgettext_lazy("webhook event", "A guest with a host arrived")


class Webhook(models.Model):
    """An address of another program that is told what happens here (网络钩子)."""

    name = models.CharField(
        _("what it is for"), max_length=100, help_text=_("The program that is told.")
    )
    url = models.URLField(_("address"), max_length=500)
    events = models.JSONField(_("is told of"), default=list)
    secret = SealedTextField(_("secret"), editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("made at"), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    failing_since = models.DateTimeField(_("fails since"), null=True, editable=False)
    stopped_at = models.DateTimeField(_("switched off by itself at"), null=True, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering: ClassVar = ["name", "pk"]
        default_permissions: ClassVar = ("add", "change", "view")

    def __str__(self) -> str:
        return self.name

    @property
    def event_labels(self) -> list[str]:
        """What it is told of, in words."""
        return [str(event.label) for event in WebhookEvent if event.value in self.events]


class DeliveryStatus(models.TextChoices):
    """What became of a message to another program."""

    WAITING = "waiting", pgettext_lazy("webhook delivery", "Waiting")
    DELIVERED = "delivered", pgettext_lazy("webhook delivery", "Delivered")
    FAILED = "failed", pgettext_lazy("webhook delivery", "Given up")


class WebhookDelivery(models.Model):
    """One message to one address, tried until it is taken (推送记录); ids and links only."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(_("id"), max_length=40)
    event = models.CharField(_("event"), max_length=40, choices=WebhookEvent.choices)
    body = models.TextField(_("content"))
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=DeliveryStatus.choices,
        default=DeliveryStatus.WAITING,
    )
    created_at = models.DateTimeField(_("happened at"))
    next_at = models.DateTimeField(_("next try at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    answered = models.PositiveSmallIntegerField(_("answer"), null=True)
    error = models.CharField(_("why it was not taken"), max_length=300, blank=True)
    tried_at = models.DateTimeField(_("last tried at"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering: ClassVar = ["-pk"]
        default_permissions: ClassVar = ()
        indexes: ClassVar = [
            models.Index(fields=["status", "next_at"], name="staff_delivery_due"),
            models.Index(fields=["webhook", "-id"], name="staff_delivery_of_webhook"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["webhook", "message_id"], name="staff_one_delivery_of_each_message"
            )
        ]

    def __str__(self) -> str:
        return self.message_id
