"""What guests answered at a tablet once they had signed in."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.core.uploads.models import PrivateFile
from foyer.events.enums import StepKind
from foyer.events.models import Event
from foyer.guests.enums import AnswerState, StuckReason
from foyer.privacy.fields import SealedTextField

from .door import Desk
from .gift import Gift
from .guest import Guest


class StepAnswerQuerySet(models.QuerySet["StepAnswer"]):
    """Reads of answers."""

    def to_do(self) -> StepAnswerQuerySet:
        """Return those staff have to decide on."""
        return self.filter(state__in=AnswerState.TO_DO)

    def stuck(self) -> StepAnswerQuerySet:
        """Return those that could not be kept, and nobody has settled."""
        return self.filter(state=AnswerState.STUCK)


class StepAnswer(models.Model):
    """One answer of a guest to one step at a tablet (平板作答). (000-12, KIOSK 5)

    What was answered lies sealed; an answer that could not be kept as it is waits for staff, and is never dropped.
    """

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("event")
    )
    guest = models.ForeignKey(
        Guest,
        on_delete=models.PROTECT,
        null=True,
        related_name="answers",
        verbose_name=_("guest"),
    )
    desk = models.ForeignKey(
        Desk, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("desk")
    )
    gift = models.ForeignKey(
        Gift,
        on_delete=models.PROTECT,
        null=True,
        related_name="answers",
        verbose_name=_("gift"),
    )
    kind = models.CharField(_("step"), max_length=10, choices=StepKind.choices, blank=True)
    answer_id = models.UUIDField(_("answer"), unique=True)
    scan_id = models.UUIDField(_("scan"), db_index=True)
    words = SealedTextField(_("answer"), blank=True, default="")
    answered_at = models.DateTimeField(_("answered at"))
    received_at = models.DateTimeField(_("heard of at"))
    state = models.CharField(_("state"), max_length=8, choices=AnswerState.choices)
    reason = models.CharField(_("reason"), max_length=24, choices=StuckReason.choices, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("settled by"),
    )

    objects = StepAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer at the tablet")
        verbose_name_plural = _("answers at the tablet")
        ordering: ClassVar = ["-answered_at", "-pk"]
        default_permissions: ClassVar = []  # seen and settled by the rights on guests and sign-ins
        indexes: ClassVar = [
            models.Index(
                fields=["event"],
                name="guests_answer_to_do",
                condition=Q(state__in=("open", "stuck")),
            ),
            models.Index(
                fields=["kind"], name="guests_answer_waiting", condition=Q(state="waiting")
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["guest"],
                condition=Q(kind="gift", state__in=("kept", "accepted")),
                name="guests_one_gift_each",
            ),
            models.CheckConstraint(
                condition=~Q(state="stuck") | ~Q(reason=""), name="guests_stuck_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.guest or self.scan_id}"

    @property
    def told(self) -> dict[str, Any]:
        """What was answered, by name; nothing where it has been counted or erased."""
        try:
            told = json.loads(self.words) if self.words else {}
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}


class GuestSignature(PrivateFile):
    """What a guest signed at a tablet (签名). (000-12)"""

    answer = models.OneToOneField(
        StepAnswer, on_delete=models.CASCADE, related_name="signature", verbose_name=_("answer")
    )

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        default_permissions: ClassVar = ()
