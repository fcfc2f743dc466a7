"""Making a file of a list: at once when it is short, by a job when it is long. (security 9)"""

from __future__ import annotations

import base64
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.log_actions import log

from foyer.core.enums import JobStatus
from foyer.core.jobs import start_job
from foyer.core.languages import known_language
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.spreadsheets.writer import CONTENT_TYPES, table_pieces

from .enums import ExportKind, ExportStatus
from .models import Export, ExportChoice
from .targets import FAMILY, ExportTarget, known_target

AT_ONCE = 2000  # rows up to which a file is made while somebody waits
KEPT = timedelta(hours=1)
JOB = "core.make_export"
DIRECTORY = "exports"  # in private storage
_STEP = 500  # records read at once
_PIECE = 256 * 1024
TYPES = CONTENT_TYPES | {ExportKind.VCARD.value: "text/vcard; charset=utf-8"}
Told = Callable[[int], None]


class NothingToExport(Refusal):
    """No record is left that may be exported."""

    code = "nothing_to_export"
    message = _("The list is empty: nothing can be exported.")


class PurposeMissing(Refusal):
    """Nothing was said about what the file is for."""

    code = "purpose_missing"
    message = _("Write down what the file is for.")


class UnknownColumns(Refusal):
    """No column was chosen, or one that is not offered."""

    code = "unknown_columns"
    message = _("Choose at least one column, among those offered.")


class UnknownExportKind(Refusal):
    """A form in which this list does not go out."""

    code = "unknown_export_kind"
    message = _("This list is not exported in that form.")


class ExportOver(Refusal):
    """The file was deleted after its time."""

    code = "export_over"
    message = _("This file has been deleted: it was kept for one hour. Export the list again.")


@dataclass(frozen=True, slots=True)
class Wish:
    """How a list is to go out.

    Attributes:
        columns: by their keys.
        language: of the headers.
        kind: an `ExportKind`.
        purpose: what the file is for.
        narrowed: what the list was narrowed down by, in words.
    """

    columns: Sequence[str]
    language: str
    kind: str
    purpose: str
    narrowed: str = ""


@transaction.atomic
def begin_export(
    *, target: ExportTarget, keys: Sequence[int], wish: Wish, by: User, at: datetime
) -> Export:
    """Write into the register and the log who takes what away and why; a long list is made by a job.

    Args:
        target: the kind of list.
        keys: the records, in order; those `by` may not see are left out of the file.
        wish: how it is to go out, and what for.
        by: who takes it; the caller has checked the right to export.
        at: the moment.

    Raises:
        PurposeMissing, UnknownColumns, UnknownExportKind, NothingToExport.
    """
    if not wish.purpose.strip():
        raise PurposeMissing
    offered = [column.key for column in target.columns(by)]
    if not wish.columns or not set(wish.columns) <= set(offered):
        raise UnknownColumns
    if wish.kind not in target.kinds:
        raise UnknownExportKind
    if not keys:
        raise NothingToExport
    export = Export.objects.create(
        target=target.key,
        by=by,
        at=at,
        purpose=wish.purpose.strip(),
        narrowed=wish.narrowed,
        columns=[key for key in offered if key in wish.columns],
        language=known_language(wish.language),
        kind=wish.kind,
        rows=len(keys),
        keys=list(keys),
        status=ExportStatus.MAKING,
    )
    _remember(export)
    about = target.about(keys) or by
    log(about, f"foyer.{target.family}.export", user=by, data={"rows": len(keys)})
    if len(keys) > AT_ONCE:
        arguments, total = {"export": export.pk}, len(keys)
        export.job = start_job(kind=JOB, arguments=arguments, by=by, at=at, total=total)
        export.save(update_fields=["job"])
    return export


def send_at_once(export: Export, *, at: datetime) -> Iterator[bytes]:
    """Return the pieces of a short file; what it holds has been read and written down by then."""
    target = known_target(export.target)
    if target is None or export.by is None:
        raise ExportOver
    rows = list(_rows(export, target, export.by, at=at))
    Export.objects.filter(pk=export.pk).update(status=ExportStatus.SENT, keys=[], rows=export.rows)
    return _pieces(export, rows)


def make_file(export: Export, told: Told, *, at: datetime) -> None:
    """Make a long file and put it, sealed, into private storage; harmless when done twice.

    Raises:
        ExportOver: whoever asked for it may not have it any more.
    """
    target, by = known_target(export.target), export.by
    if export.status != ExportStatus.MAKING:
        return
    if not (target and by and by.is_active and by.has_perm(target.right)):
        finish(export, status=ExportStatus.FAILED)
        raise ExportOver
    with tempfile.TemporaryFile() as file:
        for piece in _pieces(export, _rows(export, target, by, at=at, told=told)):
            for start in range(0, len(piece), _PIECE):
                sealed = target.seal(base64.b64encode(piece[start : start + _PIECE]).decode())
                file.write(sealed.encode() + b"\n")
        file.seek(0)
        name = f"{DIRECTORY}/{secrets.token_hex(16)}"
        export.file = storages["private"].save(name, File(file))
    made = Export.objects.filter(pk=export.pk, status=ExportStatus.MAKING).update(
        file=export.file,
        rows=export.rows,
        status=ExportStatus.READY,
        expires_at=timezone.now() + KEPT,
    )
    if not made:  # somebody's erasure was quicker
        storages["private"].delete(export.file)


def stored_pieces(export: Export, *, at: datetime) -> Iterator[bytes]:
    """Return the pieces of a stored file, and write down that it was fetched.

    Raises:
        ExportOver: it has been deleted, or its hour is over.
    """
    target = known_target(export.target)
    gone = export.status != ExportStatus.READY or not export.expires_at or at >= export.expires_at
    if gone or target is None or not storages["private"].exists(export.file):
        raise ExportOver
    log(export.by, "foyer.export.fetch", user=export.by, data={"rows": export.rows})
    return _opened(export.file, target)


def finish(export: Export, *, status: ExportStatus) -> None:
    """Delete the stored file and forget which records it held."""
    Export.objects.filter(pk=export.pk).update(status=status, keys=[], file="")
    if export.file:
        storages["private"].delete(export.file)


def purge_exports(*, at: datetime) -> None:
    """Delete the files whose hour is over, and give up those whose job was."""
    for export in Export.objects.filter(status=ExportStatus.READY, expires_at__lte=at):
        finish(export, status=ExportStatus.OVER)
    given_up = Q(job__status__in=(JobStatus.FAILED, JobStatus.CANCELLED))
    given_up |= Q(job=None, at__lte=at - KEPT)
    for export in Export.objects.filter(given_up, status=ExportStatus.MAKING):
        finish(export, status=ExportStatus.FAILED)


def file_name(export: Export) -> str:
    """Return under what name a file is kept by whoever takes it."""
    family = export.target.partition(FAMILY)[0]
    return f"{family}s-{timezone.localtime(export.at):%Y%m%d-%H%M}.{export.kind}"


def _remember(export: Export) -> None:
    chosen = {"columns": export.columns, "language": export.language, "kind": export.kind}
    ExportChoice.objects.update_or_create(user=export.by, target=export.target, defaults=chosen)


def _rows(
    export: Export, target: ExportTarget, by: User, *, at: datetime, told: Told | None = None
) -> Iterator[list[str]]:
    """Yield the header and the rows, or one card a row; count them, and note whose sensitive columns go out."""
    columns = [column for column in target.columns(by) if column.key in export.columns]
    sensitive = [column.key for column in columns if column.sensitive]
    count = people = 0
    cards = export.kind == ExportKind.VCARD
    with override(export.language):
        header = [capfirst(str(column.label)) for column in columns]
    if not cards:
        yield header
    for keys in batched(export.keys, _STEP, strict=False):
        with override(export.language):
            records = target.numbered(target.records(keys, by), count + 1)
            some = [
                [target.card(record, export.columns, by)]
                if cards
                else [column.value(record, by) for column in columns]
                for record in records
            ]
        yield from some
        count += len(records)
        people += sum(target.is_plain(record, by) for record in records) if sensitive else 0
        if told:
            told(count)
    export.rows = count
    target.note_plain(people=people, columns=sensitive, by=by, at=at)


def _pieces(export: Export, rows: Any) -> Iterator[bytes]:
    if export.kind == ExportKind.VCARD:
        return (card.encode(errors="replace") for row in rows for card in row)
    return table_pieces(rows, kind=export.kind, sheet=export.target)


def _opened(name: str, target: ExportTarget) -> Iterator[bytes]:
    with storages["private"].open(name) as file:
        for line in file:
            yield base64.b64decode(target.unseal(line.decode().strip()))
