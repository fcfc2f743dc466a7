"""Taking a file in, and saying how it is read, before anything is written. (IMPORT 1-6, security 7)"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.core.jobs import start_job
from foyer.core.models import Job, User
from foyer.core.refusals import Refusal
from foyer.core.spreadsheets.dates import DateOrder
from foyer.core.spreadsheets.reader import Reading, Table

from .checking import DECIDED, check_rows
from .columns import Layout, check_layout, find_layout, rows_under
from .corrections import corrected_batch
from .enums import ImportStatus
from .mappings import recall_mapping, remember_mapping
from .models import ImportBatch
from .pace import JOB
from .saying import Sayings
from .stored import (
    delete_file,
    head_as_kept,
    head_of,
    look_at,
    open_batch,
    store_file,
    stored_file,
)
from .targets import Target, target_of

AT_ONCE = 300  # so many rows are checked while the person waits; more by a worker
_LONGEST_NAME = 200


class AlreadyUnderWay(Refusal):
    """Another tab has gone on with this file."""

    code = "import_under_way"
    message = _(
        "This import has already gone on, perhaps in another window. Here is where it stands."
    )


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
    table = look_at(target, data)
    batch = ImportBatch(target=target.key, scope=scope, by=by, language=language, created_at=at)
    batch.file_name, batch.reading = file_name[-_LONGEST_NAME:], asdict(table.reading)
    batch.sealed_head = head_as_kept(target, table)
    batch.file = store_file(target, data)
    headers = find_layout(table, target).headers
    batch.corrects = corrected_batch(batch, headers)
    if known := recall_mapping(target=target, headers=headers, by=by):
        batch.mapping, batch.date_orders = known.mapping, known.date_orders
    batch.save()
    return batch


def layout_of(batch: ImportBatch, table: Table) -> Layout:
    """Return the headers and the meaning of each column, as chosen or as found."""
    return find_layout(table, target_of(batch), batch.mapping)


def choose_reading(*, batch: ImportBatch, reading: Reading) -> None:
    """Read a file another way; the columns are found again.

    Raises:
        AlreadyUnderWay: the file is being applied or was.
        BadFile: it cannot be read that way.
    """
    target = target_of(batch)
    table = look_at(target, stored_file(batch), reading)
    _step(
        batch,
        to=ImportStatus.UPLOADED,
        reading=asdict(table.reading),
        sealed_head=head_as_kept(target, table),
        mapping={},
        date_orders={},
    )


def choose_columns(
    *,
    batch: ImportBatch,
    mapping: Mapping[str, str],
    by: User,
    at: datetime,
    date_orders: Mapping[str, str] | None = None,
    for_everybody: bool = False,
) -> None:
    """Say what each column means, and have every row checked: at once, or by a worker when they are many.

    The next file of this person with the same headers is read the same way.

    Args:
        batch: the file.
        mapping: the column each position means; "" to ignore it.
        by: who says so.
        at: the moment.
        date_orders: a `DateOrder` for the positions of dates that can be read in two ways.
        for_everybody: let the whole house's files with these headers be read so.

    Raises:
        Refusal: a column is missing or named twice, dates can be read in two ways, or the file has
            gone on in another window.
    """
    table, target = head_of(batch), target_of(batch)
    layout = find_layout(table, target, mapping)
    check_layout(layout, table, target)
    orders = {position: DateOrder(order) for position, order in (date_orders or {}).items()}
    sayings = Sayings(layout, target, orders)
    if sayings.has_dates:
        sayings.survey_dates(open_batch(batch).rows)
    said: dict[str, Any] = {"mapping": dict(mapping), "date_orders": orders}
    for owner in (by, None) if for_everybody else (by,):
        remember_mapping(target=target, headers=layout.headers, by=owner, at=at, **said)
    check_again(batch=batch, by=by, at=at, rows=rows_under(table, layout), **said)


def check_again(
    *,
    batch: ImportBatch,
    by: User,
    at: datetime,
    rows: int,
    decided: Mapping[str, Sequence[int]] | None = None,
    **values: Any,
) -> Job | None:
    """Have every row checked with these values of the batch; return the job that does it, if one does.

    Args:
        batch: the file.
        by: who wants it.
        at: the moment.
        rows: how many rows there are.
        decided: the numbers of rows a person decided, by what; kept where it is still on offer.
        values: what is new of the batch.

    Raises:
        AlreadyUnderWay: the file has gone on in another window.
    """
    # Without a moment in its horizon the check begins afresh; with one it goes on.
    horizon = {DECIDED: decided} if decided else {}
    _step(batch, to=ImportStatus.CHECKING, horizon=horizon, tally={}, **values)
    if rows <= AT_ONCE:
        check_rows(batch, at=at)
        return None
    arguments = {"batch": batch.pk, "act": "check"}
    batch.job = start_job(kind=JOB, arguments=arguments, by=by, at=at, total=rows)
    batch.save(update_fields=["job"])
    return batch.job


def _step(batch: ImportBatch, *, to: ImportStatus, **values: Any) -> None:
    """Move a file that has not been applied to another status, unless another window was faster."""
    early = (ImportStatus.UPLOADED, ImportStatus.CHECKED)
    open_batches = ImportBatch.objects.filter(pk=batch.pk, status__in=early)
    if not open_batches.update(status=to, job=None, **values):
        raise AlreadyUnderWay
    batch.refresh_from_db()


@transaction.atomic
def discard(*, batch: ImportBatch) -> None:
    """Delete the stored copy, the rows and the journal of a file; that it was imported stays known."""
    delete_file(batch)
    batch.rows.all().delete()
    batch.blocks.all().delete()
    batch.journal.all().delete()
    ImportBatch.objects.filter(pk=batch.pk).update(file="", sealed_head="")
    batch.refresh_from_db()
