"""What the pages about accounts share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import pgettext

from foyer.core.views import StaffPage


class AccountsPage(StaffPage):
    """A page about accounts."""

    right = "settlement.view_paper"
    header_icon: ClassVar = "form"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        above = {"url": reverse("settlement:list"), "label": pgettext("settlement", "Accounts")}
        here = self.get_page_subtitle() or self.get_page_title()
        return [*self.breadcrumbs_items, above, {"url": "", "label": here}]
