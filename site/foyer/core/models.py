"""Records every room uses: staff, the house policy, number series, jobs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from .enums import JobStatus
from .languages import wording
from .text import has_han


class User(AbstractUser):  # type: ignore[django-manager-missing]  # what Wagtail locks leads here
    """A member of staff who logs in (员工)."""

    # Sessions that began before this moment are over.
    logged_out_at = models.DateTimeField(_("logged out everywhere at"), null=True, editable=False)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """Return the name in its own order: 许安然, Anran Xu."""
        if has_han(self.last_name):
            return f"{self.last_name}{self.first_name}".strip()
        return super().get_full_name()


@register_setting(icon="home", order=100)
class HousePolicy(BaseGenericSetting):
    """What the rule books leave to the house: names, delays, wordings (会所制度)."""

    name = models.CharField(_("name of the house"), max_length=100, default="迎客")
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=100, blank=True)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True, default="Foyer")
    tagline = models.CharField(_("one line about the house"), max_length=200, blank=True)
    tagline_zh_hant = models.CharField(
        _("the line in Traditional Chinese"), max_length=200, blank=True
    )
    tagline_en = models.CharField(_("the line in English"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    address_zh_hant = models.CharField(
        _("address in Traditional Chinese"), max_length=200, blank=True
    )
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    hotline = models.CharField(_("hotline"), max_length=60, blank=True)
    reply_days = models.PositiveSmallIntegerField(
        _("reply by"),
        default=3,
        help_text=_("Days before an event by which guests reply, where the event names no day."),
    )
    doors_minutes = models.PositiveSmallIntegerField(
        _("sign-in opens"),
        default=60,
        help_text=_("Minutes before an event starts, where the event names no time."),
    )
    sign_out_minutes = models.PositiveSmallIntegerField(
        _("sign out whoever is still in after"),
        default=30,
        validators=[MaxValueValidator(720)],
        help_text=_(
            "Minutes after the end of an event, from 0 to 720. Such a departure is marked as automatic."
        ),
    )
    move_minutes = models.PositiveSmallIntegerField(
        _("desks go on to their room’s next event after"),
        default=30,
        validators=[MaxValueValidator(720)],
        help_text=_(
            "Minutes after the end of an event, from 0 to 720: until then its desks stay for the last guests."
        ),
    )
    idle_seconds = models.PositiveSmallIntegerField(
        _("tablet clears itself after"),
        default=20,
        validators=[MinValueValidator(10)],
        help_text=_("Seconds without a touch until a tablet forgets what was typed."),
    )
    dismiss_seconds = models.PositiveSmallIntegerField(
        _("tablet shows an answer for"),
        default=8,
        validators=[MinValueValidator(3)],
        help_text=_("Seconds until the welcome makes room for the next guest."),
    )
    consent = models.TextField(
        _("consent asked of walk-in guests"),
        default="我同意会所为本次活动登记我的姓名和联系方式，并在活动结束后按会所制度保存。",
    )
    consent_zh_hant = models.TextField(
        _("consent in Traditional Chinese"),
        blank=True,
        default="我同意會所為本次活動登記我的姓名和聯絡方式，並於活動結束後依會所制度保存。",
    )
    consent_en = models.TextField(
        _("consent in English"),
        blank=True,
        default=(
            "I agree that the house records my name and how to reach me for this event, "
            "and keeps them after it as the house rules say."
        ),
    )

    second_step_roles = models.ManyToManyField(
        Group,
        verbose_name=_("roles that need a second step"),
        related_name="+",
        blank=True,
        help_text=_(
            "Whoever has one of these roles also types a code from a phone when logging in. "
            "Recommended: Administrators, Management, Account managers, who may manage users or "
            "export lists."
        ),
    )
    idle_minutes = models.PositiveSmallIntegerField(
        _("log out when nothing was done for"),
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(720)],
        help_text=_("Minutes, from 5 to 720."),
    )
    session_hours = models.PositiveSmallIntegerField(
        _("log out in any case after"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text=_("Hours since logging in, from 1 to 24."),
    )

    backup_hour = models.PositiveSmallIntegerField(
        _("a backup is made at"),
        default=3,
        validators=[MaxValueValidator(23)],
        help_text=_("Hour of the night, from 0 to 23; made up for later when the house was off."),
    )
    backup_daily = models.PositiveSmallIntegerField(
        _("every backup is kept for"),
        default=7,
        validators=[MinValueValidator(1)],
        help_text=_("Days."),
    )
    backup_weekly = models.PositiveSmallIntegerField(
        _("the first of each week is kept for"), default=4, help_text=_("Weeks.")
    )
    backup_monthly = models.PositiveSmallIntegerField(
        _("the first of each month is kept for"),
        default=0,
        help_text=_("Months. No backup is kept longer than the policy on personal data says."),
    )
    backup_hours = models.PositiveSmallIntegerField(
        _("alarm when the newest backup is older than"),
        default=26,
        validators=[MinValueValidator(2)],
        help_text=_("Hours."),
    )

    class Meta:
        verbose_name = _("House policy")
        verbose_name_plural = _("House policies")

    def __str__(self) -> str:
        return wording(self, "name")


class NumberSeries(models.Model):
    """A running series of numbers for one kind of record (编号规则)."""

    key = models.CharField(_("kind of record"), max_length=30, unique=True)
    pattern = models.CharField(
        _("pattern"),
        max_length=40,
        help_text=_("{year} is the year, {n} the running number, {n:5} the same with five digits."),
    )
    next_number = models.PositiveIntegerField(_("next number"), default=1)
    year = models.PositiveSmallIntegerField(_("year of the next number"), null=True, editable=False)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return f"{self.key}: {self.pattern}"


class JobQuerySet(models.QuerySet["Job"]):
    """Reads of long tasks."""

    def open(self) -> JobQuerySet:
        """Return the jobs that still have work to do."""
        return self.filter(status__in=(JobStatus.WAITING, JobStatus.RUNNING))

    def silent(self, *, since: Any) -> JobQuerySet:
        """Return the running jobs whose worker has given no sign of life since that moment."""
        return self.filter(status=JobStatus.RUNNING, heartbeat_at__lt=since)


class Job(models.Model):
    """A long task that survives the death of any part that carries it (后台任务).

    The queue only transports it: this row says what is to be done, how far it is, and
    whether somebody is working on it.
    """

    kind = models.CharField(_("kind"), max_length=60)
    arguments = models.JSONField(_("arguments"), default=dict)
    status = models.CharField(
        _("status"), max_length=12, choices=JobStatus.choices, default=JobStatus.WAITING
    )
    by = models.ForeignKey(
        "core.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    step = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps in all"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    result = models.JSONField(_("result"), default=dict)
    error = models.TextField(_("what went wrong"), blank=True)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    message_id = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("asked for at"))
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True)
    run_after = models.DateTimeField(_("not before"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["status", "heartbeat_at"], name="core_job_status")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class TickSlot(models.Model):
    """One due pass of a periodic task, taken by exactly one worker (定时任务)."""

    name = models.CharField(max_length=60)
    slot = models.CharField(max_length=40)
    taken_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "slot"], name="core_one_taker_per_slot")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"


class WorkerPulse(models.Model):
    """The last sign of life of one worker process (后台进程心跳)."""

    name = models.CharField(max_length=80, unique=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Throttle(models.Model):
    """How often something was tried within a span of time (限流计数)."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    resets_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key} {self.count}"


class PageStamp(models.Model):
    """The one row that moves with each change of what public pages show (页面版本)."""

    moves = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.moves)


# Models of the calendar, of backups, exports and imports live beside their machinery; Django finds them here.
from .backups.models import BackupAlarm, BackupRun  # noqa: E402, F401  after User and Job
from .business_calendar.models import BusinessPolicy, CalendarDay  # noqa: E402, F401
from .exports.models import Export, ExportChoice  # noqa: E402, F401  after User and Job
from .imports.models import (  # noqa: E402  after User and Job
    ImportBatch,  # noqa: F401
    ImportBlock,  # noqa: F401
    ImportJournal,  # noqa: F401
    ImportMapping,  # noqa: F401
    ImportRow,  # noqa: F401
)
