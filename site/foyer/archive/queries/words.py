"""Finding records by words: in their own facts if they may be known, in their files if they may be opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from foyer.archive.models import ArchiveRecord, ArchiveRecordQuerySet, FileText
from foyer.archive.models.searching import keys_found
from foyer.core.text import fold

_BEFORE, _AFTER = 30, 90
_MOST_HITS = 300
_FEW = 5000
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a word was found: the file, its page, and the sentence around the word in three parts."""

    file: Any
    page: int
    before: str
    word: str
    after: str


def matching(
    records: ArchiveRecordQuerySet, words: str, *, by: Any, at: datetime
) -> ArchiveRecordQuerySet:
    """Narrow visible records down to those found by words; files tell only who may open them. (security 12)

    Args:
        records: those somebody may know of.
        words: what was typed.
        by: who looks.
        at: the moment, for accesses that begin and end.
    """
    apart = words.split()
    if len(apart) > 1:
        return _matching_each(records, apart, by=by, at=at)
    return _matching_one(records, words, by=by, at=at)


def _matching_each(
    records: ArchiveRecordQuerySet, words: list[str], *, by: Any, at: datetime
) -> ArchiveRecordQuerySet:
    """Narrow down word by word: one may stand in the title, another on any page of any file."""
    for word in words[:_MOST_WORDS]:
        records = _matching_one(records, word, by=by, at=at)
    return records


def _matching_one(
    records: ArchiveRecordQuerySet, words: str, *, by: Any, at: datetime
) -> ArchiveRecordQuerySet:
    said = keys_found(ArchiveRecord, words)
    texts = FileText.objects.filter(pk__in=keys_found(FileText, words), file__is_current=True)
    written = texts.order_by().values("file__record")
    inside = ArchiveRecord.objects.openable_by(by, at=at).order_by()
    by_number = Q(number=words.strip().upper())
    # A few keys are read first: an index is followed then, where a database would walk through every record.
    few_said, few_written = _few(said, "pk"), _few(written.distinct(), "file__record")
    if few_said is None or few_written is None:
        found = inside.filter(pk__in=written).values("pk")
        return records.filter(by_number | Q(pk__in=said) | Q(pk__in=found))
    opened = inside.filter(pk__in=few_written).values_list("pk", flat=True)
    return records.filter(by_number | Q(pk__in={*few_said, *opened}))


def _few(rows: Any, key: str) -> list[int] | None:
    """Return the keys found; None where there are too many to be handed on one by one."""
    keys = list(rows.values_list(key, flat=True)[: _FEW + 1])
    return keys if len(keys) <= _FEW else None


def hits_in(records: list[ArchiveRecord], words: str, *, by: Any, at: datetime) -> dict[int, Hit]:
    """Return, of the records on one page of a list, the first hit in a file that may be opened."""
    if not words.strip() or not records:
        return {}
    mine = ArchiveRecord.objects.openable_by(by, at=at).order_by()
    mine = mine.filter(pk__in=[one.pk for one in records])
    found = Q(pk__in=())
    for word in words.split()[:_MOST_WORDS]:
        found |= Q(pk__in=keys_found(FileText, word))
    texts = (
        FileText.objects.filter(
            found,
            file__is_current=True,
            file__record__in=mine.values("pk"),
        )
        .select_related("file__record")
        .order_by("file__record", "file", "page", "pk")[:_MOST_HITS]
    )
    hits: dict[int, Hit] = {}
    for text in texts:
        hits.setdefault(text.file.record_id, shown(text, words))
    return hits


def shown(text: FileText, words: str) -> Hit:
    """Return the sentence around the first of the words, as the file has it."""
    plain = text.words
    folded = fold(plain)
    starts = [(folded.find(needle), len(needle)) for needle in fold(words).split()]
    place, length = next(((at, size) for at, size in starts if at >= 0), (0, 0))
    if len(folded) != len(
        plain
    ):  # a sign that folds to more than one: the folded sentence is shown
        plain = folded
    begin = max(place - _BEFORE, 0)
    before = ("…" if begin else "") + plain[begin:place]
    after = plain[place + length : place + length + _AFTER]
    more = "…" if place + length + _AFTER < len(plain) else ""
    return Hit(text.file, text.page, before, plain[place : place + length], after + more)
