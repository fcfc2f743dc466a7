"""What belongs to a case: team, measures, messages, journal, pauses, and what prevents the next one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case as Choose
from django.db.models import Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foyer.cases.enums import (
    ActionKind,
    ActionState,
    CaseStatus,
    LetterStatus,
    MessageKind,
    Occasion,
)
from foyer.core.models import User

from .case import Case

_STAFF = settings.AUTH_USER_MODEL


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    """Reads of teams."""

    def now(self) -> TeamMemberQuerySet:
        """Return those who are on their team now."""
        return self.filter(left_at=None)

    def before(self) -> TeamMemberQuerySet:
        """Return those who are on it no more."""
        return self.exclude(left_at=None)


class TeamMember(models.Model):
    """A member of the team that investigates a case, what they see to, from when to when (调查小组). (001-20)"""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(_STAFF, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(_("part in the team"), max_length=60, blank=True)
    joined_at = models.DateTimeField(_("joined at"), null=True)
    left_at = models.DateTimeField(_("left at"), null=True)
    left_by = models.ForeignKey(
        _STAFF,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("taken off by"),
    )

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a team")
        verbose_name_plural = _("members of teams")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(left_at=None), name="cases_on_a_team_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.part}".strip()

    @property
    def left_alone(self) -> bool:
        """Whether they left of their own accord rather than being taken off."""
        return self.left_by_id == self.user_id


class Measure(models.Model):
    """One thing the plan of a case promises (处理措施). (001-22, 001-23)"""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="measures")
    what = models.CharField(_("measure"), max_length=500)
    department = models.CharField(_("department"), max_length=100)
    person = models.CharField(_("person"), max_length=100)
    due_on = models.DateField(_("time limit"))
    done_at = models.DateTimeField(_("done at"), null=True)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(department="") & ~Q(person=""),
                name="cases_measure_is_whole",
            )
        ]

    def __str__(self) -> str:
        return self.what


class CaseMessage(models.Model):
    """A note of the staff, a word to the client, or one from the client (工单留言). (001-23)"""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind of message"), max_length=8, choices=MessageKind.choices)
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("written at"))
    by = models.ForeignKey(_STAFF, on_delete=models.SET_NULL, null=True, related_name="+")
    once = models.CharField(
        max_length=64, blank=True, editable=False
    )  # hash of what its sender calls it

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="cases_message_has_text"),
            models.UniqueConstraint(
                fields=["case", "once"], condition=~Q(once=""), name="cases_message_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_kind_display()}"


class CaseStepQuerySet(models.QuerySet["CaseStep"]):
    """Reads of the way of cases."""

    def with_reopenings(self) -> CaseStepQuerySet:
        """Say of each in `opens_again` whether a client's word opened a closed case with it.

        A merge that is taken back opens one without.
        """
        said = CaseMessage.objects.filter(
            kind=MessageKind.CLIENT, case=OuterRef("case"), at=OuterRef("at")
        )
        return self.annotate(opens_again=Q(Exists(said), before=CaseStatus.CLOSED))


class CaseStep(models.Model):
    """One step of a case, never changed (流转记录). (001-19 … 001-24)"""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=14, choices=CaseStatus.choices, blank=True)
    after = models.CharField(max_length=14, choices=CaseStatus.choices)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_STAFF, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = CaseStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.before} → {self.after}"


class CasePause(models.Model):
    """A stretch in which the client is waited for and the clock stands (暂停计时). (CASES 3)"""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="cases_one_pause_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="cases_pause_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.started_at:%Y-%m-%d}"


class ActionQuerySet(models.QuerySet["Action"]):
    """Reads of prevention measures."""

    def in_state(self, state: str) -> ActionQuerySet:
        """Return those that are so far and no farther. (001-26)"""
        match state:
            case ActionState.PLANNED:
                return self.filter(in_place_at=None)
            case ActionState.IN_PLACE:
                return self.filter(in_place_at__isnull=False, checked_at=None)
        return self.exclude(checked_at=None)

    def visible_to(self, user: User) -> ActionQuerySet:
        """Return those of the cases a member of staff may see, and those they see to."""
        cases = Case.objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(case__in=cases) | Q(person=user))

    def unchecked(self) -> ActionQuerySet:
        """Return those of which something is still to be done."""
        return self.filter(checked_at=None)

    def due_between(self, first: date | None, last: date | None) -> ActionQuerySet:
        """Return those whose next step is due within days, both included; None: from or to whenever."""
        planned, placed = Q(in_place_at=None), Q(in_place_at__isnull=False, checked_at=None)
        if first:
            planned, placed = planned & Q(due_on__gte=first), placed & Q(check_on__gte=first)
        if last:
            planned, placed = planned & Q(due_on__lte=last), placed & Q(check_on__lte=last)
        return self.filter(planned | placed)

    def by_due(self) -> ActionQuerySet:
        """Return them by the day of their next step; what is checked comes last, the latest first."""
        return self.order_by(
            Choose(When(checked_at=None, then=0), default=1),
            Choose(When(checked_at=None, then=Coalesce("check_on", "due_on"))),
            "-checked_at",
            "pk",
        )

    def overdue(self, *, today: date) -> ActionQuerySet:
        """Return those whose next step should have been done before today."""
        return self.due_between(None, today - timedelta(days=1))


class Action(models.Model):
    """What prevents the next case: measure, person, due day, put in place, effect checked (预防措施). (001-26)"""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="actions")
    kind = models.CharField(_("kind of measure"), max_length=10, choices=ActionKind.choices)
    measure = models.CharField(_("measure"), max_length=500)
    person = models.ForeignKey(
        _STAFF, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    due_on = models.DateField(_("due day"))
    put_in_place = models.TextField(_("what was put in place"), blank=True)
    in_place_at = models.DateTimeField(_("in place at"), null=True)
    check_on = models.DateField(_("effect to be checked by"), null=True)
    effect = models.TextField(_("effect"), blank=True)
    checked_at = models.DateTimeField(_("effect checked at"), null=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("prevention measure")
        verbose_name_plural = _("prevention measures")
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["checked_at", "due_on"], name="cases_action_due"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(measure=""), name="cases_action_has_measure"),
            models.CheckConstraint(
                condition=Q(in_place_at=None, check_on=None)
                | Q(in_place_at__isnull=False, check_on__isnull=False),
                name="cases_in_place_is_checked_by_a_day",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None) | Q(in_place_at__isnull=False),
                name="cases_checked_after_in_place",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None) | ~Q(effect=""), name="cases_checked_with_effect"
            ),
        ]

    def __str__(self) -> str:
        return self.measure

    @property
    def state(self) -> ActionState:
        """How far it is."""
        if self.in_place_at is None:
            return ActionState.PLANNED
        return ActionState.CHECKED if self.checked_at else ActionState.IN_PLACE

    @property
    def next_due_on(self) -> date:
        """The day by which the next step is due: putting it in place, then checking its effect."""
        return self.check_on or self.due_on

    def late_on(self, day: date) -> bool:
        """Tell whether its next step should have been done before a day."""
        return self.checked_at is None and self.next_due_on < day


class CaseLetter(models.Model):
    """One letter about a case, to its client or to staff (工单邮件). Written down before it goes out."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices)
    key = models.CharField(max_length=100, unique=True, editable=False)
    to = models.ForeignKey(_STAFF, on_delete=models.CASCADE, null=True, related_name="+")
    message = models.ForeignKey(CaseMessage, on_delete=models.CASCADE, null=True, related_name="+")
    status = models.CharField(
        _("status"), max_length=8, choices=LetterStatus.choices, default=LetterStatus.QUEUED
    )
    error = models.CharField(_("words of the mail server"), max_length=300, blank=True)
    queued_at = models.DateTimeField(_("asked for at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("letter about a case")
        verbose_name_plural = _("letters about cases")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["status"], name="cases_letter_status")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_occasion_display()}"
