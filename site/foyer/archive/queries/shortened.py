"""Records whose time was made shorter by a change, for whoever is to destroy them. (000-28)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from wagtail.models import ModelLogEntry

from foyer.archive.models import ArchiveRecord

LOOKED_BACK: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Shortened:
    """Until when a record was kept before somebody changed it, who and when."""

    day: date | None
    by: Any
    at: datetime


def shortened(records: Iterable[ArchiveRecord], *, at: datetime) -> dict[int, Shortened]:
    """Return, by key, the longest time each record had within a year that is longer than what it has."""
    by_key = {str(record.pk): record for record in records}
    entries = ModelLogEntry.objects.get_for_model(ArchiveRecord).filter(
        action="foyer.archive.change", object_id__in=by_key, timestamp__gt=at - LOOKED_BACK
    )
    found: dict[int, Shortened] = {}
    for entry in entries.select_related("user").order_by("timestamp"):
        was = entry.data.get("from", {})
        if "due_on" not in was:
            continue
        record = by_key[entry.object_id]
        day = date.fromisoformat(was["due_on"]) if was["due_on"] else None
        known = found.get(record.pk)
        if _is_longer(day, known.day if known else record.due_on):
            found[record.pk] = Shortened(day, entry.user, entry.timestamp)
    return found


def _is_longer(day: date | None, than: date | None) -> bool:
    """Tell whether a day is later than another; none at all is the latest."""
    if than is None:
        return False
    return day is None or day > than
