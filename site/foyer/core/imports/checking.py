"""Judging every row of a file before anything is written. (IMPORT 6)

Rows are read one by one, judged some hundred at a time, and kept with their verdicts in one short
transaction for each group; a worker that dies is followed by one that goes on behind the last group.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext, override

from foyer.core.spreadsheets.encodings import is_ruined
from foyer.core.spreadsheets.reader import Row

from .blocks import SIZE, as_given, each_block, keep_block, open_block
from .columns import Layout, find_layout, rows_under
from .counting import tally_of
from .enums import ImportStatus
from .models import ImportBatch
from .pace import Pace, Told
from .stored import head_of, open_batch
from .targets import Given, Judge, Policy, Target, target_of


def check_rows(batch: ImportBatch, told: Told | None = None, *, at: datetime) -> None:
    """Judge every row and keep the verdicts; goes on where an earlier worker stopped.

    Args:
        batch: a file that is being checked.
        told: called in each transaction with the rows done and the rows in all; may raise to stop.
        at: the moment.
    """
    target = target_of(batch)
    with override(batch.language):
        head = head_of(batch)
        layout = find_layout(head, target, batch.mapping)
        if not batch.horizon:
            _begin(batch, target, at)
        judge = target.judge(batch, policy_of(batch))
        behind = _recall(batch, target, judge)
        if _judge_all(batch, target, judge, layout, behind, rows_under(head, layout), told):
            _finish(batch, judge)


def policy_of(batch: ImportBatch) -> Policy:
    """Return which fields a file may write over."""
    return Policy(batch.overwriting, frozenset(batch.overwritten))


def _begin(batch: ImportBatch, target: Target, at: datetime) -> None:
    """Clear away an earlier check, and note how far the records reach now."""
    clear_rows(batch)
    batch.horizon = {"at": at.isoformat(), **target.horizon(batch)}
    batch.save(update_fields=["horizon"])


def clear_rows(batch: ImportBatch) -> None:
    """Delete the checked rows of a file, block by block."""
    pace = Pace()
    for block in batch.blocks.defer("sealed"):
        with transaction.atomic():
            batch.rows.filter(number__range=(block.first, block.last)).delete()
            block.delete()
        pace.rest()


def _recall(batch: ImportBatch, target: Target, judge: Judge) -> int:
    """Let the judge remember what an earlier worker has judged; return the last row of that."""
    last = 0
    for block in each_block(batch):
        kept = open_block(block, target)
        judge.recall([(as_given(number, row), row["memo"]) for number, row in kept.items()])
        last = block.last
    return last


def _judge_all(
    batch: ImportBatch,
    target: Target,
    judge: Judge,
    layout: Layout,
    behind: int,
    total: int,
    told: Told | None,
) -> bool:
    """Judge the rows behind one; tell whether all are judged, and nobody has cancelled it."""
    done, pace = 0, Pace()
    for piece in batched(open_batch(batch).rows, SIZE, strict=False):
        under = [row for row in piece if row.number > layout.header_row]
        done += len(under)
        given = list(_given(under, layout, behind))
        if not given:
            continue
        judged = judge.judge(given)
        with transaction.atomic():
            if not still(batch, ImportStatus.CHECKING):
                return False
            keep_block(batch, target, list(zip(given, judged, strict=True)))
            if told:
                told(done, total)
        pace.rest()
    return True


def still(batch: ImportBatch, status: ImportStatus) -> ImportBatch | None:
    """Lock a file and return it as it is now, when it still stands where this worker believes."""
    return ImportBatch.objects.select_for_update().filter(pk=batch.pk, status=status).first()


def _finish(batch: ImportBatch, judge: Judge) -> None:
    tally = tally_of(batch) | judge.totals
    ImportBatch.objects.filter(pk=batch.pk, status=ImportStatus.CHECKING).update(
        status=ImportStatus.CHECKED, tally=tally
    )
    batch.refresh_from_db()


def _given(rows: list[Row], layout: Layout, behind: int) -> Iterator[Given]:
    """Yield what rows say in the columns that mean something; those that say nothing there are left out."""
    meant = [(position, key) for position, key in enumerate(layout.meanings) if key]
    for row in rows:
        if row.number > behind and (given := _read(row, layout, meant)):
            yield given


def _read(row: Row, layout: Layout, meant: list[tuple[int, str]]) -> Given | None:
    cells, length = row.cells, len(row.cells)
    values = {
        key: text
        for position, key in meant
        if position < length and (text := cells[position]) and not text.isspace()
    }
    if not values:
        return None
    problems = [
        _FAULTS[fault]() % {"header": layout.headers[position], "text": values[key].strip()[:60]}
        for position, key in meant
        if key in values
        and (fault := row.faults.get(position) or (is_ruined(values[key]) and "ruined"))
    ]
    return Given(row.number, values, tuple(problems))


_FAULTS = {
    "digits_lost": lambda: gettext(
        "“%(header)s” is a long number that lost digits when the file was saved (%(text)s). "
        "Format the column as text and enter it again."
    ),
    "ruined": lambda: gettext(
        "“%(header)s” holds text that was damaged before (%(text)s). Enter it again."
    ),
}
