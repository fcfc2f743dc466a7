"""Filing records and their files: originals are taken as they are, and never altered. (000-26, 000-27)"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import IO, Any

import puremagic
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from foyer.archive.enums import Language, Secrecy
from foyer.archive.models import (
    ArchivePolicy,
    ArchiveRecord,
    ExpectedPaper,
    RecordClass,
    RecordFile,
    RecordLink,
)
from foyer.archive.models.file import LONGEST_NAME
from foyer.core.models import User
from foyer.core.numbers import take_number
from foyer.core.uploads.fields import private_storage, random_name
from foyer.staff.models import Department

from .keeping import due_day
from .refusals import FileEmpty, FileTooLarge

_CHUNK = 1024 * 1024
_HEAD = 4096
_MEGABYTE = 1024 * 1024
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is said of a record when it is filed: the four facts, and where it belongs. (000-27)"""

    title: str
    dated_on: date
    source: str
    summary: str
    record_class: RecordClass
    keeper: User
    department: Department
    phase: str = ""
    answers: ExpectedPaper | None = None
    secrecy: int = Secrecy.INTERNAL
    language: str = Language.ZH_HANS
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that lies in private storage already, as it came, and belongs to no record yet.

    Attributes:
        path: where it lies.
        name: what people call it.
        size: bytes.
        sha256: of its content.
        content_type: what its content says it is, whatever its name says.
    """

    path: str
    name: str
    size: int
    sha256: str
    content_type: str


@contextmanager
def stored(files: Sequence[File[bytes]]) -> Iterator[list[Stored]]:
    """Store files as they are, for the acts within; whatever fails, none of them is left behind.

    Large files take their time: this is done before a transaction begins, never inside. (security 6)

    Raises:
        FileEmpty, FileTooLarge: one is not taken, and so is none.
    """
    kept: list[Stored] = []
    try:
        most = ArchivePolicy.load().most_megabytes
        for file in files:
            kept.append(_store(file, most))  # noqa: PERF401  what is stored so far is swept on a refusal
        yield kept
    except BaseException:
        for one in kept:
            private_storage().delete(one.path)
        raise


def _store(file: File[bytes], most: int) -> Stored:
    name = shown_name(file.name or "")
    if not file.size:
        raise FileEmpty(name=name)
    if file.size > most * _MEGABYTE:
        raise FileTooLarge(name=name, megabytes=most)
    content_type, sha256 = sniffed_type(file), digest(file.open())
    extension = PurePosixPath(name).suffix[1:].lower()
    plain = f"file.{extension if _EXTENSION.fullmatch(extension) else 'bin'}"
    path = private_storage().save(random_name(RecordFile(), plain), File(file.open()))
    return Stored(path, name, file.size, sha256, content_type)


@transaction.atomic
def file_record(
    *,
    about: Description,
    files: Sequence[Stored] = (),
    subjects: Sequence[models.Model] = (),
    by: User,
    at: datetime,
) -> ArchiveRecord:
    """File a record with its files, tied to what it is about. (000-26, 000-27)"""
    said = {name: getattr(about, name) for name in Description.__slots__}
    record = ArchiveRecord(**said, filed_at=at, filed_by=by, changed_at=at)
    record.number = take_number(key="record", at=at, among=ArchiveRecord.objects.all())
    record.due_on = due_day(record)
    record.save()
    for subject in subjects:
        tie(record=record, subject=subject)
    log(record, "foyer.archive.file", user=by)
    for file in files:
        add_file(record=record, file=file, by=by, at=at)
    return record


@transaction.atomic
def add_file(
    *,
    record: ArchiveRecord,
    file: Stored,
    replaces: RecordFile | None = None,
    by: User,
    at: datetime,
) -> RecordFile:
    """Add a stored file to a record; with `replaces`, as the next version of another."""
    kept = RecordFile(
        record=record,
        file=file.path,
        name=file.name,
        size=file.size,
        sha256=file.sha256,
        content_type=file.content_type,
        added_at=at,
        added_by=by,
    )
    if replaces is not None:
        _follow(kept, replaces)
    kept.save()
    ArchiveRecord.objects.filter(pk=record.pk).update(changed_at=at)
    act = "add_version" if replaces else "add_file"
    log(record, f"foyer.archive.{act}", user=by, data={"file": kept.pk, "version": kept.version})
    return kept


def tie(*, record: ArchiveRecord, subject: models.Model) -> RecordLink:
    """Tie a record to what it is about; harmless to repeat."""
    kind = ContentType.objects.get_for_model(subject)
    return RecordLink.objects.get_or_create(record=record, kind=kind, subject_id=subject.pk)[0]


def digest(stream: IO[Any]) -> str:
    """Return the SHA-256 of a stream, read in pieces."""
    hashed = hashlib.sha256()
    while piece := stream.read(_CHUNK):
        hashed.update(piece)
    return hashed.hexdigest()


def sniffed_type(file: File[bytes]) -> str:
    """Return what a file's content says it is, whatever its name says."""
    head = file.open().read(_HEAD)
    if not head.strip(b"\0"):
        return _UNKNOWN
    try:
        return puremagic.from_string(head, mime=True, filename=file.name) or _UNKNOWN
    except (puremagic.PureError, ValueError):
        return "text/plain" if _reads_as_text(head) else _UNKNOWN


def shown_name(name: str) -> str:
    """Return a file's name as people may be shown it: no folders, no control signs, not too long."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/")
    last = "".join(sign for sign in PurePosixPath(plain).name if sign.isprintable())
    stem, dot, extension = last.strip(" .").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    kept = stem[: LONGEST_NAME - len(extension) - 1].strip() or _("File")
    return f"{kept}{dot}{extension}"[:LONGEST_NAME]


def _follow(kept: RecordFile, replaces: RecordFile) -> None:
    line = RecordFile.objects.select_for_update().filter(line=replaces.line)
    newest = line.order_by("-version").first()
    kept.line, kept.version = replaces.line, (newest.version if newest else 0) + 1
    line.filter(is_current=True).update(is_current=False)


def _reads_as_text(head: bytes) -> bool:
    return b"\0" not in head
