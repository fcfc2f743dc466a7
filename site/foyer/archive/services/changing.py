"""Changing what is said of a record, and of many at once; until when it is kept is reckoned anew. (000-27)"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.archive.models import ArchiveRecord
from foyer.archive.rights import holds
from foyer.core.models import User

from .access import follow_record
from .keeping import due_day
from .refusals import ArchiveRefusal, NotYours

CHANGED: Final = (
    "title",
    "dated_on",
    "source",
    "summary",
    "record_class",
    "phase",
    "answers",
    "secrecy",
    "keeper",
    "department",
    "language",
    "ended_on",
)
MOST: Final = 500


class TooManyRecords(ArchiveRefusal):
    """More than one act reaches."""

    code = "archive_too_many"
    message = _("%(found)s records match, more than %(most)s at once. Narrow the list down first.")


class NothingChosen(ArchiveRefusal):
    """Nothing is to be changed."""

    code = "archive_nothing_chosen"
    message = _("Choose what is to be changed: class, phase, secrecy, keeper or department.")


class RecordChanged(ArchiveRefusal):
    """Somebody was faster."""

    code = "archive_record_changed"
    message = _(
        "Somebody has changed this record meanwhile. Look at it again, then change what is still to be changed."
    )


def may_change(record: ArchiveRecord, user: Any) -> bool:
    """Tell whether somebody may change a record they know of: its keeper who may file, and the archivist."""
    if holds(user, "change_archiverecord"):
        return True
    return record.keeper_id == user.pk and bool(user.has_perm("archive.add_archiverecord"))


@transaction.atomic
def change_record(
    *,
    record: ArchiveRecord,
    to: Mapping[str, Any],
    seen_at: datetime | None = None,
    by: User,
    at: datetime,
) -> ArchiveRecord:
    """Change what is said of a record.

    Args:
        record: which.
        to: the new values by name; others stay as they are.
        seen_at: when what was shown had last been changed; None: it does not matter.
        by: who changes it.
        at: when.

    Raises:
        NotYours, RecordChanged.
    """
    kept = ArchiveRecord.objects.select_for_update().get(pk=record.pk)
    if not may_change(kept, by):
        raise NotYours
    if seen_at is not None and kept.changed_at != seen_at:
        raise RecordChanged
    changed = [name for name in CHANGED if name in to and getattr(kept, name) != to[name]]
    if not changed:
        return kept
    is_moved = "department" in changed or to.get("secrecy", kept.secrecy) > kept.secrecy
    before = copy(kept)
    for name in changed:
        setattr(kept, name, to[name])
    if kept.answers and kept.answers.record_class_id != kept.record_class_id:
        kept.answers = None
    kept.due_on, kept.changed_at = due_day(kept), at
    kept.save()
    log(kept, "foyer.archive.change", user=by, data={"fields": changed} | _told(before, kept))
    if is_moved:
        follow_record(record=kept, by=by, at=at)
    return kept


def _told(before: ArchiveRecord, after: ArchiveRecord) -> dict[str, dict[str, Any]]:
    """Return what of it the log may tell, from what to what: days, class, secrecy, where it belongs; no words."""
    was, now = _facts(before), _facts(after)
    moved = [name for name in was if was[name] != now[name]]
    return {
        "from": {name: was[name] for name in moved},
        "to": {name: now[name] for name in moved},
    }


def _facts(record: ArchiveRecord) -> dict[str, Any]:
    days = ("dated_on", "ended_on", "due_on")
    told = {name: day and day.isoformat() for name in days for day in [getattr(record, name)]}
    return told | {
        "record_class": record.record_class.code,
        "secrecy": record.secrecy,
        "department": record.department_id,
        "keeper": record.keeper_id,
    }


@transaction.atomic
def change_many(
    *, records: Collection[ArchiveRecord], to: Mapping[str, Any], by: User, at: datetime
) -> int:
    """Change many records in one way, all of them or none; return how many.

    Raises:
        NothingChosen, TooManyRecords, NotYours.
    """
    if not to:
        raise NothingChosen
    if len(records) > MOST:
        raise TooManyRecords(found=len(records), most=MOST)
    for record in sorted(records, key=lambda one: one.pk):
        change_record(record=record, to=to, by=by, at=at)
    return len(records)
