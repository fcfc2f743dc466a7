"""Records of logging in: the second step, its recovery codes, the first administrator's link."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

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
