"""Looking whether every file is still there, and still what it was. (000-28)

A run is a row; a job reads the files in small steps and goes on where it stopped. Nothing is held while a
file is read: what was found is written afterwards, in one short transaction with the step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Any, Final

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q, QuerySet
from wagtail.log_actions import log

from foyer.archive.enums import FileHealth
from foyer.archive.models import ArchivePolicy, IntegrityCheck, RecordFile
from foyer.core.jobs import JobRun, start_job
from foyer.core.models import Job, User
from foyer.core.uploads.fields import DIRECTORY, PrivateFileField, private_storage

from .refusals import CheckRunning
from .telling_faults import tell_of

CHECK: Final = "archive.check_files"
MOST_NAMED: Final = 5000  # where a whole medium is lost, the figures tell it all the same
_CHUNK: Final = 1024 * 1024
_FILES_A_STEP: Final = 20
_BYTES_A_STEP: Final = 256 * 1024 * 1024
_NAMES_AT_ONCE: Final = 500
_SETTLED: Final = timedelta(days=1)  # a file younger than this may be on its way to its row


@dataclass(frozen=True, slots=True)
class Found:
    """What lies where a file should lie: how it is, its bytes, its SHA-256 (empty where it cannot be read)."""

    health: str
    size: int = 0
    sha256: str = ""


def look(file: RecordFile) -> Found:
    """Read a file piece by piece and compare it with its row."""
    hashed, size = hashlib.sha256(), 0
    try:
        with private_storage().open(str(file.file)) as stream:
            while piece := stream.read(_CHUNK):
                hashed.update(piece)
                size += len(piece)
    except FileNotFoundError:
        return Found(FileHealth.MISSING)
    except OSError:  # the medium does not give it back
        return Found(FileHealth.CHANGED, size)
    sound = (size, hashed.hexdigest()) == (file.size, file.sha256)
    return Found(FileHealth.SOUND if sound else FileHealth.CHANGED, size, hashed.hexdigest())


@transaction.atomic
def begin_check(*, by: User, at: datetime) -> IntegrityCheck:
    """Have every file looked at now.

    Raises:
        CheckRunning: a run is on already.
    """
    check = _begin(by=by, at=at, most=None)
    if check is None:
        raise CheckRunning
    log(check, "foyer.archive.check", user=by)
    return check


@transaction.atomic
def check_due(*, at: datetime) -> IntegrityCheck | None:
    """Begin the day's run: the part of all files that brings each to its turn in time, oldest look first."""
    days = ArchivePolicy.load().check_every_days
    files = RecordFile.objects.filter(added_at__lte=at)
    overdue = files.filter(
        Q(checked_at=None) | Q(checked_at__lte=at - timedelta(days=max(days - 1, 1)))
    )
    most = max(-(-files.count() // days), overdue.count())
    return _begin(by=None, at=at, most=most) if most else None


def _begin(*, by: User | None, at: datetime, most: int | None) -> IntegrityCheck | None:
    ArchivePolicy.objects.select_for_update().get(pk=ArchivePolicy.load().pk)
    if Job.objects.filter(kind=CHECK).open().exists():
        return None
    check = IntegrityCheck.objects.create(started_at=at, started_by=by)
    start_job(kind=CHECK, arguments={"check": check.pk, "most": most}, by=by, at=at)
    return check


def check_files(run: JobRun) -> None:
    """Look at the files of a run that were not looked at yet, then for files no row knows."""
    check = IntegrityCheck.objects.get(pk=run.arguments["check"])
    most = run.arguments["most"]
    left = _waiting(check).count()
    total = check.files + (left if most is None else min(left, max(most - check.files, 0)))
    while check.files < total and (batch := _step(check, total - check.files)):
        _note(run, check, [(file, look(file)) for file in batch], total=total)
    if check.finished_at is None:
        _finish(run, check, [{"orphan": name} for name in orphans(at=run.now())])


def _waiting(check: IntegrityCheck) -> QuerySet[RecordFile]:
    began = check.started_at
    not_yet = Q(checked_at=None) | Q(checked_at__lt=began)
    return RecordFile.objects.filter(not_yet, added_at__lte=began)


def _step(check: IntegrityCheck, most: int) -> list[RecordFile]:
    """Return the next few files, the one seen longest ago first; a large one stands alone."""
    oldest = _waiting(check).order_by(F("checked_at").asc(nulls_first=True), "pk")
    taken: list[RecordFile] = []
    size = 0
    for file in oldest.select_related("record")[: min(most, _FILES_A_STEP)]:
        size += file.size
        if taken and size > _BYTES_A_STEP:
            break
        taken.append(file)
    return taken


@transaction.atomic
def _note(
    run: JobRun, check: IntegrityCheck, found: list[tuple[RecordFile, Found]], *, total: int
) -> None:
    """Write down what was found of a few files, and that this step is done."""
    told: list[dict[str, Any]] = []
    for file, what in found:
        row = RecordFile.objects.filter(pk=file.pk)
        if not row.update(health=what.health, checked_at=max(run.now(), check.started_at)):
            continue  # destroyed meanwhile
        check.files += 1
        check.size += what.size
        check.changed += what.health == FileHealth.CHANGED
        check.missing += what.health == FileHealth.MISSING
        if what.health in FileHealth.FAULTS or file.health in FileHealth.FAULTS:
            told.append(_told(file, what))
    told = told[: max(MOST_NAMED - len(check.faults), 0)]
    check.faults += told
    check.save(update_fields=["files", "size", "changed", "missing", *(["faults"] if told else [])])
    run.advance(check.files, total=total)


def _told(file: RecordFile, what: Found) -> dict[str, Any]:
    return {
        "file": file.pk,
        "number": file.record.number,
        "was": file.health,
        "health": what.health,
        "size": what.size,
        "sha256": what.sha256,
        "expected_size": file.size,
        "expected_sha256": file.sha256,
    }


@transaction.atomic
def _finish(run: JobRun, check: IntegrityCheck, strays: list[dict[str, Any]]) -> None:
    """End the run, and have people told of what is new since the look before."""
    check.faults += strays[:MOST_NAMED]
    check.finished_at = run.now()
    check.save()
    tell_of(check, at=run.now())
    run.advance(check.files, total=check.files)


def orphans(*, at: datetime) -> Iterator[str]:
    """Yield the stored files that no row of any room knows; none of them is deleted."""
    storage = private_storage()
    if not storage.exists(DIRECTORY):
        return
    columns = list(_columns())
    for lying in batched(sorted(storage.listdir(DIRECTORY)[1]), _NAMES_AT_ONCE, strict=False):
        names = {f"{DIRECTORY}/{name}" for name in lying}
        for model, column in columns:
            known = model._base_manager.filter(**{f"{column}__in": names})
            names -= set(known.values_list(column, flat=True))
        for name in sorted(names):
            try:
                if storage.get_modified_time(name) <= at - _SETTLED:
                    yield name
            except FileNotFoundError:
                continue  # gone meanwhile


def _columns() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, PrivateFileField) and field.model is model:
                yield model, field.name
