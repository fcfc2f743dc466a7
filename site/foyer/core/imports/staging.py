"""Taking a file in, and judging its rows before anything is written. (IMPORT 1-6, security 7)"""

import base64
import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from foyer.core.jobs import start_job
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.spreadsheets.encodings import is_ruined
from foyer.core.spreadsheets.reader import Reading, Row, Table, read_table

from .columns import Layout, check_layout, find_layout, known_words
from .enums import ImportStatus
from .models import ImportBatch, ImportRow
from .targets import Given, Judged, Target, target_of

JOB = "core.import"
AT_ONCE = 300  # so many rows are checked while the person waits; more by a worker
_INSERTED_TOGETHER = 10  # rows staged for each one that would be applied in the same time
_DIRECTORY = "imports"
_LONGEST_NAME = 200

Told = Callable[[int, int], None]


class AlreadyUnderWay(Refusal):
    """Another tab has gone on with this file."""

    code = "import_under_way"
    message = _(
        "This import has already gone on, perhaps in another window. Here is where it stands."
    )


class FileGone(Refusal):
    """The stored copy was deleted after its time."""

    code = "import_file_gone"
    message = _("The stored copy of this file has been deleted. Upload the file again.")


def pace() -> tuple[int, float]:
    """Return how many rows one transaction writes, and the pause after it in seconds. (stack T7)"""
    rows, pause = settings.IMPORT_PACE[connection.vendor]
    return int(rows), float(pause)


def upload_list(
    *,
    target: Target,
    scope: str,
    data: bytes,
    file_name: str,
    by: User,
    language: str,
    at: datetime,
) -> ImportBatch:
    """Take a file in for a list, sealed and in private storage; nothing is imported yet.

    Args:
        target: the kind of list.
        scope: what it goes into, in the target's own words, such as "event:7".
        data: the file.
        file_name: its name, to show.
        by: who uploads it.
        language: the language reasons are written in.
        at: the moment.

    Raises:
        BadFile: a subclass that says why the file is not taken.
    """
    table = read_table(data, words=known_words(target))
    batch = ImportBatch(target=target.key, scope=scope, by=by, language=language, created_at=at)
    batch.file_name, batch.reading = file_name[-_LONGEST_NAME:], asdict(table.reading)
    sealed = target.seal(base64.b64encode(data).decode())
    name = f"{_DIRECTORY}/{secrets.token_hex(16)}"
    batch.file = storages["private"].save(name, ContentFile(sealed.encode()))
    batch.save()
    return batch


def stored_file(batch: ImportBatch) -> bytes:
    """Return the file as it was uploaded.

    Raises:
        FileGone: its copy has been deleted.
    """
    if not batch.file or not storages["private"].exists(batch.file):
        raise FileGone
    with storages["private"].open(batch.file) as file:
        return base64.b64decode(target_of(batch).unseal(file.read().decode()))


def read_batch(batch: ImportBatch) -> Table:
    """Return the file as a table, read as was chosen.

    Raises:
        BadFile: the file cannot be read that way.
    """
    words = known_words(target_of(batch))
    return read_table(stored_file(batch), reading=Reading(**batch.reading), words=words)


def layout_of(batch: ImportBatch, table: Table) -> Layout:
    """Return the headers and the meaning of each column, as chosen or as found."""
    return find_layout(table, target_of(batch), batch.mapping)


def choose_reading(*, batch: ImportBatch, reading: Reading) -> None:
    """Read a file another way; the columns are found again.

    Raises:
        AlreadyUnderWay: the file is being applied or was.
        BadFile: it cannot be read that way.
    """
    read_table(stored_file(batch), reading=reading, words=known_words(target_of(batch)))
    _step(batch, to=ImportStatus.UPLOADED, reading=asdict(reading), mapping={})


def choose_columns(
    *, batch: ImportBatch, mapping: Mapping[str, str], by: User, at: datetime
) -> None:
    """Say what each column means, and have every row checked: at once, or by a worker when they are many.

    Args:
        batch: the file.
        mapping: the column each position means; "" to ignore it.
        by: who says so.
        at: the moment.

    Raises:
        Refusal: a column is missing or named twice, or the file has gone on in another window.
    """
    table, target = read_batch(batch), target_of(batch)
    check_layout(find_layout(table, target, mapping), table, target)
    _step(batch, to=ImportStatus.CHECKING, mapping=dict(mapping))
    if len(table.rows) <= AT_ONCE:
        check_rows(batch)
        return
    batch.job = start_job(
        kind=JOB, arguments={"batch": batch.pk, "act": "check"}, by=by, at=at, total=len(table.rows)
    )
    batch.save(update_fields=["job"])


def _step(batch: ImportBatch, *, to: ImportStatus, **values: Any) -> None:
    """Move a file that has not been applied to another status, unless another window was faster."""
    early = (ImportStatus.UPLOADED, ImportStatus.CHECKED)
    open_batches = ImportBatch.objects.filter(pk=batch.pk, status__in=early)
    if not open_batches.update(status=to, job=None, **values):
        raise AlreadyUnderWay
    batch.refresh_from_db()


def check_rows(batch: ImportBatch, told: Told | None = None) -> None:
    """Judge every row and keep the verdicts; begins afresh when it was broken off.

    Args:
        batch: a file that is being checked.
        told: called with the rows done and the rows in all, now and then.
    """
    with override(batch.language):
        target, table = target_of(batch), read_batch(batch)
        layout = layout_of(batch, table)
        rows = [row for row in table.rows if row.number > layout.header_row]
        batch.rows.all().delete()
        judge, done = target.judge(batch), 0
        for piece in _pieces(rows, pace()[0] * _INSERTED_TOGETHER):
            given = [row for row in (_given(row, layout) for row in piece) if row]
            ImportRow.objects.bulk_create(
                _staged(batch, target, row, judged)
                for row, judged in zip(given, judge.judge(given), strict=True)
            )
            done += len(piece)
            if told:
                told(done, len(rows))
            time.sleep(pace()[1])
        ImportBatch.objects.filter(pk=batch.pk, status=ImportStatus.CHECKING).update(
            status=ImportStatus.CHECKED
        )
        batch.refresh_from_db()


def _pieces(rows: list[Row], size: int) -> Iterator[list[Row]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _given(row: Row, layout: Layout) -> Given | None:
    """Return what a row says in the columns that mean something, or None when it says nothing."""
    values, problems = {}, []
    for position, text in enumerate(row.cells):
        key = layout.meanings[position]
        if not key or not text.strip():
            continue
        values[key] = text
        header = layout.headers[position]
        if row.faults.get(position) == "digits_lost":
            sentence = gettext(
                "“%(header)s” is a long number that lost digits when the file was saved (%(text)s). "
                "Format the column as text and enter it again."
            )
            problems.append(sentence % {"header": header, "text": text.strip()[:60]})
        elif is_ruined(text):
            sentence = gettext(
                "“%(header)s” holds text that was damaged before (%(text)s). Enter it again."
            )
            problems.append(sentence % {"header": header, "text": text.strip()[:60]})
    return Given(row.number, values, tuple(problems)) if values else None


def _staged(batch: ImportBatch, target: Target, row: Given, judged: Judged) -> ImportRow:
    kept = {
        "cells": dict(row.values),
        "reasons": list(judged.reasons),
        "notes": list(judged.notes),
        "changes": [[change.key, change.before, change.after] for change in judged.changes],
        "plan": dict(judged.plan),
    }
    sealed = target.seal(json.dumps(kept, ensure_ascii=False))
    return ImportRow(batch=batch, number=row.number, verdict=judged.verdict, sealed=sealed)


def opened(row: ImportRow, target: Target) -> dict[str, Any]:
    """Return what is kept of a row: cells, reasons, notes, changes and plan."""
    kept: dict[str, Any] = json.loads(target.unseal(row.sealed))
    return kept


@transaction.atomic
def discard(*, batch: ImportBatch) -> None:
    """Delete the stored copy, the rows and the journal of a file; that it was imported stays known."""
    if batch.file:
        storages["private"].delete(batch.file)
    batch.rows.all().delete()
    batch.journal.all().delete()
