"""Cases, as the archive has papers about them. (000-26)"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from foyer.archive.enums import Subject
from foyer.archive.subjects import Facts, SubjectKind, register

from .models import Case


def _facts(case: Case) -> Facts:
    return Facts(
        name=f"{case.number} {case.get_kind_display()}",
        day=timezone.localdate(case.opened_at),
        ended_on=case.closed_at and timezone.localdate(case.closed_at),
        url=reverse("cases:case", args=[case.pk]),
        source=case.reporter_name,
    )


def _found(cases: QuerySet[Case], typed: str) -> QuerySet[Case]:
    return cases.matching(typed)  # type: ignore[attr-defined,no-any-return]  # CaseQuerySet


def _over(cases: QuerySet[Case], at: datetime) -> QuerySet[Case]:
    return cases.filter(closed_at__lt=at)


register(SubjectKind(Case, Subject.CASE, _facts, _found, "cases.view_case", over=_over))
