"""What was once, and who changed it: tiers, account managers, positions. Written by acts alone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.clients.enums import Tier

from .client import Client
from .contact import Contact


class TierChange(models.Model):
    """One change of a client's tier, and why (等级变更记录). (002-16)"""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="tier_changes")
    before = models.CharField(_("before"), max_length=10, choices=Tier.choices)
    after = models.CharField(_("after"), max_length=10, choices=Tier.choices)
    suggested = models.CharField(
        _("suggested by the figures"), max_length=10, choices=Tier.choices, blank=True
    )
    reason = models.TextField(_("reason"))
    changed_at = models.DateTimeField(_("changed at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("changed by"),
    )

    class Meta:
        verbose_name = _("change of tier")
        verbose_name_plural = _("changes of tier")
        ordering: ClassVar = ["-changed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(before__in=Tier.values, after__in=Tier.values) & ~Q(before=F("after")),
                name="clients_tier_change_changes",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="clients_tier_change_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class ManagerChange(models.Model):
    """One hand-over of a client from one account manager to another (客户移交记录). (002-27)"""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="manager_changes")
    before = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("before"),
    )
    after = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("after"),
    )
    reason = models.TextField(_("reason"))
    changed_at = models.DateTimeField(_("changed at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("changed by"),
    )

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering: ClassVar = ["-changed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="clients_manager_change_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before or '–'} → {self.after or '–'}"


class Employment(models.Model):
    """A position a contact held before, at another client (任职经历). (001-04)"""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="past_positions")
    client = models.ForeignKey(
        Client,
        on_delete=models.SET_NULL,
        null=True,
        related_name="past_contacts",
        verbose_name=_("client"),
    )
    company = models.CharField(_("company"), max_length=200)
    title = models.CharField(pgettext_lazy("person", "title"), max_length=100, blank=True)
    since = models.DateField(_("since"), null=True)
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("former position")
        verbose_name_plural = _("former positions")
        ordering: ClassVar = ["-until", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(since__lte=F("until")),
                name="clients_employment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} · {self.title}" if self.title else self.company
