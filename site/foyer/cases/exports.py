"""Cases as a file, through the house's register of exports. (001-31, security 9)"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from foyer.core.exports.targets import ExportColumn, register
from foyer.core.models import User
from foyer.privacy.exported import ListInPart
from foyer.privacy.identifiers import mask_email, mask_phone

from .models import Case


class CaseList(ListInPart):
    """Cases."""

    model = Case
    related = ("client", "event", "owner")
    key = "case"
    label = _("Cases")
    right = "cases.export_case"
    sensitive_right = "cases.view_sensitive_case"

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is."""
        return [
            self.column("number"),
            self.column("kind", lambda case: case.get_kind_display()),
            self.column("severity", lambda case: case.get_severity_display()),
            self.column("status", lambda case: case.get_status_display()),
            self.column("outcome", lambda case: case.get_outcome_display() if case.outcome else ""),
            self.column("channel", lambda case: case.get_channel_display()),
            self.column("opened_at"),
            self.column("contact_due_at", default=False),
            self.column("contacted_at"),
            self.column("contact_in_time"),
            self.column("answer_due_at", default=False),
            self.column("answered_at"),
            self.column("answer_in_time"),
            self.column("closed_at"),
            self.column("client"),
            self.column("event"),
            self.column("owner"),
            self.column("reporter_name", default=False),
            self.sealed_column("reporter_phone", mask_phone),
            self.sealed_column("reporter_email", mask_email),
            self.column("content"),
            self.column("cause", default=False),
            self.column("cause_category", lambda case: case.get_cause_category_display()),
            self.column("analysis", default=False),
        ]


CASE_LIST = CaseList()
register(CASE_LIST)
