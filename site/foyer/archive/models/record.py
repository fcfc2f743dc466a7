"""Records of the archive, and what each is about."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from foyer.archive.days import EARLIEST, validate_day
from foyer.archive.enums import Afterwards, CountedFrom, Language, Phase, Scope, Secrecy
from foyer.archive.rights import RECORD_RIGHTS, holds
from foyer.archive.subjects import kinds
from foyer.core.visible import is_seen_in_part
from foyer.staff.models import Department

from .record_class import ExpectedPaper, RecordClass
from .searching import keys_found

_STAFF = settings.AUTH_USER_MODEL


class ArchiveRecordQuerySet(models.QuerySet["ArchiveRecord"]):
    """Records, narrowed down to what somebody may know of, or may open."""

    def visible_to(self, user: Any) -> ArchiveRecordQuerySet:
        """Return the records a member of staff may know exist. (000-29, security 12)

        Open and internal ones everybody who sees the archive; confidential ones the department; secret ones
        its head and deputies. Whoever keeps a record, or was allowed to open it, knows of it as well.
        """
        if not user.is_active or not user.has_perm("archive.view_archiverecord"):
            return self.none()
        if holds(user, "view_every_archiverecord"):
            return self
        mine = Department.objects.of(user).order_by().values("pk")
        led = Department.objects.filter(Q(head=user) | Q(deputies=user)).order_by().values("pk")
        known = Q(keeper=user) | Q(secrecy__lte=Secrecy.INTERNAL) & ~hidden_by_subject(user)
        known |= Q(secrecy=Secrecy.CONFIDENTIAL, department__in=mine)
        known |= Q(secrecy=Secrecy.SECRET, department__in=led)
        return self.filter(known | self._once_allowed(user))

    def openable_by(
        self, user: Any, *, at: datetime, scope: str = Scope.VIEW
    ) -> ArchiveRecordQuerySet:
        """Return the records whose files somebody may open at a moment. (000-29)

        Args:
            user: who opens.
            at: the moment.
            scope: to look, or to take a file away.
        """
        records = self.visible_to(user)
        if holds(user, "open_every_archiverecord"):
            return records
        mine = Department.objects.of(user).order_by().values("pk")
        without_asking = Q(keeper=user) | Q(secrecy=Secrecy.OPEN)
        without_asking |= Q(secrecy=Secrecy.INTERNAL, department__in=mine)
        allowed = _items().filter(
            record=OuterRef("pk"), request__in=_requests().giving(user, at=at, scope=scope)
        )
        return records.filter(without_asking | Exists(allowed))

    def matching(self, query: str) -> ArchiveRecordQuerySet:
        """Return those whose number, title, source or summary hold the words; files are not looked into."""
        found = keys_found(self.model, query)
        return self.filter(Q(number=query.strip().upper()) | Q(pk__in=found))

    def due(self, on: Any) -> ArchiveRecordQuerySet:
        """Return the records whose time is over on a day and that nobody holds back. (000-28)

        The day until which a record is kept is the last of its time: it is due on the next.
        """
        held = _related("holds").objects.filter(record=OuterRef("pk"), lifted_at=None)
        return self.filter(Q(due_on__lt=on), ~Exists(held))

    def with_an_end(self) -> ArchiveRecordQuerySet:
        """Return the records whose class keeps them for a time, not for good."""
        rule = self.filter(record_class__keep_months__isnull=False)
        return rule.exclude(record_class__afterwards=Afterwards.KEEP)

    def waiting_for_end(self) -> ArchiveRecordQuerySet:
        """Return the records kept until some time after a matter ended, of which nobody knows that it did."""
        ending = self.with_an_end().filter(record_class__counted_from=CountedFrom.ENDED)
        return ending.filter(ended_on=None)

    def about(self, subject: models.Model) -> ArchiveRecordQuerySet:
        """Return the records about an event, a client, a case, a booking."""
        kind = ContentType.objects.get_for_model(subject)
        links = RecordLink.objects.filter(record=OuterRef("pk"), kind=kind, subject_id=subject.pk)
        return self.filter(Exists(links))

    def _once_allowed(self, user: Any) -> Q:
        """Return the condition that somebody's request for a record was approved, be it over by now."""
        allowed = _items().filter(
            record=OuterRef("pk"),
            request__applicant=user,
            request__status__in=("approved", "ended"),
        )
        return Q(Exists(allowed))


class ArchiveRecord(index.Indexed, models.Model):
    """Something kept: papers, pictures, tables of one matter, with title, date, source and summary (档案). (000-27)

    It is called by its number wherever its title may not be read, in the log above all.
    """

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    dated_on = models.DateField(
        _("date"), validators=[validate_day], help_text=_("The day the papers are from.")
    )
    source = models.CharField(
        _("source"), max_length=200, help_text=_("Who or what the papers come from.")
    )
    summary = models.TextField(_("summary"), max_length=2000)
    record_class = models.ForeignKey(
        RecordClass, on_delete=models.PROTECT, related_name="records", verbose_name=_("class")
    )
    phase = models.CharField(_("phase"), max_length=12, choices=Phase.choices, blank=True)
    answers = models.ForeignKey(
        ExpectedPaper,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("expected paper"),
        help_text=_("Which paper of a complete file this is."),
    )
    secrecy = models.PositiveSmallIntegerField(
        _("secrecy"), choices=Secrecy.choices, default=Secrecy.INTERNAL
    )
    keeper = models.ForeignKey(
        _STAFF,
        on_delete=models.PROTECT,
        related_name="kept_records",
        verbose_name=pgettext_lazy("archive", "keeper"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="records",
        verbose_name=_("department"),
        help_text=_("Its head decides who may open the record."),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ZH_HANS
    )
    # -- keeping
    ended_on = models.DateField(
        _("matter ended on"),
        null=True,
        blank=True,
        validators=[validate_day],
        help_text=_("Where the class counts from the end of the matter: the day it ended."),
    )
    # What a review came to: never due before this day, whatever the class says.
    kept_on_until = models.DateField(_("kept on until"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("kept until"), null=True, editable=False)
    filed_at = models.DateTimeField(_("filed at"), editable=False)
    filed_by = models.ForeignKey(
        _STAFF,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("filed by"),
    )
    changed_at = models.DateTimeField(_("changed at"), editable=False)

    objects = ArchiveRecordQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("number", boost=4),
        index.SearchField("title", boost=2),
        index.SearchField("source"),
        index.SearchField("summary"),
        index.AutocompleteField("number"),
        index.AutocompleteField("title"),
    ]
    wagtail_reference_index_ignore = True  # what it is about is no reason to keep either

    class Meta:
        verbose_name = pgettext_lazy("archive", "record")
        verbose_name_plural = pgettext_lazy("archive", "records")
        ordering: ClassVar = ["-dated_on", "-pk"]
        default_permissions: ClassVar = (
            "add",
            "change",
            "view",
        )  # destroyed by two people, never deleted
        permissions: ClassVar = RECORD_RIGHTS
        indexes: ClassVar = [
            models.Index(fields=["-dated_on", "-id"], name="archive_by_date"),
            # The tree counts a house's records by it without reading them.
            models.Index(
                fields=["record_class", "-dated_on", "secrecy", "keeper", "department"],
                name="archive_tree",
            ),
            models.Index(fields=["due_on"], name="archive_by_due_day"),
            models.Index(fields=["secrecy", "-dated_on", "-id"], name="archive_by_secrecy"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(source="") & ~Q(summary=""),
                name="archive_four_facts_are_there",
                violation_error_message=_("Title, date, source and summary are all needed."),
            ),
            models.CheckConstraint(
                condition=Q(dated_on__gte=EARLIEST)
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=EARLIEST)),
                name="archive_days_somebody_can_mean",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_visible_to(self, user: Any) -> bool:
        """Tell whether a member of staff may know of it."""
        return ArchiveRecord.objects.visible_to(user).filter(pk=self.pk).exists()

    def may_be_opened_by(self, user: Any, *, at: datetime, scope: str = Scope.VIEW) -> bool:
        """Tell whether a member of staff may open its files at a moment."""
        mine = ArchiveRecord.objects.openable_by(user, at=at, scope=scope)
        return mine.filter(pk=self.pk).exists()


class RecordLink(models.Model):
    """What a record is about: an event, a client, a case, a booking (关联)."""

    record = models.ForeignKey(
        ArchiveRecord, on_delete=models.CASCADE, related_name="links", db_index=False
    )
    kind = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind")
    )
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("kind", "subject_id")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("link of a record")
        verbose_name_plural = _("links of records")
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject_id", "record"], name="archive_one_link_to_a_subject"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["record", "kind", "subject_id"], name="archive_links_of_record"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id}:{self.subject_id}"


def hidden_by_subject(user: Any) -> Q:
    """Return the condition that a record is about something a member of staff may not see. (security 12)"""
    hidden = Q(pk__in=())
    for kind in kinds():
        if not is_seen_in_part(kind.model):
            continue
        seen = kind.visible_to(user).order_by()
        if not seen.query.where and not seen.query.is_empty():
            continue
        links = RecordLink.objects.filter(record=OuterRef("pk"), kind=kind.content_type)
        hidden |= Q(Exists(links.exclude(subject_id__in=seen.values("pk"))))
    return hidden


def _items() -> Any:
    return _related("access_items").objects


def _requests() -> Any:
    items: Any = _related("access_items")
    return items._meta.get_field("request").related_model.objects


def _related(name: str) -> Any:
    field: Any = ArchiveRecord._meta.get_field(name)
    return field.related_model
