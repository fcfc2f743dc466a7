"""Classes of records: how long each is kept, and what a complete file of it holds. (000-26, 000-28)"""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from foyer.archive.enums import Afterwards, CountedFrom, Phase, Secrecy, Subject
from foyer.core.languages import wording
from foyer.staff.models import Department


class RecordClass(ClusterableModel):
    """A class of records with its retention rule and template (档案类别). (000-28)"""

    code = models.SlugField(
        _("code"),
        max_length=20,
        unique=True,
        help_text=_("Small letters, digits and hyphens; stands in exports."),
    )
    subject = models.CharField(_("about"), max_length=10, choices=Subject.choices)
    name = models.CharField(_("name"), max_length=80)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=80, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    # -- retention
    keep_months = models.PositiveSmallIntegerField(
        _("kept for"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1200)],
        help_text=_("Months. Empty: for good."),
    )
    counted_from = models.CharField(
        _("counted from"), max_length=10, choices=CountedFrom.choices, default=CountedFrom.YEAR_END
    )
    afterwards = models.CharField(
        _("after that"), max_length=10, choices=Afterwards.choices, default=Afterwards.REVIEW
    )
    # -- template
    title_template = models.CharField(
        _("title suggested"),
        max_length=120,
        blank=True,
        help_text=_("Places that are filled in: {subject}, {file}, {date}, {phase}."),
    )
    summary_template = models.CharField(
        _("summary suggested"),
        max_length=300,
        blank=True,
        help_text=_("Places that are filled in: {subject}, {file}, {date}, {phase}."),
    )
    source_template = models.CharField(_("source suggested"), max_length=120, blank=True)
    secrecy = models.PositiveSmallIntegerField(
        _("secrecy suggested"), choices=Secrecy.choices, default=Secrecy.INTERNAL
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department suggested"),
    )
    is_offered = models.BooleanField(_("offered when filing"), default=True)

    class Meta:
        verbose_name = _("class of records")
        verbose_name_plural = _("classes of records")
        ordering: ClassVar = ["subject", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(keep_months__isnull=True) | Q(keep_months__gt=0),
                name="archive_class_keeps_some_time",
            ),
        ]

    def __str__(self) -> str:
        return wording(self, "name")


class ExpectedPaper(Orderable):
    """What a complete file of a class holds (应归档材料). (000-26)"""

    record_class = ParentalKey(RecordClass, on_delete=models.CASCADE, related_name="expected")
    name = models.CharField(_("paper"), max_length=80)
    name_zh_hant = models.CharField(_("in Traditional Chinese"), max_length=80, blank=True)
    name_en = models.CharField(_("in English"), max_length=80, blank=True)
    phase = models.CharField(_("phase"), max_length=12, choices=Phase.choices, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("expected paper")
        verbose_name_plural = _("expected papers")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return wording(self, "name")
