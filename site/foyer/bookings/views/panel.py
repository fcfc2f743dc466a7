"""What the bookings ask of somebody today, on the first page of the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from foyer.core.models import User

from .saved_views import counted, uses_of

_ON_THE_FIRST_PAGE = 12
_FIGURES = {
    "new": gettext_lazy("New requests"),
    "lapsing": gettext_lazy("Offers that lapse today"),
    "written": gettext_lazy("The client wrote last"),
    "near": gettext_lazy("Uses today"),
    "contract": gettext_lazy("Contract missing"),
    "over": gettext_lazy("Over, not marked as used"),
}


class BookingsPanel(Component):
    """Requests, offers that lapse today, contracts that are missing, uses nobody marked, and today's uses by room."""

    name = "bookings"
    order = 54

    def __init__(self, *, user: User, at: datetime) -> None:
        self.user, self.at = user, at

    def render_html(self, parent_context: Any = None) -> str:
        """Return the figures and today's uses; nothing to who sees no booking and offers none."""
        figures = counted(self.user, at=self.at)
        if not any(figures.values()) and not self.user.has_perm("bookings.view_every_booking"):
            return ""
        uses: list[Any] = list(uses_of(self.user, at=self.at)[:_ON_THE_FIRST_PAGE])
        for booking in uses:
            booking.step = booking.step_at(self.at)
        context = {
            "figures": [(view, _FIGURES[view], count) for view, count in figures.items()],
            "uses": uses,
            "may_add": self.user.has_perm("bookings.add_booking"),
        }
        return render_to_string("bookings_admin/panel.html", context)


def bookings_panel(user: User) -> BookingsPanel:
    """Return the panel for this moment."""
    return BookingsPanel(user=user, at=timezone.now())
