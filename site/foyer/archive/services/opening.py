"""Opening a file is written down before anything of it is shown. (000-29)"""

from __future__ import annotations

from datetime import datetime

from foyer.archive.enums import Scope, ViewKind
from foyer.archive.models import AccessRequest, RecordFile, RecordView
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
