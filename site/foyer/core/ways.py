"""The ways into the house, on the first page of those who edit no pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem, admin_menu
from wagtail.admin.ui.components import Component


class WaysPanel(Component):
    """The rooms somebody may enter, as large as a finger; the menu's own items, so that both say the same."""

    name = "ways"
    order = 900

    def render_html(self, parent_context: Any = None) -> str:
        """Return the ways, or nothing to who edits pages: the site's own figures are theirs."""
        request = parent_context["request"]
        if user_has_any_page_permission(request.user):
            return ""
        ways = list(_ways(admin_menu, request))
        return render_to_string("core/ways.html", {"ways": ways}) if ways else ""


def _ways(menu: Menu, request: Any) -> Iterator[MenuItem]:
    """Yield where a menu leads, its submenus opened, in the menu's order."""
    for item in sorted(menu.menu_items_for_request(request), key=lambda item: item.order):
        if isinstance(item, SubmenuMenuItem):
            yield from _ways(item.menu, request)
        else:
            yield item
