"""The contact status table 大客户联系情况表 as a file. (003-16)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.clients.models import Contact, Visit
from foyer.clients.queries.visits import STATUS_COLUMNS, StatusRow, status_row
from foyer.core.exports.targets import ExportColumn
from foyer.core.models import User
from foyer.privacy.enums import ViewPlace
from foyer.privacy.exported import SealedList
from foyer.privacy.services.view_log import note_views

from .base import SENSITIVE


class StatusTable(SealedList):
    """Visits as rows of the table; phones are masked for whoever may not see them."""

    key = "contact_status"
    label = _("Contact status table")
    right = "clients.export_visit"
    sensitive_right = SENSITIVE
    masks = True

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return the columns of the table, in its order."""
        return [
            ExportColumn(key, label, _value_of(key), sensitive=key == "reach")
            for key, label in STATUS_COLUMNS
        ]

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the rows of the visits somebody may read among these."""
        visits = Visit.objects.visible_to(by).standing().select_related("client", "staff")
        found = visits.prefetch_related("contacts__client").in_bulk(keys)
        return [status_row(found[key], number=0, reader=by) for key in keys if key in found]

    def numbered(self, records: list[StatusRow], first: int) -> list[StatusRow]:
        """Return the rows with their numbers."""
        return [replace(row, number=number) for number, row in enumerate(records, first)]

    def is_plain(self, record: StatusRow, by: User) -> bool:
        """Tell whether a phone stands in the row in full."""
        return bool(record.plain)

    def note_plain(self, *, people: int, columns: Sequence[str], by: User, at: datetime) -> None:
        """Write down that phones left the house."""
        place = ViewPlace.EXPORT
        note_views(
            kind=Contact,
            people=people if columns else 0,
            place=place,
            by=by,
            at=at,
            columns=("phone",),
        )


def _value_of(key: str) -> Any:
    return lambda row, _by: str(getattr(row, key))


STATUS_TABLE = StatusTable()
