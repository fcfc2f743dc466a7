"""What follows the arrival of a guest who has a host: who is told, and who met them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

from foyer.guests.enums import NoticeChannel, NoticeOccasion, NoticeStatus

from .door import SignIn


class Welcome(models.Model):
    """What came of the arrival of a guest who has a host (迎宾): who was told, who met them. (000-14)

    That a guest has come, and waits, is reckoned from the sign-ins at every read; kept is only what was done.
    """

    sign_in = models.OneToOneField(
        SignIn, on_delete=models.PROTECT, related_name="welcome", verbose_name=_("sign-in")
    )
    told_at = models.DateTimeField(_("host told at"), null=True)
    told_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("host told"),
    )
    back_told_at = models.DateTimeField(_("host told of the return at"), null=True)
    raised_at = models.DateTimeField(_("reception told at"), null=True)
    met_at = models.DateTimeField(_("met at"), null=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("met by"),
    )

    class Meta:
        verbose_name = _("welcome")
        verbose_name_plural = _("welcomes")
        default_permissions: ClassVar = ()
        permissions: ClassVar = [
            ("hear_unmet", _("Is told when a guest waits for the host")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(met_by=None) | Q(met_at__isnull=False),
                name="guests_welcome_met_at_a_moment",
            )
        ]

    def __str__(self) -> str:
        return str(self.sign_in)


class WelcomeNotice(models.Model):
    """One notice about an arrival to one member of staff, sent once or not at all (到场通知). (000-14)"""

    welcome = models.ForeignKey(Welcome, on_delete=models.CASCADE, related_name="notices")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=8, choices=NoticeOccasion.choices)
    channel = models.CharField(max_length=6, choices=NoticeChannel.choices)
    status = models.CharField(
        max_length=8, choices=NoticeStatus.choices, default=NoticeStatus.QUEUED
    )
    error = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice of an arrival")
        verbose_name_plural = _("notices of arrivals")
        default_permissions: ClassVar = ()
        indexes: ClassVar = [
            models.Index(
                fields=["queued_at"],
                name="guests_notice_waiting",
                condition=Q(status__in=("queued", "sending")),
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["welcome", "to", "occasion", "channel"], name="guests_one_notice_of_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.to} · {self.occasion}"


def _minutes(label: Any, default: int, help_text: Any) -> Any:
    return models.PositiveSmallIntegerField(
        label,
        default=default,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=help_text,
    )


class ArrivalPolicy(BaseGenericSetting):
    """What the rule books leave to the house about arrivals (到场制度). (000-12, 000-14)"""

    host_minutes = _minutes(
        _("reception is told after"),
        5,
        _("Minutes a guest waits until reception is told that the host has not met them."),
    )
    late_minutes = _minutes(
        _("a guest is late after"), 15, _("Minutes after the event has started.")
    )
    full_percent = models.PositiveSmallIntegerField(
        _("the house is nearly full from"),
        default=90,
        validators=[MinValueValidator(50), MaxValueValidator(100)],
        help_text=_("Percent of the event's capacity."),
    )

    class Meta:
        verbose_name = _("House policy: arrivals")
        verbose_name_plural = _("House policies: arrivals")
        default_permissions: ClassVar = ("change",)

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
