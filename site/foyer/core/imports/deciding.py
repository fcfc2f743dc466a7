"""What a person decides between checking and applying: doubtful rows, and what updates may write over."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.core.models import Job, User
from foyer.core.refusals import Refusal

from .blocks import SIZE, open_rows, options_of
from .enums import Decision, ImportStatus, Overwriting, RowOutcome, RowVerdict
from .models import ImportBatch, ImportRow
from .staging import AlreadyUnderWay, check_again
from .targets import Target, target_of

_OPEN = (ImportStatus.CHECKED, ImportStatus.STOPPED)


class NoSuchDecision(Refusal):
    """What was asked for is not on offer for these rows."""

    code = "no_such_decision"
    message = _("None of these rows can be handled that way. Choose one of the answers offered.")


class NoColumnsTicked(Refusal):
    """Only some columns may be written over, and none was named."""

    code = "no_columns_ticked"
    message = _("Tick at least one column that updates may write over.")


@transaction.atomic
def decide_rows(*, batch: ImportBatch, decision: Decision, numbers: Collection[int] = ()) -> int:
    """Decide some rows, or every possible duplicate that is not decided yet; return how many were.

    Rows for which this answer is not on offer stay as they are.

    Args:
        batch: a file that was checked, or stopped in between.
        decision: leave out, update the record found, create a new one; none takes a decision back.
        numbers: the rows; every undecided possible duplicate when empty.

    Raises:
        AlreadyUnderWay: the file is being applied or was.
        NoSuchDecision: the answer is on offer for none of the rows.
    """
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.status not in _OPEN:
        raise AlreadyUnderWay
    waiting = locked.rows.filter(outcome=RowOutcome.WAITING)
    if numbers:
        rows = waiting.filter(number__in=numbers)
    else:
        rows = waiting.filter(verdict=RowVerdict.POSSIBLE, decision=Decision.NONE)
    decided = 0
    for found in batched(_open_to(locked, rows, decision, target_of(locked)), SIZE, strict=False):
        decided += locked.rows.filter(number__in=found).update(decision=decision)
    if not decided:
        raise NoSuchDecision
    return decided


def _open_to(
    batch: ImportBatch, rows: Iterable[ImportRow], decision: Decision, target: Target
) -> Iterator[int]:
    """Yield the numbers of rows that may be decided so; taking a decision back is always open."""
    for row, kept in open_rows(batch, rows, target):
        offered = options_of(row.verdict, kept["plans"])
        if decision in offered or (offered and decision == Decision.NONE):
            yield row.number


def choose_overwriting(
    *,
    batch: ImportBatch,
    overwriting: Overwriting,
    columns: Collection[str],
    by: User,
    at: datetime,
) -> Job | None:
    """Say which fields of known records the file may write over, and have every row checked again.

    What was decided of single rows stays decided where it is still on offer.

    Args:
        batch: a file that was checked.
        overwriting: every field, only empty ones, or some columns.
        columns: which, where only some may be.
        by: who says so.
        at: the moment.

    Raises:
        NoColumnsTicked: only some may be, and none was named.
        AlreadyUnderWay: the file has gone on in another window.
    """
    known = {column.key for column in target_of(batch).columns}
    ticked = sorted(known & set(columns)) if overwriting == Overwriting.CHOSEN else []
    if overwriting == Overwriting.CHOSEN and not ticked:
        raise NoColumnsTicked
    rows = batch.rows.count()
    return check_again(
        batch=batch,
        by=by,
        at=at,
        rows=rows,
        decided=_decided(batch),
        overwriting=overwriting,
        overwritten=ticked,
    )


def _decided(batch: ImportBatch) -> dict[str, list[int]]:
    """Return the numbers of the rows that were decided, by what was decided."""
    found: dict[str, list[int]] = {}
    rows = batch.rows.exclude(decision=Decision.NONE)
    for number, decision in rows.values_list("number", "decision"):
        found.setdefault(decision, []).append(number)
    return found
