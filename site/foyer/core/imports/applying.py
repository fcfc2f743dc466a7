"""Writing checked rows in short transactions, and going on after a crash. (IMPORT 8)

Each transaction writes some rows, what was there before, and how far the job is: all of it or
nothing. So a worker that dies in the middle loses nothing and nothing is written twice.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from foyer.core.enums import JobStatus
from foyer.core.jobs import JobLost, cancel_job, start_job
from foyer.core.models import Job, User
from foyer.core.refusals import Refusal

from .blocks import Kept, each_block, open_block, pack
from .checking import still
from .corrections import mark_mended
from .counting import tally_of
from .enums import Decision, ImportStatus, RowOutcome, RowVerdict
from .models import ImportBatch, ImportBlock, ImportJournal, ImportRow
from .pace import JOB, Clock, Pace, Told
from .staging import AlreadyUnderWay
from .targets import Planned, Refused, Target, target_of

_ACTS = {
    ImportStatus.CHECKING: "check",
    ImportStatus.APPLYING: "apply",
    ImportStatus.UNDOING: "undo",
}
_ALIVE = (JobStatus.WAITING, JobStatus.RUNNING)


class NothingToApply(Refusal):
    """No row is new or changes anything."""

    code = "nothing_to_apply"
    message = _("No row of this file is new or changes anything, so there is nothing to apply.")


@transaction.atomic
def confirm_import(*, batch: ImportBatch, by: User, at: datetime) -> Job:
    """Have the rows that are new or change something written by a worker. A second call does nothing.

    A file that was stopped in between goes on where it stopped.

    Raises:
        NothingToApply: no row would be written.
        AlreadyUnderWay: it was confirmed before, or is being checked again.
    """
    total = batch.rows.applies().count()
    if not total:
        raise NothingToApply
    there = (ImportStatus.CHECKED, ImportStatus.STOPPED)
    return begin(batch, there, ImportStatus.APPLYING, by=by, at=at, total=total)


def begin(
    batch: ImportBatch,
    there: Sequence[str],
    to: ImportStatus,
    *,
    by: User,
    at: datetime,
    total: int,
) -> Job:
    """Move a file on and start the job that carries it, inside the caller's transaction.

    Raises:
        AlreadyUnderWay: another window was faster.
    """
    if not ImportBatch.objects.filter(pk=batch.pk, status__in=there).update(status=to):
        raise AlreadyUnderWay
    arguments = {"batch": batch.pk, "act": _ACTS[to]}
    job = start_job(kind=JOB, arguments=arguments, by=by, at=at, total=total)
    ImportBatch.objects.filter(pk=batch.pk).update(job=job)
    batch.refresh_from_db()
    return job


@transaction.atomic
def stop_import(*, batch: ImportBatch, at: datetime) -> None:
    """Stop the checking of a file, or its applying after the rows that are being written.

    A file whose checking was stopped stands as it was uploaded; one that was being applied can go on
    or be undone.

    Raises:
        AlreadyUnderWay: it is done already, or is being undone, which is carried to its end.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.status == ImportStatus.CHECKING:
        locked.status = ImportStatus.UPLOADED
    elif locked.status == ImportStatus.APPLYING:
        locked.status, locked.applied_at = ImportStatus.STOPPED, at
        locked.tally = tally_of(locked)
    else:
        raise AlreadyUnderWay
    if locked.job:
        cancel_job(job=locked.job, at=at)
    locked.save(update_fields=["status", "applied_at", "tally"])
    batch.refresh_from_db()


@transaction.atomic
def resume_import(*, batch: ImportBatch, by: User, at: datetime) -> Job:
    """Go on with a file whose job was given up.

    Raises:
        AlreadyUnderWay: a worker is at it, or there is nothing to go on with.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    job = locked.job
    if locked.status not in ImportStatus.AT_WORK or (job and job.status in _ALIVE):
        raise AlreadyUnderWay
    arguments = {"batch": locked.pk, "act": _ACTS[ImportStatus(locked.status)]}
    total = job.total if job else 0
    locked.job = start_job(kind=JOB, arguments=arguments, by=by, at=at, total=total)
    locked.save(update_fields=["job"])
    batch.refresh_from_db()
    return locked.job


def apply_rows(batch: ImportBatch, *, clock: Clock, told: Told) -> None:
    """Write what is left to be written, step by step.

    Args:
        batch: a file that is being applied.
        clock: tells the time.
        told: called inside each step's transaction with the rows done and the rows in all; may
            raise to stop, and then that step is not written.
    """
    applies = batch.rows.applies()
    total, due = applies.count(), applies.due().count()
    steps = batch.journal.count()
    work = _Work(batch, target_of(batch), clock, told, Pace(), total, total - due, steps)
    with override(batch.language):
        for block in each_block(batch):
            if not _apply_block(work, block):
                return
        finish(batch, work.target, ImportStatus.APPLYING, ImportStatus.APPLIED, clock())


@dataclass
class _Work:
    """What the steps share."""

    batch: ImportBatch
    target: Target
    clock: Clock
    told: Told
    pace: Pace
    total: int
    done: int
    steps: int


def _apply_block(work: _Work, block: ImportBlock) -> bool:
    """Write the rows of a block that are due; tell whether nobody has stopped it."""
    rows = work.batch.rows.due().filter(number__range=(block.first, block.last))
    due = list(rows.values_list("number", "verdict", "decision"))
    kept = open_block(block, work.target) if due else {}
    while due:
        piece, due = due[: work.pace.rows], due[work.pace.rows :]
        planned = [_planned(*row, kept[row[0]]) for row in piece]
        at = work.clock()
        prepared = work.target.prepare(planned, batch=work.batch, at=at)
        with transaction.atomic():
            since = time.monotonic()
            if not _apply_step(work, planned, prepared, at):
                return False
            took = time.monotonic() - since
        work.pace.note(took)
        work.pace.rest()
    return True


def _planned(number: int, verdict: str, decision: str, kept: Kept) -> Planned:
    act = RowVerdict(decision if decision in (Decision.NEW, Decision.UPDATE) else verdict)
    return Planned(number, act, kept["plans"][act], kept["cells"])


def _apply_step(work: _Work, planned: Sequence[Planned], prepared: object, at: datetime) -> bool:
    """Write some rows inside the caller's transaction; tell whether the file is still being applied."""
    batch, target = still(work.batch, ImportStatus.APPLYING), work.target
    if not batch:
        return False
    by = batch.job.by if batch.job else batch.by
    if by and not by.is_active:  # rights end at once; a colleague may go on or undo it (002-27)
        stop_import(batch=batch, at=at)
        return False
    rows = batch.rows.due().filter(number__range=(planned[0].number, planned[-1].number))
    if rows.update(outcome=RowOutcome.APPLIED) != len(planned):
        raise JobLost  # another worker has just written some of them
    step = target.write(prepared, batch=batch, at=at)
    work.steps += 1
    ImportJournal.objects.create(
        batch=batch,
        step=work.steps,
        sealed=pack(target, list(map(tuple, step.written))),
        applied_at=at,
    )
    mark_refused(batch, target, step.refused, RowOutcome.REFUSED)
    if step.horizon:
        batch.horizon |= step.horizon
        ImportBatch.objects.filter(pk=batch.pk).update(horizon=batch.horizon)
    work.done += len(planned)
    work.told(work.done, work.total)
    return True


def mark_refused(
    batch: ImportBatch, target: Target, refused: Sequence[Refused], outcome: RowOutcome
) -> None:
    """Keep why some rows were not written or not taken back."""
    if not refused:
        return
    reasons = {one.number: one.reason for one in refused}
    rows = list(batch.rows.filter(number__in=reasons))
    for row in rows:
        row.sealed, row.outcome = target.seal(reasons[row.number]), outcome
    ImportRow.objects.bulk_update(rows, ["sealed", "outcome"], batch_size=100)


@transaction.atomic
def finish(
    batch: ImportBatch, target: Target, there: ImportStatus, to: ImportStatus, at: datetime
) -> None:
    """Close a file when every row is done; the log is written with it, once."""
    moment = "applied_at" if to == ImportStatus.APPLIED else "undone_at"
    outcome = RowOutcome.APPLIED if to == ImportStatus.APPLIED else RowOutcome.UNDONE
    open_batch = ImportBatch.objects.filter(pk=batch.pk, status=there)
    if open_batch.update(status=to, tally=tally_of(batch), **{moment: at}):
        batch.refresh_from_db()
        if to == ImportStatus.APPLIED:
            mark_mended(batch)
        by = batch.job.by if batch.job else batch.by
        act = "import" if to == ImportStatus.APPLIED else "import_undo"
        target.record(batch, act=act, by=by, rows=batch.rows.filter(outcome=outcome).count())
