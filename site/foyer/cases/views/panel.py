"""The cases that wait for somebody, on the first page of the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.admin.ui.components import Component

from foyer.core.models import User

from .saved_views import VIEWS, counted, waiting_for

_ON_THE_FIRST_PAGE = 5


class CasesPanel(Component):
    """How many cases are open, late, without anybody answerable, and the first that wait for somebody."""

    name = "cases"
    order = 55

    def __init__(self, *, user: User, at: datetime) -> None:
        self.user, self.at = user, at

    def render_html(self, parent_context: Any = None) -> str:
        """Return the figures and what is due first; nothing to who has no case and assigns none."""
        figures = counted(self.user, at=self.at)
        if not any(figures.values()) and not self.user.has_perm("cases.assign_case"):
            return ""
        cases = list(waiting_for(self.user).select_related("client")[:_ON_THE_FIRST_PAGE])
        for case in cases:
            case.late = case.late_at(self.at)
        context = {
            "figures": [(view, VIEWS[view], count) for view, count in figures.items()],
            "cases": cases,
        }
        return render_to_string("cases_admin/panel.html", context)


def cases_panel(user: User) -> CasesPanel:
    """Return the panel for this moment."""
    return CasesPanel(user=user, at=timezone.now())
