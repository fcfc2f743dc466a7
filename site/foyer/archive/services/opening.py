"""Opening a file is written down before anything of it is shown. (000-29)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from foyer.archive.enums import Scope, ViewKind
from foyer.archive.models import AccessItem, AccessRequest, RecordFile, RecordView
from foyer.core.models import User


def note_opening(
    *,
    file: RecordFile,
    kind: str,
    by: User,
    at: datetime,
    address: str | None,
    page: int | None = None,
) -> RecordView:
    """Write down that somebody opens a file; the caller has checked that they may.

    Args:
        file: which.
        kind: a page, the words, a print, a download.
        by: who opens it.
        at: when.
        address: from where.
        page: which page of it.
    """
    record = file.record
    scope = Scope.DOWNLOAD if kind in {ViewKind.DOWNLOAD, ViewKind.PRINT} else Scope.VIEW
    giving = AccessRequest.objects.giving(by, at=at, scope=scope).filter(items__record=record)
    return RecordView.objects.create(
        record=record,
        record_number=record.number,
        file=file,
        file_hash=file.sha256,
        page=page,
        kind=kind,
        by=by,
        at=at,
        address=address or None,
        request=giving.order_by("ends_at").first(),
    )


def note_found(
    *, texts: Iterable[tuple[RecordFile, int]], by: User, at: datetime, address: str | None
) -> None:
    """Write down that a search shows somebody the words around what it found in files: they read as well.

    Args:
        texts: each file with the page its words are from; the caller has checked that they may be opened.
        by: who searched.
        at: when.
        address: from where.
    """
    shown = list(texts)
    records = [file.record_id for file, _page in shown]
    giving = AccessRequest.objects.giving(by, at=at)
    items = AccessItem.objects.filter(record__in=records, request__in=giving)
    by_request = dict(
        items.order_by("-request__ends_at").values_list("record", "request") if shown else ()
    )
    RecordView.objects.bulk_create(
        RecordView(
            record_id=file.record_id,
            record_number=file.record.number,
            file=file,
            file_hash=file.sha256,
            page=page,
            kind=ViewKind.FOUND,
            by=by,
            at=at,
            address=address or None,
            request_id=by_request.get(file.record_id),
        )
        for file, page in shown
    )
