"""The venues room in the menu."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .equipment import EquipmentItemViewSet, EquipmentKindViewSet
from .places import ClosureViewSet, RoomViewSet, VenueViewSet


class RightMenuItem(MenuItem):
    """The way to a page, for those who may open it."""

    def __init__(self, right: str, **kwargs: Any) -> None:
        self.right = right
        super().__init__(**kwargs)

    def is_shown(self, request: Any) -> bool:
        """Tell whether the member of staff may open it."""
        return bool(request.user.has_perm(self.right))


_PAGES = (
    ("checks", _("Equipment checks"), "tasks", "venues.view_equipmentcheck"),
    ("faults", _("Faults"), "warning", "venues.view_equipmentfault"),
    ("hires", _("Hired equipment"), "calendar-alt", "venues.view_equipmenthire"),
    ("due", _("Maintenance due"), "time", "venues.view_maintenance"),
)


class VenuesGroup(SnippetViewSetGroup):
    """The venues room in the menu."""

    items: ClassVar = (
        VenueViewSet,
        RoomViewSet,
        ClosureViewSet,
        EquipmentItemViewSet,
        EquipmentKindViewSet,
    )
    menu_label: ClassVar = _("Venues")
    menu_name: ClassVar = "venues"
    menu_icon: ClassVar = "venue"
    menu_order: ClassVar = 240

    def get_submenu_items(self) -> list[MenuItem]:
        """Return the lists, then the pages of equipment."""
        items: list[MenuItem] = super().get_submenu_items()
        return items + [
            RightMenuItem(
                right,
                label=label,
                url=reverse(f"equipment:{name}"),
                name=f"equipment-{name}",
                icon_name=icon,
                order=len(items) + position,
            )
            for position, (name, label, icon, right) in enumerate(_PAGES, start=1)
        ]
