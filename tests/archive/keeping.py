"""What tests of checks and copies share: files that are hurt, jobs that are carried, bags that are bent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone

from foyer.archive.models import ArchiveRecord, Bag, RecordFile
from foyer.archive.services.bags import begin_bag, new_since, note_fetched, say_safe
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import User
from foyer.core.uploads.fields import private_storage

Parts = dict[str, bytes]


def carry() -> None:
    """Carry every job that waits, and what these begin."""
    carry_due_jobs(clock=timezone.now)


def path_of(file: RecordFile) -> Path:
    """Return where a file lies."""
    return Path(private_storage().path(file.file.name))


def flip(file: RecordFile) -> None:
    """Flip one bit of a file."""
    path = path_of(file)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def safe(bag: Bag) -> Bag:
    """Have a bag fetched and said to be safe in another place."""
    assert bag.made_by is not None
    note_fetched(bag=bag, by=bag.made_by, at=timezone.now())
    say_safe(bag=bag, by=bag.made_by, at=timezone.now())
    bag.refresh_from_db()
    return bag


def packed(by: User, *records: ArchiveRecord, is_all_new: bool = False) -> Bag:
    """Return a bag of some records: those named, all that is new, or every one."""
    chosen = new_since() if is_all_new else ArchiveRecord.objects.all()
    if records:
        chosen = chosen.filter(pk__in=[record.pk for record in records])
    bag = begin_bag(
        records=chosen, purpose="月度备份", is_all_new=is_all_new, by=by, at=timezone.now()
    )
    carry()
    bag.refresh_from_db()
    return bag


def bytes_of(bag: Bag) -> bytes:
    """Return the ZIP of a bag."""
    with bag.file.open("rb") as file:
        data: bytes = file.read()
    return data


def bent(data: bytes, bend: Callable[[Parts], None]) -> io.BytesIO:
    """Return a ZIP after something was done to its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bend(parts)
    return zipped(parts)


def zipped(parts: Parts, method: int = zipfile.ZIP_STORED) -> io.BytesIO:
    """Return parts as a ZIP."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    made.seek(0)
    return made
