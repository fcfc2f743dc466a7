"""Files on their way into the archive: handed in one by one, filed together, all or none. (000-26)"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Final

from django.core.files.base import File
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from foyer.archive.enums import TextState
from foyer.archive.models import ArchiveRecord, PendingFile
from foyer.archive.reader import Read, read
from foyer.core.models import User

from .filing import Description, Stored, file_record, stored
from .reading import start_reading
from .refusals import ArchiveRefusal

KEPT: Final = timedelta(days=7)
MOST_PENDING: Final = 200
_LOOKED_INTO: Final = 20 * 1024 * 1024
_FIRST_WORDS: Final = 20_000
_BEGINNING: Final = 150
_DAY_IN_NAME = re.compile(
    r"(?<!\d)(20\d{2})[-_.年 ]?(0?[1-9]|1[0-2])[-_.月 ]?(0?[1-9]|[12]\d|3[01])日?(?!\d)"
)
_SAYS_NOTHING = re.compile(
    r"untitled|powerpoint|microsoft|word document|document\d*|无标题|文档|演示文稿", re.IGNORECASE
)


class TooManyPending(ArchiveRefusal):
    """File first what is there."""

    code = "archive_too_many_pending"
    message = _(
        "More than %(most)s files are waiting to be filed. File or remove some of them first."
    )
    field = "file"


class NothingToFile(ArchiveRefusal):
    """No file was chosen."""

    code = "archive_nothing_to_file"
    message = _("No file was chosen. Tick at least one of the files.")


class PendingGone(ArchiveRefusal):
    """Filed or removed meanwhile."""

    code = "archive_pending_gone"
    message = _(
        "Some of these files have been filed or removed meanwhile, perhaps in another window. Look at the "
        "list again."
    )


@dataclass(frozen=True, slots=True)
class ToFile:
    """One record to be made of some files that were handed in."""

    about: Description
    files: Sequence[PendingFile]


def take_in(*, file: File[bytes], by: User, at: datetime) -> PendingFile:
    """Keep a file until it is filed, with what it says of itself.

    Raises:
        FileEmpty, FileTooLarge, TooManyPending.
    """
    if PendingFile.objects.filter(owner=by).count() >= MOST_PENDING:
        raise TooManyPending(most=MOST_PENDING)
    with stored([file]) as (kept,):
        said = _said_by(file, kept)
        return PendingFile.objects.create(
            owner=by,
            file=kept.path,
            name=kept.name,
            size=kept.size,
            sha256=kept.sha256,
            content_type=kept.content_type,
            title="" if _SAYS_NOTHING.search(said.title) else said.title,
            dated_on=day_in_name(kept.name) or _past(said.day, at),
            beginning=said.texts[0][1][:_BEGINNING] if said.texts else "",
            added_at=at,
        )


def day_in_name(name: str) -> date | None:
    """Return the day a file's name tells: 签到表_2026-03-18.xlsx, 20260318合影.jpg."""
    for found in _DAY_IN_NAME.finditer(name):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            continue
    return None


def plain_title(file: PendingFile) -> str:
    """Return what a file may be called: its own title, else its name without day and ending."""
    if file.title:
        return file.title
    stem = _DAY_IN_NAME.sub("", PurePosixPath(file.name).stem)
    return " ".join(stem.replace("_", " ").split()).strip(" -·.") or PurePosixPath(file.name).stem


@transaction.atomic
def file_pending(
    *,
    records: Sequence[ToFile],
    subjects: Sequence[models.Model],
    by: User,
    at: datetime,
) -> list[ArchiveRecord]:
    """File what was handed in, all of it or none.

    Raises:
        NothingToFile, PendingGone.
    """
    wanted = {one.pk for record in records for one in record.files}
    if not wanted:
        raise NothingToFile
    mine = PendingFile.objects.select_for_update().filter(owner=by, pk__in=wanted)
    held = {one.pk: one for one in mine}
    if set(held) != wanted:
        raise PendingGone
    filed = [
        file_record(
            about=record.about,
            files=[_as_stored(held[one.pk]) for one in record.files],
            subjects=subjects,
            by=by,
            at=at,
        )
        for record in records
    ]
    mine.update(file="")  # the files belong to the records now: they do not go with these rows
    PendingFile.objects.filter(pk__in=wanted).delete()
    files = [file for record in filed for file in record.files.all()]
    start_reading(files=files, by=by, at=at)
    return filed


def drop(*, files: Sequence[int], by: User) -> int:
    """Remove files somebody handed in and does not want filed; return how many."""
    mine = PendingFile.objects.filter(owner=by, pk__in=files)
    count = mine.count()
    mine.delete()
    return count


def drop_old(*, at: datetime) -> int:
    """Delete what was handed in long ago and never filed; return how many."""
    old = PendingFile.objects.filter(added_at__lt=at - KEPT)
    count = old.count()
    old.delete()
    return count


def _said_by(file: File[bytes], kept: Stored) -> Read:
    if kept.size > _LOOKED_INTO:
        return Read(TextState.TOO_LARGE)
    return read(file.open().read(), most=_FIRST_WORDS)


def _past(day: date | None, at: datetime) -> date | None:
    return day if day and day <= at.date() else None


def _as_stored(file: PendingFile) -> Stored:
    return Stored(str(file.file.name), file.name, file.size, file.sha256, file.content_type)
