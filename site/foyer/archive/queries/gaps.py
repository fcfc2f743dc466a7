"""Which papers of a complete file are missing, matter by matter. (000-26)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from foyer.archive.models import ArchiveRecord, RecordClass, RecordLink
from foyer.archive.subjects import Facts, SubjectKind, kinds


@dataclass(frozen=True, slots=True)
class Gap:
    """A matter with the papers its file lacks, and how many are expected."""

    facts: Facts
    key: str
    missing: list[Any]
    expected: int


def kinds_with_papers(by: Any) -> list[tuple[SubjectKind, RecordClass]]:
    """Return the kinds of matters of which a complete file is described, each with its class."""
    offered = RecordClass.objects.filter(is_offered=True, expected__isnull=False)
    classes = {one.subject: one for one in offered.order_by("-code").distinct()}
    return [
        (kind, classes[kind.subject])
        for kind in kinds()
        if kind.subject in classes and by.has_perm(kind.right)
    ]


def with_gaps(kind: SubjectKind, record_class: RecordClass, *, by: Any, at: datetime) -> Any:
    """Return the matters whose file should be whole and is not, the newest first.

    Those that are over, and those of which something was filed; a paper counts as there if the reader may
    know of it. (security 12) Each matter is judged by its own papers, so that a page costs what it shows.
    """
    known = ArchiveRecord.objects.visible_to(by).order_by()
    filed = known.filter(links__kind=kind.content_type, links__subject_id=OuterRef("pk"))
    wanted = Q(Exists(filed))
    if kind.over is not None:
        wanted |= Q(pk__in=kind.over(kind.visible_to(by), at).order_by().values("pk"))
    papers = (
        filed.filter(answers__record_class=record_class)
        .values("links__subject_id")
        .annotate(papers=Count("answers", distinct=True))
        .values("papers")
    )
    there = Coalesce(Subquery(papers), 0)
    lacking = LessThan(there, record_class.expected.count())
    return kind.visible_to(by).filter(wanted).filter(lacking).order_by("-pk")


def gaps(
    kind: SubjectKind, record_class: RecordClass, subjects: list[Any], *, by: Any
) -> list[Gap]:
    """Return what the files of some matters lack, in three queries."""
    papers = list(record_class.expected.all())
    links = RecordLink.objects.filter(
        kind=kind.content_type,
        subject_id__in=[one.pk for one in subjects],
        record__answers__record_class=record_class,
    )
    told = list(links.order_by().values_list("subject_id", "record", "record__answers"))
    known = ArchiveRecord.objects.visible_to(by).order_by()
    seen = set(
        known.filter(pk__in={record for _s, record, _p in told}).values_list("pk", flat=True)
    )
    filed: dict[int, set[int]] = {}
    for subject_id, record, paper in told:
        if record in seen:
            filed.setdefault(subject_id, set()).add(paper)
    return [
        Gap(
            facts=kind.facts(one),
            key=f"{kind.key}:{one.pk}",
            missing=[paper for paper in papers if paper.pk not in filed.get(one.pk, ())],
            expected=len(papers),
        )
        for one in subjects
    ]
