"""Figures of the archive for management: how much is kept, asked, opened, month by month. (000-29)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, F, Q, Sum
from django.db.models.functions import TruncMonth

from foyer.archive.enums import RequestStatus, Secrecy
from foyer.archive.models import AccessRequest, ArchiveRecord, RecordClass, RecordFile, RecordView

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """What was asked and opened in one month.

    Attributes:
        first: its first day.
        asked, approved, refused: requests made in it, and what became of them.
        hours: how long a decision took on average; None where there was none.
        opened: openings of records.
    """

    first: date
    asked: int
    approved: int
    refused: int
    hours: float | None
    opened: int


def months(*, at: datetime) -> list[Month]:
    """Return the last twelve months in which something was asked or opened, the latest first."""
    since = at - timedelta(days=31 * _MONTHS)
    requests = AccessRequest.objects.filter(asked_at__gte=since).order_by()
    by_month = requests.annotate(month=TruncMonth("asked_at")).values("month")
    counted = by_month.annotate(
        asked=Count("pk"),
        approved=Count("pk", filter=Q(status__in=(RequestStatus.APPROVED, RequestStatus.ENDED))),
        refused=Count("pk", filter=Q(status=RequestStatus.REFUSED)),
        took=Avg(F("decided_at") - F("asked_at")),
    )
    views = RecordView.objects.filter(at__gte=since).order_by()
    opened = dict(
        views.annotate(month=TruncMonth("at"))
        .values("month")
        .annotate(n=Count("pk"))
        .values_list("month", "n")
    )
    rows = {row["month"]: row for row in counted}
    return [
        _month(month, rows.get(month), opened) for month in sorted({*rows, *opened}, reverse=True)
    ]


def stock() -> dict[str, object]:
    """Return how much the archive holds: by class and by level, files and bytes."""
    names = {one.pk: str(one) for one in RecordClass.objects.all()}
    by_class = ArchiveRecord.objects.order_by().values_list("record_class").annotate(n=Count("pk"))
    by_level = dict(ArchiveRecord.objects.order_by().values_list("secrecy").annotate(n=Count("pk")))
    files = RecordFile.objects.aggregate(n=Count("pk"), size=Sum("size"))
    return {
        "classes": sorted(((names[key], n) for key, n in by_class), key=lambda one: -one[1]),
        "levels": [(level.label, by_level.get(level.value, 0)) for level in Secrecy],
        "files": files["n"],
        "size": files["size"] or 0,
    }


def _month(month: datetime, row: Any, opened: dict[datetime, int]) -> Month:
    took = row and row["took"]
    return Month(
        first=month.date(),
        asked=row["asked"] if row else 0,
        approved=row["approved"] if row else 0,
        refused=row["refused"] if row else 0,
        hours=took.total_seconds() / 3600 if isinstance(took, timedelta) else None,
        opened=opened.get(month, 0),
    )
