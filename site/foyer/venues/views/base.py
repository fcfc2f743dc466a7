"""What the pages of equipment share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy

from foyer.core.views import StaffPage

PER_PAGE = 50


class EquipmentPage(StaffPage):
    """A page about equipment."""

    header_icon: ClassVar = "desktop"
    above: ClassVar = ("equipment:checks", gettext_lazy("Equipment checks"))

    def get_page_subtitle(self) -> str:
        """Name the page, as the last stop of the way here."""
        return str(self.get_page_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        name, label = self.above
        above = {"url": reverse(name), "label": label}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_subtitle()}]
