"""Copies of records for a second medium: what goes into one, how it is made, fetched and let go. (000-28)"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import batched
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from wagtail.log_actions import log

from foyer.archive.bags.described import CARD, card, describe, free_name, safe_name, with_everything
from foyer.archive.bags.index import NAME, Shown, index_pieces
from foyer.archive.bags.packing import BagWriter
from foyer.archive.enums import FileHealth, LeftOut, Scope, ViewKind
from foyer.archive.models import (
    AccessItem,
    AccessRequest,
    ArchiveRecord,
    Bag,
    RecordFile,
    RecordView,
)
from foyer.archive.rights import holds
from foyer.core.jobs import JobRun, start_job
from foyer.core.languages import wordings
from foyer.core.models import HousePolicy, User
from foyer.core.numbers import take_number
from foyer.core.uploads.fields import drop_file, private_storage, random_name

from .checking import look
from .refusals import (
    BagMakerLeft,
    FileChangedMeanwhile,
    MayNotTake,
    NotFetched,
    NothingToCopy,
    RecordGoneMeanwhile,
)

PACK: Final = "archive.make_bag"
EXPORT: Final = "export_archiverecord"
KEPT_AFTER_FETCHING: Final = timedelta(days=1)  # a line that broke may be tried again
KEPT_UNFETCHED: Final = timedelta(days=7)
_CHUNK: Final = 1024 * 1024
_RECORDS_AT_ONCE: Final = 50
_VIEWS_AT_ONCE: Final = 500


def last_complete() -> Bag | None:
    """Return the newest bag that holds all that was new by then and lies in another place."""
    safe = Bag.objects.filter(safe_at__isnull=False, up_to__isnull=False)
    return safe.order_by("-up_to").first()


def new_since() -> QuerySet[ArchiveRecord]:
    """Return the records filed or changed since the last such bag, and those it had to leave out."""
    last = last_complete()
    if last is None:
        return ArchiveRecord.objects.all()
    return ArchiveRecord.objects.filter(
        Q(changed_at__gt=last.up_to) | Q(number__in=[one["number"] for one in last.left])
    )


def held_by(records: QuerySet[ArchiveRecord]) -> dict[str, int]:
    """Return how many records, files and bytes a bag of these would hold."""
    files = RecordFile.objects.filter(record__in=records.order_by().values("pk"))
    figures = files.aggregate(files=Count("pk"), size=Sum("size"))
    return {
        "records": records.count(),
        "files": figures["files"],
        "size": figures["size"] or 0,
    }


def takeable(
    records: QuerySet[ArchiveRecord], by: User, *, at: datetime
) -> QuerySet[ArchiveRecord]:
    """Return those of some records that somebody may take away. (000-29)"""
    mine = ArchiveRecord.objects.openable_by(by, at=at, scope=Scope.DOWNLOAD).order_by()
    return records.filter(pk__in=mine.values("pk"))


@transaction.atomic
def begin_bag(
    *,
    records: QuerySet[ArchiveRecord],
    purpose: str,
    is_all_new: bool = False,
    by: User,
    at: datetime,
) -> Bag:
    """Have a bag made of some records; with `is_all_new`, they are all that is new since the last such bag.

    Raises:
        NothingToCopy: there is none among them that `by` may take away.
    """
    if not takeable(records, by, at=at).exists():
        raise NothingToCopy
    wanted = records if is_all_new else takeable(records, by, at=at)
    bag = Bag.objects.create(
        number=take_number(key="bag", at=at, among=Bag.objects.all()),
        purpose=purpose,
        made_at=at,
        made_by=by,
        up_to=at if is_all_new else None,
        chosen=list(wanted.order_by("number").values_list("number", flat=True)),
    )
    total = len(bag.chosen)
    start_job(kind=PACK, arguments={"bag": bag.pk}, by=by, at=at, total=total)
    return bag


def make_bag(run: JobRun) -> None:
    """Write a bag and put it into private storage; begun again from its first file when a worker died.

    Raises:
        BagMakerLeft, NothingToCopy, FileChangedMeanwhile, RecordGoneMeanwhile.
    """
    bag = Bag.objects.select_related("made_by").get(pk=run.arguments["bag"])
    by = bag.made_by
    if bag.is_ready:
        return
    if by is None or not by.is_active or not holds(by, EXPORT):
        raise BagMakerLeft
    with tempfile.NamedTemporaryFile(dir=scratch(), suffix=".zip", delete_on_close=False) as target:
        packed = _pack(run, bag, by, target)
        target.flush()
        target.seek(0)
        bag.sha256, bag.size = _hashed(target)
        target.seek(0)
        bag.file = private_storage().save(random_name(bag, "bag.zip"), File(target))
    try:
        _keep(bag, by, packed)
    except BaseException:
        private_storage().delete(bag.file.name)
        raise


def _pack(run: JobRun, bag: Bag, by: User, target: IO[bytes]) -> list[int]:
    """Write the records that may go and are sound; return their keys, and say of the others why not."""
    shown: list[Shown] = []
    packed: dict[str, int] = {}
    left: dict[str, str] = {}
    total = len(bag.chosen)
    folders: set[str] = {NAME}
    run.advance(0, total=total)
    with BagWriter(target, top=safe_name(bag.number), at=bag.made_at) as writer:
        for numbers in batched(tuple(bag.chosen), _RECORDS_AT_ONCE, strict=False):
            some = ArchiveRecord.objects.filter(number__in=numbers).order_by("number")
            left |= dict.fromkeys(numbers, LeftOut.GONE)
            left |= dict.fromkeys(some.values_list("number", flat=True), LeftOut.CLOSED)
            for record in with_everything(takeable(some, by, at=run.now())):
                left[record.number] = LeftOut.FAULTY
                if all(look(file).health == FileHealth.SOUND for file in record.files.all()):
                    shown.append(_add(writer, record, free_name(safe_name(record.number), folders)))
                    packed[record.number] = record.pk
                    del left[record.number]
                run.advance(len(packed), total=total)
        if not packed:
            raise NothingToCopy
        bag.records, bag.files = len(packed), sum(len(one.files) for one in shown)
        house, day = HousePolicy.load(), bag.made_at.date().isoformat()
        names = wordings(house, "name")
        pieces = index_pieces(house=names, number=bag.number, day=day, records=shown)
        writer.add(NAME, pieces)
        writer.close_bag(_info(bag, by, names["en"]), at=bag.made_at)
    bag.packed = list(packed)
    bag.left = [{"number": number, "why": why} for number, why in left.items()]
    return list(packed.values())


def _add(writer: BagWriter, record: ArchiveRecord, folder: str) -> Shown:
    said = describe(record)
    writer.add(f"{folder}/{CARD}", [card(said)])
    for file, one in zip(record.files.all(), said["files"], strict=True):
        path = f"{folder}/{one['path']}"
        if writer.add(path, _pieces(file), size=file.size) != file.sha256:
            raise FileChangedMeanwhile(number=record.number)
    facts = (record.number, record.title, said["dated_on"], record.source, record.summary)
    files = [(one["path"], one["name"], one["version"], one["size"]) for one in said["files"]]
    return Shown(folder, facts, wordings(record.record_class, "name"), files)


def _pieces(file: RecordFile) -> Iterator[bytes]:
    with private_storage().open(str(file.file)) as stream:
        while piece := stream.read(_CHUNK):
            yield piece


def _info(bag: Bag, by: User, house: str) -> list[tuple[str, str]]:
    return [
        ("Source-Organization", house),
        ("Contact-Name", str(by)),
        *([("Contact-Email", by.email)] if by.email else []),
        ("External-Identifier", bag.number),
        ("External-Description", bag.purpose),
        ("Bag-Software-Agent", "Foyer"),
    ]


def _keep(bag: Bag, by: User, packed: list[int]) -> None:
    """Note that the bag is ready, with what it holds, unless a record of it was destroyed meanwhile."""
    with transaction.atomic():
        _refuse_gone(packed)
        Bag.objects.filter(pk=bag.pk).update(
            is_ready=True,
            records=bag.records,
            files=bag.files,
            size=bag.size,
            sha256=bag.sha256,
            file=bag.file.name,
            packed=bag.packed,
            left=bag.left,
        )
        log(bag, "foyer.archive.pack", user=by, data={"records": bag.records})


def _refuse_gone(keys: list[int]) -> None:
    """Have what was packed stay until the bag is noted as holding it, so that a destruction finds it there."""
    for some in batched(keys, _VIEWS_AT_ONCE, strict=False):
        standing = ArchiveRecord.objects.select_for_update().order_by("pk").filter(pk__in=some)
        if len(standing.values_list("pk", flat=True)) != len(some):
            raise RecordGoneMeanwhile


def note_fetched(*, bag: Bag, by: User, at: datetime, address: str | None = None) -> None:
    """Note in the register of views what is taken away, in small steps; then that the bag is. (000-29)

    Its file goes a day later, or when its maker says that it is safe. Only then it counts as a copy: a line
    may have broken. Each time it is fetched is an opening of its own.

    Raises:
        MayNotTake: an access is over by which a record of it was taken up.
    """
    for numbers in batched(bag.packed, _VIEWS_AT_ONCE, strict=False):
        records = ArchiveRecord.objects.filter(number__in=numbers)
        if takeable(records, by, at=at).count() != len(numbers):
            raise MayNotTake
    for numbers in batched(bag.packed, _RECORDS_AT_ONCE, strict=False):
        _note_taken(numbers, by=by, at=at, address=address)
    with transaction.atomic():
        Bag.objects.filter(pk=bag.pk, fetched_at=None).update(fetched_at=at)
        log(bag, "foyer.archive.fetch_bag", user=by)


def _note_taken(numbers: Sequence[str], *, by: User, at: datetime, address: str | None) -> None:
    """Write one line a file; of a record without files, one of itself."""
    records = list(ArchiveRecord.objects.filter(number__in=numbers).prefetch_related("files"))
    giving = AccessRequest.objects.giving(by, at=at, scope=Scope.DOWNLOAD)
    by_request = dict(
        AccessItem.objects.filter(record__in=records, request__in=giving)
        .order_by("-request__ends_at")
        .values_list("record", "request")
    )
    views = []
    for record in records:
        common: dict[str, Any] = {
            "record": record,
            "record_number": record.number,
            "kind": ViewKind.EXPORT,
            "by": by,
            "at": at,
            "address": address or None,
            "request_id": by_request.get(record.pk),
        }
        files = record.files.all()
        views += [RecordView(file=file, file_hash=file.sha256, **common) for file in files]
        views += [] if files else [RecordView(**common)]
    RecordView.objects.bulk_create(views, batch_size=_VIEWS_AT_ONCE)


@transaction.atomic
def say_safe(*, bag: Bag, by: User, at: datetime) -> None:
    """Note that a bag lies in another place, be its file here still or not, and let the file go.

    Raises:
        NotFetched: nobody has fetched it.
    """
    if not Bag.objects.filter(pk=bag.pk).exclude(fetched_at=None).exists():
        raise NotFetched
    if Bag.objects.filter(pk=bag.pk, safe_at=None).update(safe_at=at):
        log(bag, "foyer.archive.say_safe", user=by)
    drop_bag_file(bag=bag)


@transaction.atomic
def drop_bag_file(*, bag: Bag) -> None:
    """Delete the file of a bag; its row stays. Harmless to repeat."""
    drop_file(bag.file)
    Bag.objects.filter(pk=bag.pk).update(file="")


def forget_bag_files(*, at: datetime) -> None:
    """Delete the files of bags that were fetched a day ago, or that nobody fetched for a week."""
    over = Q(fetched_at__lte=at - KEPT_AFTER_FETCHING) | Q(made_at__lte=at - KEPT_UNFETCHED)
    for bag in Bag.objects.filter(over, is_ready=True).exclude(file=""):
        drop_bag_file(bag=bag)
    for path in scratch().iterdir():
        if path.stat().st_mtime < (at - KEPT_AFTER_FETCHING).timestamp():
            path.unlink(missing_ok=True)


def scratch() -> Path:
    """Return the folder in which bags are written before they are stored; what died there is swept daily."""
    folder = Path(settings.DATA_DIR) / "scratch"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _hashed(stream: IO[bytes]) -> tuple[str, int]:
    hashed, size = hashlib.sha256(), 0
    while piece := stream.read(_CHUNK):
        hashed.update(piece)
        size += len(piece)
    return hashed.hexdigest(), size
