"""What staff decided about something due, and the morning mail that told them of it.

What is due is not kept: it is reckoned at every read from visits, tiers, birthdays, festivals and the
policy, so that a change of any of them holds at once. (docs/decisions/0005-due-is-reckoned.md)
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.clients.care_enums import DigestStatus, DueKind, DueOutcome

from .client import Client
from .contact import Contact
from .visit import Visit


class DueDecisionQuerySet(models.QuerySet["DueDecision"]):
    """Reads of decisions."""

    def closed(self) -> DueDecisionQuerySet:
        """Return the decisions after which nothing is left to do."""
        return self.exclude(outcome=DueOutcome.OPEN)


class DueDecision(models.Model):
    """What became of one thing due: done, skipped, put off, handed on (待办处理). (001-12)

    One row for each thing due, found by its key; who decided what before stands in the log.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=DueKind.choices)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, related_name="+")
    about = models.ForeignKey(
        Visit,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text=_("the visit that made it due"),
    )
    occasion_on = models.DateField(_("occasion"))
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=DueOutcome.choices, blank=True, default=DueOutcome.OPEN
    )
    closed_on = models.DateField(_("closed on"), null=True)
    closed_by_visit = models.ForeignKey(
        Visit, on_delete=models.SET_NULL, null=True, related_name="closed_decisions"
    )
    by_rule = models.BooleanField(default=False)  # the visit fulfilled it; nobody had to name it
    postponed_to = models.DateField(_("put off to"), null=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("handed to"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"))

    objects = DueDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on something due")
        verbose_name_plural = _("decisions on things due")
        ordering: ClassVar = ["-decided_at", "-pk"]
        default_permissions: ClassVar = ()
        permissions: ClassVar = [
            ("view_due", _("Can see what is due at the own clients")),
            ("decide_due", _("Can mark as done, put off, hand on and skip what is due")),
            ("view_all_due", _("Can see what is due at everybody's clients")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["client", "kind", "closed_on"], name="clients_decision_closed"),
            models.Index(fields=["by", "decided_at"], name="clients_decision_by"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome=DueOutcome.OPEN, closed_on=None)
                | (~Q(outcome=DueOutcome.OPEN) & Q(closed_on__isnull=False)),
                name="clients_decision_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=DueOutcome.SKIPPED, reason=""),
                name="clients_decision_skipped_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class DueDigest(models.Model):
    """One morning mail to one member of staff: never two on a day (今日待办邮件)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    status = models.CharField(
        max_length=10, choices=DigestStatus.choices, default=DigestStatus.SENDING
    )
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "day"], name="clients_one_digest_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.day}"


class DigestChoice(models.Model):
    """Whether a member of staff wants the morning mail; without a row they get it (邮件选择)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_choice"
    )
    wanted = models.BooleanField(_("Mail me every morning what is due"), default=True)

    class Meta:
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"{self.user}"
