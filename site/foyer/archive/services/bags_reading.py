"""Verifying a copy of records, showing what would be done with it, and reading it in. (000-28)

All of a bag is verified before any of it is read; a record is read in whole or not at all, and one that is
here already is left as it is, be it the same or another. Stopped anywhere, it goes on where it was.
"""

from __future__ import annotations

import json
import secrets
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any, Final

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from foyer.archive.bags.described import CARD, safe_name
from foyer.archive.bags.reading import Carried, Planned, carried_in, plan
from foyer.archive.bags.unpacking import BROKEN, MOST_FAULTS, OpenedBag, hashed
from foyer.archive.models import RecordFile
from foyer.core.jobs import JobRun, start_job
from foyer.core.models import Job, User
from foyer.core.uploads.fields import private_storage, random_name

from .filing import tie
from .refusals import BagFaulty

VERIFY: Final = "archive.verify_bag"
READ: Final = "archive.read_bag"
DIRECTORY: Final = "bags"  # in private storage
KEPT: Final = timedelta(days=1)
Told = Callable[[int, int], None]
Report = dict[str, Any]


def _quietly(_done: int, _all: int) -> None:
    """Tell nobody how far it is."""


def verify(file: IO[bytes], *, by: User, told: Told = _quietly) -> Report:
    """Verify a bag, and say what reading it in would do. Nothing is changed."""
    bag = OpenedBag(file)
    bag.verify(told)
    records = [] if bag.faults else carried_in(bag)
    planned = [] if bag.faults else [(one, plan(one, by=by)) for one in records]
    return {
        "identifier": bag.info.get("External-Identifier", ""),
        "made": bag.info.get("Bagging-Date", ""),
        "from": bag.info.get("Source-Organization", ""),
        "oxum": bag.info.get("Payload-Oxum", ""),
        "fault_count": len(bag.faults),
        "faults": [fault.as_json() for fault in bag.faults[:MOST_FAULTS]],
        "records": [_row(one, what) for one, what in planned],
    }


def read_in(file: IO[bytes], *, by: User, at: datetime, told: Told = _quietly) -> Report:
    """Read the new records of a bag in; harmless to repeat.

    Raises:
        BagFaulty: something is wrong with it, and nothing was read in.
    """
    bag = OpenedBag(file)
    bag.verify()
    records = [] if bag.faults else carried_in(bag)
    if bag.faults:
        raise BagFaulty
    identifier = bag.info.get("External-Identifier", "")
    rows = []
    for count, one in enumerate(records, 1):
        what = plan(one, by=by)
        if what.state == "new":
            what = _read_record(bag, one, what, identifier, by=by, at=at)
        rows.append(_row(one, what))
        told(count, len(records))
    return {
        "identifier": identifier,
        "made": bag.info.get("Bagging-Date", ""),
        "from": bag.info.get("Source-Organization", ""),
        "oxum": bag.info.get("Payload-Oxum", ""),
        "fault_count": 0,
        "faults": [],
        "records": rows,
    }


def _row(one: Carried, what: Planned) -> dict[str, Any]:
    return {
        "number": one.row.number,
        "title": one.row.title,
        "state": what.state,
        "why": what.why,
        "files": len(one.files),
        "size": sum(file.size for file in one.files),
    }


def _read_record(
    bag: OpenedBag, one: Carried, what: Planned, identifier: str, *, by: User, at: datetime
) -> Planned:
    """Store the files of a record, then its rows in one transaction; whatever fails, nothing of it stays."""
    storage = private_storage()
    kept: list[str] = []
    try:
        for file, said in zip(one.files, one.said["files"], strict=True):
            with bag.open(one.folder + said["path"]) as stream:
                name = storage.save(random_name(file, file.name), File(stream))
            kept.append(name)
            _prove(name, file)
            file.file = name
        _make(one, what, identifier, by=by, at=at)
    except IntegrityError:
        _forget(kept)
        return Planned("refused", [{"code": "refused"}])
    except BaseException:
        _forget(kept)
        raise
    return Planned("read", [], what.subjects)


def _prove(name: str, file: RecordFile) -> None:
    """Read back what was stored.

    Raises:
        BagFaulty: it is not what the bag said.
    """
    with private_storage().open(name) as stored:
        if hashed(stored) != (file.sha256, file.size):
            raise BagFaulty


@transaction.atomic
def _make(one: Carried, what: Planned, identifier: str, *, by: User, at: datetime) -> None:
    record = one.row
    record.save(force_insert=True)
    for file in one.files:
        file.record = record
        file.save(force_insert=True)
    for hold in one.holds:
        hold.record = record
        hold.save(force_insert=True)
    for subject in what.subjects:
        tie(record=record, subject=subject)
    filed_by = one.said["filed_by"] or {}
    data = {"bag": identifier[:80], "filed_by": filed_by.get("username", "")[:80]}
    log(record, "foyer.archive.read_in", user=by, data=data, timestamp=at)


def _forget(names: list[str]) -> None:
    for name in names:
        private_storage().delete(name)


# -- in the background: what was handed in lies in private storage for a day, its report beside it


@transaction.atomic
def begin_verifying(*, path: str, by: User, at: datetime) -> Job:
    """Have a copy that lies in private storage verified."""
    return start_job(kind=VERIFY, arguments={"path": path}, by=by, at=at)


@transaction.atomic
def begin_reading(*, verified: Job, at: datetime) -> Job:
    """Have a verified copy read in.

    Raises:
        BagFaulty: it is not sound, or its day is over.
    """
    report = report_of(verified)
    if report is None or report["fault_count"] or not private_storage().exists(_path(verified)):
        raise BagFaulty
    arguments = {"path": _path(verified)}
    return start_job(kind=READ, arguments=arguments, by=verified.by, at=at)


def hand_in(file: File[bytes]) -> str:
    """Keep a copy somebody hands in, and return where."""
    return private_storage().save(f"{DIRECTORY}/{secrets.token_hex(16)}.zip", file)


def carry_verifying(run: JobRun) -> None:
    """Verify what was handed in, and keep the report."""
    _carry(run, lambda file, by, told: verify(file, by=by, told=told))


def carry_reading(run: JobRun) -> None:
    """Read what was handed in, keep the report, and let the copy go."""
    _carry(run, lambda file, by, told: read_in(file, by=by, at=run.now(), told=told))
    _forget([_path(run.job)])


def _carry(run: JobRun, act: Callable[[IO[bytes], User, Told], Report]) -> None:
    storage, by = private_storage(), run.job.by
    if by is None or not storage.exists(_path(run.job)):
        raise BagFaulty

    def told(done: int, total: int) -> None:
        run.advance(done, total=total)

    with storage.open(_path(run.job)) as file:
        report = act(file, by, told)
    storage.delete(_report(run.job))
    storage.save(_report(run.job), ContentFile(json.dumps(report).encode()))


def report_of(job: Job) -> Report | None:
    """Return what a job found; None before it is done, and once its day is over."""
    storage = private_storage()
    if not storage.exists(_report(job)):
        return None
    with storage.open(_report(job)) as file:
        report: Report = json.load(file)
    return report


def forget_copies_of(numbers: set[str]) -> None:
    """Delete, once the transaction is committed, what was handed in of some records, and the reports that name them."""
    storage = private_storage()
    for name in storage.listdir(DIRECTORY)[1] if storage.exists(DIRECTORY) else []:
        path = f"{DIRECTORY}/{name}"
        tells = _report_tells if name.endswith(".json") else _copy_tells
        if tells(path, numbers):
            transaction.on_commit(partial(storage.delete, path))


def _report_tells(path: str, numbers: set[str]) -> bool:
    with private_storage().open(path) as file:
        report: Report = json.load(file)
    return not numbers.isdisjoint(one["number"] for one in report["records"])


def _copy_tells(path: str, numbers: set[str]) -> bool:
    """Tell whether a copy may hold records; what is no copy at all cannot be told, and counts."""
    try:
        with private_storage().open(path) as file, zipfile.ZipFile(file) as archive:
            cards = (PurePosixPath(name) for name in archive.namelist())
            folders = {card.parent.name for card in cards if card.name == CARD}
    except BROKEN:
        return True
    return not folders.isdisjoint(safe_name(number) for number in numbers)


def forget_handed_in(*, at: datetime) -> None:
    """Delete what was handed in a day ago, and the reports about it."""
    storage = private_storage()
    for name in storage.listdir(DIRECTORY)[1] if storage.exists(DIRECTORY) else []:
        path = f"{DIRECTORY}/{name}"
        if storage.get_modified_time(path) <= at - KEPT:
            storage.delete(path)


def _path(job: Job) -> str:
    path: str = job.arguments["path"]
    return path


def _report(job: Job) -> str:
    return f"{_path(job)}.{'read' if job.kind == READ else 'verified'}.json"
