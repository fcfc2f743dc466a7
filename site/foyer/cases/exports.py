"""Cases as a file, through the house's register of exports. (001-31, security 9)"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.core.days import house_minute
from foyer.core.exports.targets import ExportColumn, register
from foyer.core.models import User
from foyer.privacy.enums import ViewPlace
from foyer.privacy.exported import SealedList
from foyer.privacy.identifiers import mask_email, mask_phone
from foyer.privacy.services.view_log import note_views

from .models import Case


class CaseList(SealedList):
    """Cases."""

    key = "case"
    label = _("Cases")
    right = "cases.export_case"
    sensitive_right = "cases.view_sensitive_case"

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is."""
        return [
            _column("number"),
            _column("kind", lambda case: case.get_kind_display()),
            _column("severity", lambda case: case.get_severity_display()),
            _column("status", lambda case: case.get_status_display()),
            _column("outcome", lambda case: case.get_outcome_display() if case.outcome else ""),
            _column("channel", lambda case: case.get_channel_display()),
            _column("opened_at"),
            _column("contact_due_at", default=False),
            _column("contacted_at"),
            _column("contact_in_time"),
            _column("answer_due_at", default=False),
            _column("answered_at"),
            _column("answer_in_time"),
            _column("closed_at"),
            _column("client"),
            _column("event"),
            _column("owner"),
            _column("reporter_name", default=False),
            _sealed("reporter_phone", mask_phone),
            _sealed("reporter_email", mask_email),
            _column("content"),
            _column("cause", default=False),
            _column("cause_category", lambda case: case.get_cause_category_display()),
            _column("analysis", default=False),
        ]

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the cases somebody may see among these, in this order."""
        cases = Case.objects.visible_to(by).select_related("client", "event", "owner")
        found = cases.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def is_plain(self, record: Any, by: User) -> bool:
        """Tell whether somebody may see phone and e-mail; which cases they see `records` has decided."""
        return by.has_perm(self.sensitive_right)

    def note_plain(self, *, people: int, columns: Sequence[str], by: User, at: datetime) -> None:
        """Write down that phones and e-mails of so many people left the house."""
        place = ViewPlace.EXPORT
        note_views(kind=Case, people=people, place=place, by=by, at=at, columns=sorted(columns))


def _column(
    name: str, tell: Callable[[Case], object] | None = None, *, default: bool = True
) -> ExportColumn:
    field: Any = Case._meta.get_field(name)

    def value(case: Case, by: User) -> str:
        return _words(tell(case) if tell else getattr(case, name))

    return ExportColumn(name, field.verbose_name, value, default=default)


def _sealed(name: str, mask: Callable[[str], str]) -> ExportColumn:
    field: Any = Case._meta.get_field(name)

    def value(case: Case, by: User) -> str:
        kept = str(getattr(case, name))
        return kept if by.has_perm(CaseList.sensitive_right) else mask(kept)

    return ExportColumn(name, field.verbose_name, value, sensitive=True, default=False)


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(_("yes") if value else _("no"))
        case datetime():
            return house_minute(value)
    return str(value)


CASE_LIST = CaseList()
register(CASE_LIST)
