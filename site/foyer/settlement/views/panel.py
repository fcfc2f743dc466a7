"""What the accounts ask of somebody today, on the first page of those who keep them. (004-23)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from foyer.core.models import User
from foyer.settlement.services.holding import APPROVE

from .saved_views import counted

_FIGURES = {
    "over": gettext_lazy("Uses over, not marked as used"),
    "to_state": gettext_lazy("Uses to be stated"),
    "overdue": gettext_lazy("Overdue accounts"),
    "owed": gettext_lazy("Accounts with money to give back"),
    "approve": gettext_lazy("Reductions to approve"),
}


class AccountsPanel(Component):
    """How many uses are to be stated, how many accounts are overdue or to be given back, what waits for approval."""

    name = "settlement"
    order = 55

    def __init__(self, *, user: User, at: datetime) -> None:
        self.user, self.at = user, at

    def render_html(self, parent_context: Any = None) -> str:
        """Return the figures; what waits for approval only to those who may grant it."""
        figures = counted(self.user, at=self.at)
        if not self.user.has_perm(APPROVE):
            del figures["approve"]
        context = {"figures": [(view, _FIGURES[view], count) for view, count in figures.items()]}
        return render_to_string("settlement_admin/panel.html", context)


def accounts_panel(user: User) -> AccountsPanel:
    """Return the panel for this moment."""
    return AccountsPanel(user=user, at=timezone.now())
