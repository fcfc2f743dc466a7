"""Guests a tablet let in without a network, whom the house would have answered otherwise."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.events.models import Event
from foyer.guests.enums import ConflictReason, Settlement

from .door import Checkpoint, Desk, SignIn
from .guest import Guest


class SignInConflictQuerySet(models.QuerySet["SignInConflict"]):
    """Reads of conflicts."""

    def open(self) -> SignInConflictQuerySet:
        """Return those nobody has settled."""
        return self.filter(settled_at=None)


class SignInConflict(models.Model):
    """A guest let in offline whom the rules of the house do not let in; staff settle it (签到冲突). (KIOSK 5)

    Nothing a tablet did while it was alone is dropped: it becomes a sign-in, or one of these.
    """

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("event")
    )
    checkpoint = models.ForeignKey(
        Checkpoint,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("checkpoint"),
    )
    desk = models.ForeignKey(
        Desk, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("desk")
    )
    guest = models.ForeignKey(
        Guest,
        on_delete=models.PROTECT,
        null=True,
        related_name="conflicts",
        verbose_name=_("guest"),
    )
    scan_id = models.UUIDField(_("scan"), unique=True)
    party = models.PositiveSmallIntegerField(_("people"), default=1)
    leaving = models.BooleanField(_("let out"), default=False, db_default=False)
    scanned_at = models.DateTimeField(_("let in at"))
    told_at = models.DateTimeField(_("time on the tablet"), null=True)
    received_at = models.DateTimeField(_("heard of at"))
    reason = models.CharField(_("reason"), max_length=24, choices=ConflictReason.choices)
    first = models.ForeignKey(
        SignIn, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("sign-in")
    )
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("settled by"),
    )
    settlement = models.CharField(
        _("settlement"), max_length=12, choices=Settlement.choices, blank=True
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = SignInConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in conflict")
        verbose_name_plural = _("sign-in conflicts")
        ordering: ClassVar = ["-scanned_at", "-pk"]
        default_permissions: ClassVar = []  # seen and settled by the rights on sign-ins
        indexes: ClassVar = [
            models.Index(
                fields=["event"], name="guests_conflict_open", condition=Q(settled_at=None)
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(settlement=""),
                name="guests_conflict_settled_somehow",
            )
        ]

    def __str__(self) -> str:
        return f"{self.guest or self.scan_id} · {self.event}"
