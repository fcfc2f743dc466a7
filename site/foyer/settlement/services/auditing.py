"""Taking the fee audit away: who, when, over which days and what for stands in the register of exports. (004-24)"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import pgettext_lazy
from wagtail.log_actions import log

from foyer.core.exports.enums import ExportKind, ExportStatus
from foyer.core.exports.making import PurposeMissing
from foyer.core.exports.models import Export
from foyer.core.exports.targets import name_file
from foyer.core.languages import known_language
from foyer.core.models import User

AUDIT: Final = "fee_audit"
name_file(AUDIT, pgettext_lazy("fee audit", "Fee audit"))


@transaction.atomic
def note_audit_taken(
    *, first: date, last: date, rows: int, purpose: str, language: str, by: User, at: datetime
) -> Export:
    """Write down that the audit of a period leaves the house as a workbook.

    Raises:
        PurposeMissing: it is not said what for.
    """
    if not purpose.strip():
        raise PurposeMissing
    log(by, "foyer.settlement.export", user=by, data={"rows": rows})
    return Export.objects.create(
        target=AUDIT,
        by=by,
        at=at,
        purpose=purpose.strip(),
        narrowed=f"{first.isoformat()} – {last.isoformat()}",
        language=known_language(language),
        kind=ExportKind.XLSX,
        rows=rows,
        status=ExportStatus.SENT,
    )
