"""Taking a whole file back, and forgetting files whose time is over. (IMPORT 8)"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from foyer.core.models import Job, User
from foyer.core.refusals import Refusal

from .applying import begin, finish, mark_refused
from .blocks import unpack
from .checking import still
from .enums import ImportStatus, RowOutcome
from .models import ImportBatch, ImportJournal
from .pace import Clock, Pace, Told
from .staging import discard
from .targets import Target, Written, target_of

KEPT = timedelta(days=30)


class NotToBeUndone(Refusal):
    """Not applied, undone already, or too long ago."""

    code = "import_not_to_be_undone"
    message = _(
        "This import cannot be undone: it was not applied, has been undone already, or its journal "
        "was deleted after %(days)s days."
    )


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: User, at: datetime) -> Job:
    """Have everything this file wrote taken back; records changed since are kept and named.

    Raises:
        NotToBeUndone: it was not applied, is undone already, or its journal has been deleted.
        AlreadyUnderWay: another window was faster.
    """
    if batch.status not in ImportStatus.UNDOABLE or batch.purged_at:
        raise NotToBeUndone(days=KEPT.days)
    total = batch.rows.filter(outcome=RowOutcome.APPLIED).count()
    return begin(batch, ImportStatus.UNDOABLE, ImportStatus.UNDOING, by=by, at=at, total=total)


def undo_rows(batch: ImportBatch, *, clock: Clock, told: Told) -> None:
    """Take back what is left to be taken back, the last step first.

    Args:
        batch: a file that is being undone.
        clock: tells the time.
        told: as in `apply_rows`.
    """
    target, pace = target_of(batch), Pace()
    handled = batch.rows.filter(outcome__in=(RowOutcome.UNDONE, RowOutcome.KEPT)).count()
    total = handled + batch.rows.filter(outcome=RowOutcome.APPLIED).count()
    with override(batch.language):
        while journal := batch.journal.filter(undone_at=None).last():
            entries = [Written(*entry) for entry in unpack(target, journal.sealed)]
            with transaction.atomic():
                if not _undo_step(batch, target, journal, entries, clock()):
                    return
                handled += len({entry.number for entry in entries})
                told(handled, total)
            pace.rest()
        finish(batch, target, ImportStatus.UNDOING, ImportStatus.UNDONE, clock())


def _undo_step(
    batch: ImportBatch,
    target: Target,
    journal: ImportJournal,
    entries: Sequence[Written],
    at: datetime,
) -> bool:
    """Take one step back inside the caller's transaction; tell whether the file is still being undone."""
    if not still(batch, ImportStatus.UNDOING):
        return False
    if not batch.journal.filter(pk=journal.pk, undone_at=None).update(undone_at=at):
        return True  # another worker has just taken it back
    kept = target.take_back(entries, batch=batch, at=at)
    mark_refused(batch, target, kept, RowOutcome.KEPT)
    rows = batch.rows.filter(number__in={entry.number for entry in entries})
    rows.filter(outcome=RowOutcome.APPLIED).update(outcome=RowOutcome.UNDONE)
    return True


def purge_imports(*, at: datetime) -> int:
    """Delete the stored files, rows and journals of imports whose time is over; return how many. (PRV-05)"""
    old = ImportBatch.objects.filter(created_at__lt=at - KEPT, purged_at=None)
    purged = list(old.exclude(status__in=ImportStatus.AT_WORK))
    for batch in purged:
        discard(batch=batch)
        ImportBatch.objects.filter(pk=batch.pk).update(purged_at=at)
    return len(purged)
