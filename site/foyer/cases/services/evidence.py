"""What belongs to a case as a file: photographs and papers of the client, finds of the staff. (001-19, 001-21)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from foyer.cases.models import Case, CaseMessage, Evidence
from foyer.core.models import User
from foyer.core.uploads.clean_file import CleanFile

from .holding import hold, keep

MOST_AT_ONCE = 5


@transaction.atomic
def add_evidence(
    *, case: Case, file: CleanFile, by: User | None, at: datetime, from_client: bool | None = None
) -> Evidence:
    """Keep one cleaned file with a case.

    Args:
        case: the case.
        file: what `clean_upload` or an `UploadField` gave.
        by: who adds it; None where the client did, as by a form.
        at: the moment.
        from_client: whether the client sees it on their page; None: what no member of staff adds is theirs.
    """
    held = hold(case)
    theirs = by is None if from_client is None else from_client
    [kept] = keep_files(held, [file], by=by, at=at, from_client=theirs)
    keep(held, act="evidence", by=by, at=at)
    return kept


def keep_files(
    case: Case,
    files: Sequence[CleanFile],
    *,
    by: User | None,
    at: datetime,
    from_client: bool,
    message: CaseMessage | None = None,
) -> list[Evidence]:
    """Keep files with a case that is held or new."""
    kept = []
    for file in files:
        one = Evidence(
            case=case, message=message, from_client=from_client, added_by=by, added_at=at
        )
        one.take(file)
        one.save()
        kept.append(one)
    return kept
