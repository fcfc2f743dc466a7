"""What the pages about bookings share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from foyer.core.views import StaffPage


class BookingsPage(StaffPage):
    """A page about bookings."""

    right = "bookings.view_booking"
    header_icon: ClassVar = "calendar-alt"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        above = {"url": reverse("bookings:list"), "label": _("Bookings")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_subtitle()}]
