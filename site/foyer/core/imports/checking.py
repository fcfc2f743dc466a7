"""Judging every row of a file before anything is written. (IMPORT 6)

Rows are read one by one, judged some hundred at a time, and kept with their verdicts in one short
transaction for each group; a worker that dies is followed by one that goes on behind the last group.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils.translation import override

from .blocks import SIZE, as_given, each_block, keep_block, open_block
from .columns import find_layout, rows_under
from .counting import tally_of
from .enums import Decision, ImportStatus
from .models import ImportBatch
from .pace import Pace, Told
from .saying import Sayings
from .stored import head_of, open_batch
from .targets import Judge, Policy, Target, target_of

DECIDED = "decided"  # in the horizon of a file that is checked again


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
        sayings = Sayings(layout, target, batch.date_orders)
        if "at" not in batch.horizon:
            _begin(batch, target, at)
        judge = target.judge(batch, policy_of(batch))
        behind = _recall(batch, target, judge)
        work = _Work(batch, target, judge, sayings, rows_under(head, layout), told, _decided(batch))
        if _judge_all(work, behind):
            _finish(batch, judge)


@dataclass(frozen=True, slots=True)
class _Work:
    """What the steps share."""

    batch: ImportBatch
    target: Target
    judge: Judge
    sayings: Sayings
    total: int
    told: Told | None
    decided: Mapping[int, Decision]


def policy_of(batch: ImportBatch) -> Policy:
    """Return which fields a file may write over."""
    return Policy(batch.overwriting, frozenset(batch.overwritten))


def _decided(batch: ImportBatch) -> dict[int, Decision]:
    """Return what a person decided of rows before, by their numbers."""
    kept = batch.horizon.get(DECIDED, {})
    return {number: Decision(one) for one, numbers in kept.items() for number in numbers}


def _begin(batch: ImportBatch, target: Target, at: datetime) -> None:
    """Clear away an earlier check, and note how far the records reach now."""
    clear_rows(batch)
    batch.horizon |= {"at": at.isoformat(), **target.horizon(batch)}
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


def _judge_all(work: _Work, behind: int) -> bool:
    """Judge the rows behind one; tell whether all are judged, and nobody has cancelled it."""
    done, pace, header_row = 0, Pace(), work.sayings.layout.header_row
    for piece in batched(open_batch(work.batch).rows, SIZE, strict=False):
        done += sum(row.number > header_row for row in piece)
        given = list(work.sayings.of(row for row in piece if row.number > behind))
        if not given:
            continue
        judged = work.judge.judge(given)
        with transaction.atomic():
            if not still(work.batch, ImportStatus.CHECKING):
                return False
            keep_block(work.batch, work.target, list(zip(given, judged, strict=True)), work.decided)
            if work.told:
                work.told(done, work.total)
        pace.rest()
    return True


def still(batch: ImportBatch, status: ImportStatus) -> ImportBatch | None:
    """Lock a file and return it as it is now, when it still stands where this worker believes."""
    standing = ImportBatch.objects.select_for_update(of=("self",)).defer("sealed_head")
    return standing.filter(pk=batch.pk, status=status).order_by().first()


def _finish(batch: ImportBatch, judge: Judge) -> None:
    tally = tally_of(batch) | judge.totals
    horizon = {name: value for name, value in batch.horizon.items() if name != DECIDED}
    ImportBatch.objects.filter(pk=batch.pk, status=ImportStatus.CHECKING).update(
        status=ImportStatus.CHECKED, tally=tally, horizon=horizon
    )
    batch.refresh_from_db()
