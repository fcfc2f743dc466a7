"""What things cost, from which day to which."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
    WorkflowState,
)

from foyer.core.languages import named_like, wording
from foyer.fees.enums import Currency, ScheduleStatus

from .approving import ApprovedLock, approving

_NAME = 60
_REASON = 300
_OF_THE_VERSION = ("number", "status", "approved_at", "approved_by_id")


class FeeScheduleQuerySet(models.QuerySet["FeeSchedule"]):
    """Reads of fee schedules."""

    def approved(self) -> FeeScheduleQuerySet:
        """Return what holds on its days."""
        return self.filter(status=ScheduleStatus.APPROVED)

    def in_force_on(self, day: date) -> FeeScheduleQuerySet:
        """Return the one that holds on a day, if any."""
        return self.touching(day, day)

    def touching(self, first: date, last: date | None) -> FeeScheduleQuerySet:
        """Return those that hold on any of some days, the earliest first; without a last day, for ever."""
        found = self.approved().filter(Q(valid_until=None) | Q(valid_until__gte=first))
        if last is not None:
            found = found.filter(valid_from__lte=last)
        return found.order_by("valid_from")

    def coming_after(self, day: date) -> FeeScheduleQuerySet:
        """Return those whose first day is still to come, the nearest first."""
        return self.approved().filter(valid_from__gt=day).order_by("valid_from")

    def published(self) -> FeeScheduleQuerySet:
        """Return all that were ever approved, the newest version first."""
        return self.filter(number__isnull=False).order_by("-number")

    def with_lines(self) -> FeeScheduleQuerySet:
        """Return them with their prices, rooms and discounts."""
        return self.prefetch_related("items__room__venue", "discounts")

    def matching(self, query: str) -> FeeScheduleQuerySet:
        """Return those with the words anywhere in a name."""
        return self.filter(named_like(query))


class FeeSchedule(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """What things cost from one day to another (收费标准). (004-21)"""

    name = models.CharField(_("name"), max_length=_NAME)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=_NAME, blank=True)
    name_en = models.CharField(_("name in English"), max_length=_NAME, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.CNY
    )
    valid_from = models.DateField(
        _("valid from"), help_text=_("The first day, from midnight by the house's clock.")
    )
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The last day; empty: until the next version."),
    )
    tax_included = models.BooleanField(_("prices include tax"), default=True)
    half_day_hours = models.PositiveSmallIntegerField(
        _("hours of a half day"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    day_hours = models.PositiveSmallIntegerField(
        _("hours of a day"), default=8, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    evening_from = models.TimeField(_("evenings from"), default=time(18))
    evening_until = models.TimeField(_("evenings until"), default=time(22))
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
        help_text=_("The version that ends the day before this one begins."),
    )
    reason = models.CharField(
        _("reason for the change"),
        max_length=_REASON,
        blank=True,
        help_text=_("Published with the history of changes."),
    )
    reason_zh_hant = models.CharField(
        _("reason in Traditional Chinese"), max_length=_REASON, blank=True
    )
    reason_en = models.CharField(_("reason in English"), max_length=_REASON, blank=True)

    # Of the version, not of a draft: set when it is approved.
    number = models.PositiveIntegerField(_("version"), null=True, unique=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ScheduleStatus.choices,
        default=ScheduleStatus.DRAFT,
        editable=False,
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    _revisions = GenericRelation(Revision, related_query_name="fee_schedule")
    workflow_states = GenericRelation(
        WorkflowState,
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="fee_schedule",
        for_concrete_model=False,
    )

    objects = FeeScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee schedule")
        verbose_name_plural = _("fee schedules")
        ordering: ClassVar = ["-valid_from", "-pk"]
        constraints: ClassVar = [
            # That no two approved ones hold on one day is kept by `guards`, which Django has no word for.
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="fees_ends_after_it_begins",
                violation_error_message=_("The last day is not before the first."),
            ),
            models.CheckConstraint(
                condition=Q(evening_until__gt=F("evening_from")),
                name="fees_evening_ends_after_it_begins",
                violation_error_message=_("Evenings end after they begin, on the same day."),
            ),
            models.CheckConstraint(
                condition=Q(day_hours__gte=F("half_day_hours"), half_day_hours__gte=1),
                name="fees_day_no_shorter_than_half",
                violation_error_message=_("A day has at least as many hours as a half day."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft", number=None)
                | Q(status__in=["approved", "replaced"], number__isnull=False),
                name="fees_numbered_once_approved",
            ),
        ]

    def __str__(self) -> str:
        if self.number is None:
            return self.name_text
        return gettext("%(name)s (version %(number)s)") % {
            "name": self.name_text,
            "number": self.number,
        }

    @property
    def name_text(self) -> str:
        """The name in the active language."""
        return wording(self, "name")

    @property
    def reason_text(self) -> str:
        """The reason for the change in the active language."""
        return wording(self, "reason")

    @property
    def revisions(self) -> Any:
        """The drafts of this schedule."""
        return self._revisions

    def with_content_json(self, content: dict[str, Any]) -> FeeSchedule:
        """Return what a draft says; version and approval are those of the record, whatever it says."""
        drafted: FeeSchedule = super().with_content_json(content)
        for field in _OF_THE_VERSION:
            setattr(drafted, field, getattr(self, field))
        return drafted

    def get_latest_revision_as_object(self) -> FeeSchedule:
        """Return the newest draft; what was approved is the record itself."""
        if self.number is not None:
            return self
        drafted: FeeSchedule = super().get_latest_revision_as_object()
        return drafted

    def get_lock(self) -> Any:
        """Let nobody change what was approved."""
        return ApprovedLock(self) if self.number is not None else super().get_lock()

    def publish(
        self, revision: Any, user: Any = None, *, at: datetime | None = None, **kwargs: Any
    ) -> Any:
        """Approve a draft: this is where Wagtail's workflow arrives. (004-21)"""
        drafted = revision.as_object()
        # Wagtail hands no time in.
        with approving(record=self, schedule=drafted, by=user, at=at or timezone.now()):
            return super().publish(revision, user=user, **kwargs)
