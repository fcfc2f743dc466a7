"""How long a record is kept: reckoned from its class, its days and nothing else. (000-28)"""

from __future__ import annotations

from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from foyer.archive.enums import Afterwards, CountedFrom
from foyer.archive.models import ArchiveRecord, RecordClass

_SET = 500


def due_day(record: ArchiveRecord) -> date | None:
    """Return until when a record is kept: the last day of its period.

    None: it is kept for good, or the matter it is about has not ended.
    """
    rule = record.record_class
    if rule.keep_months is None or rule.afterwards == Afterwards.KEEP:
        return None
    start = _start(record, rule)
    if start is None:
        return None
    day = _after(start, rule.keep_months)
    return max(day, record.kept_on_until) if record.kept_on_until else day


def _after(start: date, months: int) -> date:
    try:
        return start + relativedelta(months=months)
    except (ValueError, OverflowError):  # beyond the last day there is
        return date.max


def _start(record: ArchiveRecord, rule: RecordClass) -> date | None:
    match rule.counted_from:
        case CountedFrom.DATED:
            return record.dated_on
        case CountedFrom.YEAR_END:
            return date(record.dated_on.year, 12, 31)
        case CountedFrom.FILED:
            return timezone.localdate(record.filed_at)
        case _:
            return record.ended_on


def reckon_class(record_class: RecordClass, *, at: datetime) -> int:
    """Reckon the day anew of every record of a class whose rule was changed; return how many moved.

    They count as changed: the next copy of what is new tells of their day.
    """
    moved = last = 0
    records = ArchiveRecord.objects.filter(record_class=record_class).order_by("pk")
    while page := list(records.filter(pk__gt=last)[:_SET]):
        changed = []
        for record in page:
            record.record_class = record_class
            day = due_day(record)
            if record.due_on != day:
                record.due_on, record.changed_at = day, at
                changed.append(record)
        ArchiveRecord.objects.bulk_update(changed, ["due_on", "changed_at"])
        moved, last = moved + len(changed), page[-1].pk
    return moved
