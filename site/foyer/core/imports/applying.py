"""Writing checked rows in short transactions, going on after a crash, and taking a whole file back.

Each transaction writes some rows, what was there before, and how far the job is: all of it or
nothing. So a worker that dies in the middle loses nothing and nothing is written twice. (IMPORT 8)
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from foyer.core.enums import JobStatus
from foyer.core.jobs import start_job
from foyer.core.models import Job, User
from foyer.core.refusals import Refusal

from .enums import ImportStatus, RowOutcome, RowVerdict
from .models import ImportBatch, ImportJournal, ImportRow
from .staging import JOB, AlreadyUnderWay, discard, opened, pace
from .targets import Planned, Refused, Target, Written, target_of

KEPT = timedelta(days=30)
LONGEST_LOCK = 0.15  # seconds; steps that take longer are halved
_ACTS = {
    ImportStatus.CHECKING: "check",
    ImportStatus.APPLYING: "apply",
    ImportStatus.UNDOING: "undo",
}

Told = Callable[[int, int], None]


class NothingToApply(Refusal):
    """No row is new or changes anything."""

    code = "nothing_to_apply"
    message = _("No row of this file is new or changes anything, so there is nothing to apply.")


class NotToBeUndone(Refusal):
    """Not applied, undone already, or too long ago."""

    code = "import_not_to_be_undone"
    message = _(
        "This import cannot be undone: it was not applied, has been undone already, or its journal "
        "was deleted after %(days)s days."
    )


@transaction.atomic
def confirm_import(*, batch: ImportBatch, by: User, at: datetime) -> Job:
    """Have the rows that are new or change something written by a worker. A second call does nothing.

    Raises:
        NothingToApply: no row would be written.
        AlreadyUnderWay: it was confirmed before, or is being checked again.
    """
    total = batch.rows.filter(verdict__in=RowVerdict.APPLIES).count()
    if not total:
        raise NothingToApply
    return _start(batch, ImportStatus.CHECKED, ImportStatus.APPLYING, by=by, at=at, total=total)


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: User, at: datetime) -> Job:
    """Have everything this file wrote taken back; records changed since are kept and named.

    Raises:
        NotToBeUndone: it was not applied, is undone already, or its journal has been deleted.
        AlreadyUnderWay: another window was faster.
    """
    if batch.status != ImportStatus.APPLIED or batch.purged_at:
        raise NotToBeUndone(days=KEPT.days)
    total = batch.rows.filter(outcome=RowOutcome.APPLIED).count()
    return _start(batch, ImportStatus.APPLIED, ImportStatus.UNDOING, by=by, at=at, total=total)


def _start(
    batch: ImportBatch, there: ImportStatus, to: ImportStatus, *, by: User, at: datetime, total: int
) -> Job:
    if not ImportBatch.objects.filter(pk=batch.pk, status=there).update(status=to):
        raise AlreadyUnderWay
    arguments = {"batch": batch.pk, "act": _ACTS[to]}
    job = start_job(kind=JOB, arguments=arguments, by=by, at=at, total=total)
    ImportBatch.objects.filter(pk=batch.pk).update(job=job)
    batch.refresh_from_db()
    return job


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


_ALIVE = (JobStatus.WAITING, JobStatus.RUNNING)


def apply_rows(batch: ImportBatch, *, clock: Callable[[], datetime], told: Told) -> None:
    """Write what is left to be written, step by step.

    Args:
        batch: a file that is being applied.
        clock: tells the time.
        told: called inside each step's transaction with the rows done and the rows in all; may
            raise to stop, and then that step is not written.
    """
    target = target_of(batch)
    with override(batch.language):
        rows, pause = pace()
        while (took := _apply_step(batch, target, rows, clock(), told)) is not None:
            # A slow machine gets shorter steps, so that nobody waits long for the lock.
            rows = max(1, rows // 2) if took > LONGEST_LOCK else min(pace()[0], rows * 2)
            time.sleep(pause)
        _finish(batch, target, ImportStatus.APPLYING, ImportStatus.APPLIED, clock())


def _apply_step(
    batch: ImportBatch, target: Target, size: int, at: datetime, told: Told
) -> float | None:
    """Write the next rows; return the seconds the lock was held, or None when no row is left.

    What can be worked out before the lock, is.
    """
    due = batch.rows.filter(verdict__in=RowVerdict.APPLIES)
    rows = list(due.filter(outcome=RowOutcome.WAITING)[:size])
    if not rows:
        return None
    planned = [
        Planned(row.number, RowVerdict(row.verdict), opened(row, target)["plan"]) for row in rows
    ]
    target.prepare(planned)
    since = time.monotonic()
    with transaction.atomic():
        if not _still(batch, ImportStatus.APPLYING):
            return None
        waiting = batch.rows.filter(outcome=RowOutcome.WAITING, number__in=[r.number for r in rows])
        if waiting.count() != len(rows):  # another worker has just written some of them
            return 0.0
        _write_step(batch, target, planned, at)
        told(due.exclude(outcome=RowOutcome.WAITING).count(), due.count())
    return time.monotonic() - since


def _write_step(
    batch: ImportBatch, target: Target, planned: Sequence[Planned], at: datetime
) -> None:
    written, refused = target.write(planned, batch=batch, at=at)
    sealed = target.seal(json.dumps([asdict(entry) for entry in written], ensure_ascii=False))
    step = batch.journal.count() + 1
    ImportJournal.objects.create(batch=batch, step=step, sealed=sealed, applied_at=at)
    _mark(batch, [entry.number for entry in written], RowOutcome.APPLIED)
    _mark_refused(batch, target, refused, RowOutcome.REFUSED)


def undo_rows(batch: ImportBatch, *, clock: Callable[[], datetime], told: Told) -> None:
    """Take back what is left to be taken back, the last step first.

    Args:
        batch: a file that is being undone.
        clock: tells the time.
        told: as in `apply_rows`.
    """
    target = target_of(batch)
    with override(batch.language):
        while _undo_step(batch, target, clock(), told):
            time.sleep(pace()[1])
        _finish(batch, target, ImportStatus.UNDOING, ImportStatus.UNDONE, clock())


@transaction.atomic
def _undo_step(batch: ImportBatch, target: Target, at: datetime, told: Told) -> bool:
    if not _still(batch, ImportStatus.UNDOING):
        return False
    journal = batch.journal.filter(undone_at=None).last()
    if journal is None:
        return False
    entries = [Written(**entry) for entry in json.loads(target.unseal(journal.sealed))]
    kept = target.take_back(entries, batch=batch, at=at)
    left = {refused.number for refused in kept}
    undone = [entry.number for entry in entries if entry.number not in left]
    _mark(batch, undone, RowOutcome.UNDONE)
    _mark_refused(batch, target, kept, RowOutcome.KEPT)
    journal.undone_at = at
    journal.save(update_fields=["undone_at"])
    handled = batch.rows.filter(outcome__in=(RowOutcome.UNDONE, RowOutcome.KEPT)).count()
    told(handled, handled + batch.rows.filter(outcome=RowOutcome.APPLIED).count())
    return True


def _still(batch: ImportBatch, status: ImportStatus) -> bool:
    """Lock a file and tell whether it still stands where this worker believes."""
    return (
        ImportBatch.objects.select_for_update().filter(pk=batch.pk, status=status).first()
        is not None
    )


def _mark(batch: ImportBatch, numbers: Sequence[int], outcome: RowOutcome) -> None:
    batch.rows.filter(number__in=numbers).update(outcome=outcome)


def _mark_refused(
    batch: ImportBatch, target: Target, refused: Sequence[Refused], outcome: RowOutcome
) -> None:
    reasons = {one.number: one.reason for one in refused}
    for row in batch.rows.filter(number__in=reasons):
        kept = opened(row, target) | {"reasons": [reasons[row.number]]}
        row.sealed = target.seal(json.dumps(kept, ensure_ascii=False))
        row.outcome = outcome
        row.save(update_fields=["sealed", "outcome"])


@transaction.atomic
def _finish(
    batch: ImportBatch, target: Target, there: ImportStatus, to: ImportStatus, at: datetime
) -> None:
    """Close a file when every row is done; the log is written with it, once."""
    moment = "applied_at" if to == ImportStatus.APPLIED else "undone_at"
    outcome = RowOutcome.APPLIED if to == ImportStatus.APPLIED else RowOutcome.UNDONE
    open_batch = ImportBatch.objects.filter(pk=batch.pk, status=there)
    if open_batch.update(status=to, **{moment: at}):
        batch.refresh_from_db()
        by = batch.job.by if batch.job else batch.by
        act = "import" if to == ImportStatus.APPLIED else "import_undo"
        target.record(batch, act=act, by=by, rows=batch.rows.filter(outcome=outcome).count())


def counts(batch: ImportBatch) -> dict[str, int]:
    """Return how many rows have each verdict and each outcome, by their values, in one query."""
    found = batch.rows.aggregate(
        **{v: Count("pk", Q(verdict=v)) for v in RowVerdict.values},
        **{o: Count("pk", Q(outcome=o)) for o in RowOutcome.values if o},
        bad=Count("pk", Q(verdict__in=RowVerdict.BAD) | Q(outcome=RowOutcome.REFUSED)),
        all=Count("pk"),
    )
    return dict(found)


def bad_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Return the rows that were or will be left out, in the order of the file."""
    return batch.rows.filter(Q(verdict__in=RowVerdict.BAD) | Q(outcome=RowOutcome.REFUSED))


def purge_imports(*, at: datetime) -> int:
    """Delete the stored files, rows and journals of imports whose time is over; return how many. (PRV-05)"""
    old = ImportBatch.objects.filter(created_at__lt=at - KEPT, purged_at=None)
    purged = list(old.exclude(status__in=ImportStatus.AT_WORK))
    for batch in purged:
        discard(batch=batch)
        ImportBatch.objects.filter(pk=batch.pk).update(purged_at=at, file="")
    return len(purged)
