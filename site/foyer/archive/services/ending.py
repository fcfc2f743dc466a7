"""Matters that ended since their papers were filed: from that day on their records' time runs. (000-28)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import batched
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from wagtail.log_actions import log

from foyer.archive.models import ArchiveRecord, ArchiveRecordQuerySet, RecordLink
from foyer.archive.subjects import SubjectKind, kinds
from foyer.core.days import house_day

from .keeping import due_day

_AT_ONCE: Final = 200


def reckon_ended(*, at: datetime) -> int:
    """Fill in the day a matter ended in its records, and until when they are kept; harmless to repeat.

    Papers filed while an event was planned or a case was open know of no end. The end told is that of the
    latest of the matters of the record's own kind; while one of them goes on there is none.
    """
    moved = 0
    for kind in kinds():
        waiting = ArchiveRecord.objects.waiting_for_end()
        links = RecordLink.objects.filter(
            kind=kind.content_type,
            record__in=waiting.filter(record_class__subject=kind.subject).order_by().values("pk"),
        )
        keys = links.order_by("record").values_list("record", flat=True).distinct()
        for some in batched(list(keys), _AT_ONCE, strict=False):
            for record, day in _ended(kind, list(some), house_day(at)):
                moved += _fill_in(record, day, at)
    return moved + sum(_reckon(record, at) for record in list(_unreckoned()))


def _ended(kind: SubjectKind, keys: list[int], today: date) -> Iterator[tuple[int, date]]:
    """Yield the records whose matters are all over, with the day the last of them ended."""
    links = RecordLink.objects.filter(kind=kind.content_type, record__in=keys)
    pairs = list(links.values_list("record", "subject_id"))
    subjects = kind.model._default_manager.in_bulk({subject for _record, subject in pairs})
    days: dict[int, list[date | None]] = {}
    for record, subject in pairs:
        if subject in subjects:  # one that was deleted has no end any more
            days.setdefault(record, []).append(kind.facts(subjects[subject]).ended_on)
    for record, ends in days.items():
        told = [day for day in ends if day is not None and day < today]
        if len(told) == len(ends):
            yield record, max(told)


@transaction.atomic
def _fill_in(key: int, day: date, at: datetime) -> bool:
    found = ArchiveRecord.objects.select_for_update(of=("self",)).waiting_for_end()
    record = found.select_related("record_class").filter(pk=key).first()
    if record is None:
        return False
    record.ended_on = day
    record.due_on, record.changed_at = due_day(record), at
    record.save(update_fields=["ended_on", "due_on", "changed_at"])
    days = {"ended_on": day.isoformat(), "due_on": record.due_on and record.due_on.isoformat()}
    log(record, "foyer.archive.matter_ended", data=days)
    return True


def _unreckoned() -> ArchiveRecordQuerySet:
    """Return records that have no day though all it is reckoned from is known."""
    rule = ArchiveRecord.objects.with_an_end().filter(due_on=None)
    known = ~Q(record_class__counted_from="ended") | Q(ended_on__isnull=False)
    return rule.filter(known).select_related("record_class").order_by(F("pk"))


def _reckon(record: ArchiveRecord, at: datetime) -> bool:
    day = due_day(record)
    same = ArchiveRecord.objects.filter(pk=record.pk, changed_at=record.changed_at, due_on=None)
    return bool(day and same.update(due_on=day, changed_at=at))
