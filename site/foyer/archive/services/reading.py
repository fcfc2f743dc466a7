"""Reading the words of files in the background, so that they are found. (000-27)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from wagtail.search.backends import get_search_backend

from foyer.archive.enums import TextState
from foyer.archive.models import FileText, RecordFile
from foyer.archive.reader import MOST_BYTES, Read, read
from foyer.core.jobs import JobRun, start_job
from foyer.core.models import User

_LOST_AFTER: Final = timedelta(hours=1)
READ_FILES: Final = "archive.read_files"


def start_reading(*, files: Sequence[RecordFile], by: User | None, at: datetime) -> None:
    """Have the words of files read by a worker."""
    if files:
        keys = [file.pk for file in files]
        start_job(kind=READ_FILES, arguments={"files": keys}, by=by, at=at, total=len(keys))


def read_files(run: JobRun) -> None:
    """Read one file after the other; to read one twice does no harm."""
    keys = run.arguments["files"]
    for step in range(run.step, len(keys)):
        file = RecordFile.objects.filter(pk=keys[step]).first()
        if file is not None:
            keep_words(file=file, found=words_of(file))
        run.advance(step + 1)


def words_of(file: RecordFile) -> Read:
    """Return what is in a file; one that lies nowhere has no words."""
    if file.size > MOST_BYTES:
        return Read(TextState.TOO_LARGE)
    try:
        with file.file.open("rb") as kept:
            return read(kept.read())
    except OSError:
        return Read(TextState.DAMAGED)


@transaction.atomic
def keep_words(*, file: RecordFile, found: Read) -> None:
    """Keep the words of a file in place of those kept before."""
    for text in FileText.objects.filter(file=file):
        text.delete()
    texts = [FileText(file=file, page=page, words=words) for page, words in found.texts if words]
    FileText.objects.bulk_create(texts)
    get_search_backend().add_bulk(FileText, texts)
    RecordFile.objects.filter(pk=file.pk).update(text_state=found.state, pages=found.pages)


def read_what_waits(*, at: datetime) -> int:
    """Have files read whose reading was never begun or got lost; return how many."""
    waiting = RecordFile.objects.filter(text_state=TextState.WAITING, added_at__lt=at - _LOST_AFTER)
    files = list(waiting.order_by("pk")[:500])
    start_reading(files=files, by=None, at=at)
    return len(files)
