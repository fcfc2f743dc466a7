"""A record as it stands in a bag: everything about it but who looked at it. (000-28)"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import PurePosixPath
from typing import Any, Final

from django.db.models import Prefetch, QuerySet

from foyer.archive.models import ArchiveRecord, LegalHold, RecordClass, RecordFile, RecordLink
from foyer.archive.subjects import kind_of
from foyer.core.models import User

FORMAT: Final = "foyer-archive-record/2"
BEFORE: Final = "foyer-archive-record/1"  # told neither of holds nor of what a review came to
CARD: Final = "record.json"
_LONGEST_STEM: Final = 120  # bytes: far below what any file system takes of a name
_LONGEST_END: Final = 12
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|%\x00-\x1f\x7f]')
FACTS: Final = ("title", "source", "summary", "phase", "secrecy", "language")
DAYS: Final = ("dated_on", "ended_on", "kept_on_until", "due_on")
MOMENTS: Final = ("filed_at", "changed_at")
RULE: Final = (
    "code", "subject", "name", "name_zh_hant", "name_en", "keep_months", "counted_from", "afterwards",
)  # fmt: skip


def with_everything(records: QuerySet[ArchiveRecord]) -> QuerySet[ArchiveRecord]:
    """Return records with all that `describe` tells of them."""
    files = RecordFile.objects.select_related("added_by").order_by("line", "version")
    return records.select_related(
        "record_class", "answers", "keeper", "department", "filed_by"
    ).prefetch_related(
        Prefetch("files", files), Prefetch("links", _links()), Prefetch("holds", _holds())
    )


def _links() -> QuerySet[RecordLink]:
    return RecordLink.objects.order_by("kind", "subject_id").prefetch_related("subject")


def _holds() -> QuerySet[LegalHold]:
    return LegalHold.objects.select_related("placed_by", "lifted_by").order_by("placed_at", "pk")


def describe(record: ArchiveRecord) -> dict[str, Any]:
    """Return a record as JSON can hold it."""
    said: dict[str, Any] = {"format": FORMAT, "number": record.number}
    said |= {name: getattr(record, name) for name in FACTS}
    said |= {name: _iso(getattr(record, name)) for name in (*DAYS, *MOMENTS)}
    rule: RecordClass = record.record_class
    answers = record.answers
    return said | {
        "class": {name: getattr(rule, name) for name in RULE},
        "answers": answers and answers.name,
        "keeper": person(record.keeper),
        "department": record.department.name,
        "filed_by": person(record.filed_by),
        "links": [link for link in map(link_of, record.links.all()) if link],
        "holds": [_hold(one) for one in record.holds.all()],
        "files": _files(record),
    }


def _hold(hold: LegalHold) -> dict[str, Any]:
    return {
        "reason": hold.reason,
        "placed_at": _iso(hold.placed_at),
        "placed_by": person(hold.placed_by),
        "lifted_at": _iso(hold.lifted_at),
        "lifted_by": person(hold.lifted_by),
        "why_lifted": hold.why_lifted,
    }


def person(user: User | None) -> dict[str, str] | None:
    """Return a member of staff as a bag names one."""
    return {"username": user.get_username(), "name": str(user)} if user else None


def link_of(link: RecordLink) -> dict[str, str] | None:
    """Return what a record is about by its kind and number; None where that is gone."""
    subject = link.subject
    if subject is None:
        return None
    kind = kind_of(type(subject))
    key = kind.key if kind else subject._meta.label_lower
    return {"kind": key, "number": str(getattr(subject, "number", "") or f"#{subject.pk}")}


def card(record: dict[str, Any]) -> bytes:
    """Return a described record as the bytes of its card."""
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def safe_name(name: str) -> str:
    """Return a name every file system takes: no signs of any, not too long, no dots or spaces at its ends."""
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", name))
    shown = "".join(sign if sign.isprintable() else "_" for sign in plain).strip(" .")
    path = PurePosixPath(shown)
    end = path.suffix if len(path.suffix.encode()) <= _LONGEST_END else ""
    stem = shown.removesuffix(end).encode()[:_LONGEST_STEM].decode(errors="ignore").strip(" .")
    return f"{stem or 'file'}{end}"


def _files(record: ArchiveRecord) -> list[dict[str, Any]]:
    taken = {CARD.casefold()}
    told = []
    for file in record.files.all():
        path = free_name(f"{file.version}-{safe_name(file.name)}", taken)
        told.append(
            {
                "path": path,
                "name": file.name,
                "line": str(file.line),
                "version": file.version,
                "is_current": file.is_current,
                "size": file.size,
                "sha256": file.sha256,
                "content_type": file.content_type,
                "added_at": _iso(file.added_at),
                "added_by": person(file.added_by),
            }
        )
    return told


def free_name(name: str, taken: set[str]) -> str:
    """Return a name that is not taken yet, whatever the case of its letters, and take it."""
    path, tries = PurePosixPath(name), 1
    while name.casefold() in taken:
        tries += 1
        name = f"{path.stem}-{tries}{path.suffix}"
    taken.add(name.casefold())
    return name


def _iso(value: Any) -> str | None:
    return str(value.isoformat()) if value else None
