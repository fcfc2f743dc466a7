"""Equipment on the first page of those who check it and keep it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.admin.ui.components import Component

from foyer.core.days import house_day
from foyer.core.models import User
from foyer.venues.models import EquipmentFault
from foyer.venues.queries.availability import shortfalls
from foyer.venues.queries.checks import uses_on
from foyer.venues.queries.due import due_list

_ON_THE_FIRST_PAGE = 5


class EquipmentPanel(Component):
    """Today's rooms with their checks, open faults, and what is due for maintenance."""

    name = "equipment"
    order = 60

    def __init__(self, *, user: User, at: datetime) -> None:
        self.user, self.at = user, at

    def render_html(self, parent_context: Any = None) -> str:
        """Return what there is to do; nothing where there is nothing."""
        today = house_day(self.at)
        uses = uses_on(today, at=self.at)
        faults = EquipmentFault.objects.open().count()
        keeps = self.user.has_perm("venues.add_maintenance")
        due = due_list(by=today) if keeps else []
        missing = shortfalls(at=self.at) if keeps else []
        if not (uses or faults or due or missing):
            return ""
        context = {
            "uses": uses,
            "faults": faults,
            "keeps": keeps,
            "due": due,
            "due_first": due[:_ON_THE_FIRST_PAGE],
            "shortfalls": missing,
            "today": today,
        }
        return render_to_string("equipment_admin/panel.html", context)


def equipment_panel(user: User) -> EquipmentPanel:
    """Return the panel for this moment."""
    return EquipmentPanel(user=user, at=timezone.now())
