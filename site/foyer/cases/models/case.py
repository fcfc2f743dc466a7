"""What is followed until it is closed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case as Choose
from django.db.models import F, Q, When
from django.utils.translation import gettext_lazy as _

from foyer.bookings.models import Booking
from foyer.cases.enums import (
    CaseChannel,
    CaseKind,
    CaseStatus,
    CauseCategory,
    Outcome,
    Severity,
)
from foyer.clients.models import Client, Contact
from foyer.core.enums import Language
from foyer.core.fields import SearchTextField
from foyer.core.models import User
from foyer.core.text import search_needle
from foyer.privacy.fields import BlindIndexField, KeyedHashField, SealedTextField
from foyer.privacy.identifiers import blind_index

LONGEST_TEXT = 5000
_LAST_FOUR = 4


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases."""

    def open(self) -> CaseQuerySet:
        """Return the cases that are not closed."""
        return self.filter(closed_at=None)  # as `cases_closed_with_outcome` says; the index has it

    def running(self) -> CaseQuerySet:
        """Return the open cases whose clock runs: nothing is waited for from the client."""
        asked = Q(status=CaseStatus.FOLLOWING_UP)
        return self.open().filter(waiting_since=None).exclude(asked)

    def overdue(self, *, at: datetime) -> CaseQuerySet:
        """Return the cases whose first contact or answer is late at a moment. (001-19)"""
        uncontacted = Q(status=CaseStatus.RECEIVED, contact_due_at__lt=at)
        return self.running().filter(uncontacted | Q(answer_due_at__lt=at))

    def unanalysed(self) -> CaseQuerySet:
        """Return the closed complaints whose file still lacks its cause and prevention. (001-25, 001-26)"""
        ended = self.filter(kind=CaseKind.COMPLAINT, status=CaseStatus.CLOSED, cause_category="")
        return ended.exclude(outcome=Outcome.DUPLICATE)

    def by_due(self) -> CaseQuerySet:
        """Return the cases by what is due first."""
        return self.order_by("due_at", "pk")

    def matching(self, query: str) -> CaseQuerySet:
        """Return the cases found by number, by who reports them, their client, or the last four digits. (001-28)"""
        words, needle = query.strip(), search_needle(query)
        found = Q(search_text__contains=needle) | Q(client__search_text__contains=needle)
        if words.isdecimal() and len(words) == _LAST_FOUR:
            found |= Q(phone_last_four_index=blind_index(words, kind="phone_last_four"))
        return self.filter(found)

    def visible_to(self, user: User) -> CaseQuerySet:
        """Return what a member of staff may see: all with that right, else their own and their clients'."""
        if user.has_perm("cases.view_every_case"):
            return self
        mine = Q(owner=user) | Q(opened_by=user) | Q(client__account_manager=user)
        on_team = self.model._base_manager.filter(team__user=user, team__left_at=None).order_by()
        return self.filter(mine | Q(pk__in=on_team.values("pk")))


class Case(models.Model):
    """A complaint, feedback or enquiry, followed until it is closed (工单). (001-14, 001-19)"""

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    kind = models.CharField(_("kind of case"), max_length=10, choices=CaseKind.choices)
    channel = models.CharField(_("came by"), max_length=10, choices=CaseChannel.choices)
    severity = models.CharField(
        _("severity"), max_length=8, choices=Severity.choices, default=Severity.NORMAL
    )
    status = models.CharField(
        _("step"), max_length=14, choices=CaseStatus.choices, default=CaseStatus.RECEIVED
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    client = models.ForeignKey(
        Client,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("client"),
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("contact"),
    )
    event = models.ForeignKey(
        "events.Event",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("event"),
    )
    booking = models.ForeignKey(
        Booking,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("booking"),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ZH_HANS
    )
    # Not sealed: a name is found by a part of it, by pinyin and initials, as everywhere (docs/architecture.md).
    reporter_name = models.CharField(_("who reports it"), max_length=100, blank=True)
    reporter_phone = SealedTextField(_("phone"), blank=True, default="")
    reporter_email = SealedTextField(_("e-mail"), blank=True, default="")
    phone_index = BlindIndexField(of="reporter_phone", kind="phone")
    phone_last_four_index = BlindIndexField(of="reporter_phone", kind="phone_last_four")
    email_index = BlindIndexField(of="reporter_email", kind="email")
    content = models.TextField(_("what it is about"), max_length=LONGEST_TEXT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("answerable"),
    )
    findings = models.TextField(_("findings"), blank=True)
    cause = models.TextField(_("cause"), blank=True)
    responsible = models.CharField(_("responsible party"), max_length=200, blank=True)
    analysis = models.TextField(_("cause analysis"), blank=True)
    cause_category = models.CharField(
        _("where the cause lies"), max_length=10, choices=CauseCategory.choices, blank=True
    )
    no_prevention = models.TextField(_("why nothing needs to be prevented"), blank=True)
    secret_hash = KeyedHashField(
        purpose="case-secret", of="secret_sealed", unique=True, editable=False
    )
    secret_sealed = SealedTextField(editable=False)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    contact_due_at = models.DateTimeField(_("first contact by"))
    answer_due_at = models.DateTimeField(_("answer by"))
    due_at = (
        models.GeneratedField(  # what is due next, so that a queue of thousands is read by an index
            expression=Choose(
                When(status=CaseStatus.RECEIVED, then=F("contact_due_at")),
                default=F("answer_due_at"),
            ),
            output_field=models.DateTimeField(_("due at")),
            db_persist=True,
            editable=False,
        )
    )
    contacted_at = models.DateTimeField(_("contacted at"), null=True)
    contact_in_time = models.BooleanField(_("first contact in time"), null=True, editable=False)
    answered_at = models.DateTimeField(_("first answered at"), null=True, editable=False)
    answer_in_time = models.BooleanField(_("answer in time"), null=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"), null=True)
    waiting_since = models.DateTimeField(_("waiting for the client since"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    alarmed_for = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="duplicates", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = SearchTextField(of=("number", "reporter_name"))

    external_id = models.CharField(
        _("number in another program"), max_length=100, blank=True, editable=False
    )

    late: bool  # the queue puts it there

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering: ClassVar = ["-opened_at", "-pk"]
        default_permissions: ClassVar = ("add", "change", "view")  # nobody deletes one
        permissions: ClassVar = [
            ("view_every_case", _("Can see every case")),
            ("assign_case", _("Can assign and merge cases")),
            ("view_sensitive_case", _("Can see phones and e-mails of cases")),
            ("export_case", _("Can take lists of cases away")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "answer_due_at"], name="cases_case_due"),
            models.Index(fields=["closed_at", "due_at", "id"], name="cases_case_queue"),
            models.Index(fields=["client", "-opened_at"], name="cases_case_of_client"),
            models.Index(fields=["-opened_at"], name="cases_case_opened"),
            models.Index(fields=["-closed_at"], name="cases_case_closed"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id=""),
                name="cases_one_case_for_each_external_id",
            ),
            models.CheckConstraint(condition=~Q(content=""), name="cases_case_has_content"),
            models.CheckConstraint(
                condition=Q(kind__in=CaseKind.values, status__in=CaseStatus.values),
                name="cases_case_kind_and_step_known",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(status="closed") & Q(closed_at=None, outcome=""),
                name="cases_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="duplicate", merged_into__isnull=False)
                | ~Q(outcome="duplicate") & Q(merged_into=None),
                name="cases_duplicate_of_another",
            ),
            models.CheckConstraint(
                condition=Q(status="received") | Q(contacted_at__isnull=False) | Q(status="closed"),
                name="cases_contacted_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    # Django makes a table of all labels for each of these; a page of the queue asks 150 times.
    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """Return its kind in words."""
        return str(CaseKind(self.kind).label)

    def get_severity_display(self) -> str:  # type: ignore[no-redef]
        """Return in words how much is at stake."""
        return str(Severity(self.severity).label)

    def get_status_display(self) -> str:  # type: ignore[no-redef]
        """Return its step in words."""
        return str(CaseStatus(self.status).label)

    @property
    def lacks_analysis(self) -> bool:
        """Whether the file still lacks cause and prevention, as `unanalysed` tells."""
        ended = self.kind == CaseKind.COMPLAINT and self.status == CaseStatus.CLOSED
        return ended and not self.cause_category and self.outcome != Outcome.DUPLICATE

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.status in CaseStatus.OPEN

    def late_at(self, at: datetime) -> bool:
        """Tell whether this case is late at a moment, as `overdue` does."""
        if not self.is_open or self.waiting_since or self.status == CaseStatus.FOLLOWING_UP:
            return False
        uncontacted = self.status == CaseStatus.RECEIVED and self.contact_due_at < at
        return uncontacted or self.answer_due_at < at

    def is_plain_to(self, user: User) -> bool:
        """Tell whether a member of staff may see phone and e-mail of whoever reports this case."""
        return user.has_perm("cases.view_sensitive_case") and self.is_visible_to(user)

    def is_visible_to(self, user: User) -> bool:
        """Tell whether a member of staff may see this case."""
        return type(self).objects.visible_to(user).filter(pk=self.pk).exists()
