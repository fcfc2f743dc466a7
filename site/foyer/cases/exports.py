"""Cases as a file, through the house's register of exports. (001-31, security 9)"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.core.exports.targets import ExportColumn, register
from foyer.core.models import User
from foyer.privacy.exported import ListInPart, OpenList, in_words
from foyer.privacy.identifiers import mask_email, mask_phone

from .models import Action, Case


class CaseList(ListInPart):
    """Cases."""

    model = Case
    related = ("client", "event", "booking", "owner")
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
            self.column("booking", default=False),
            self.column("owner"),
            self.column("reporter_name", default=False),
            self.sealed_column("reporter_phone", mask_phone),
            self.sealed_column("reporter_email", mask_email),
            self.column("content"),
            self.column("cause", default=False),
            self.column("cause_category", lambda case: case.get_cause_category_display()),
            self.column("analysis", default=False),
        ]


class ActionList(OpenList):
    """Prevention measures. (001-26)"""

    key = "prevention"
    label = _("Prevention measures")
    right = "cases.export_case"
    sensitive_right = "cases.export_case"

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is."""
        return [
            _of_action("measure", lambda one: one.measure),
            _of_action("kind", lambda one: one.get_kind_display()),
            ExportColumn(
                "state", pgettext_lazy("prevention", "State"), lambda one, _by: str(one.state.label)
            ),
            _of_action("person", lambda one: one.person),
            _of_action("due_on", lambda one: one.due_on),
            _of_action("put_in_place", lambda one: one.put_in_place),
            _of_action("in_place_at", lambda one: one.in_place_at),
            _of_action("check_on", lambda one: one.check_on),
            _of_action("effect", lambda one: one.effect),
            _of_action("checked_at", lambda one: one.checked_at),
            _of_action("case", lambda one: one.case.number),
            ExportColumn(
                "category",
                _("Where the cause lies"),
                lambda one, _by: str(one.case.get_cause_category_display()),
            ),
        ]

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the measures somebody may see among these, in this order."""
        seen = Action.objects.visible_to(by).select_related("case", "person")
        found = seen.in_bulk(keys)
        return [found[key] for key in keys if key in found]


def _of_action(name: str, tell: Callable[[Any], object]) -> ExportColumn:
    field: Any = Action._meta.get_field(name)
    return ExportColumn(name, field.verbose_name, lambda one, _by: in_words(tell(one)))


CASE_LIST = CaseList()
register(CASE_LIST)
ACTION_LIST = ActionList()
register(ACTION_LIST)
