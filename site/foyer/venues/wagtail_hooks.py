"""Wiring of the venues room."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .log_actions import register_actions
from .views.panel import equipment_panel
from .viewsets.group import VenuesGroup

register_snippet(VenuesGroup)
hooks.register("register_log_actions", register_actions)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the equipment under /admin/equipment/."""
    return [path("equipment/", include("foyer.venues.urls"))]


@hooks.register("construct_homepage_panels")
def show_equipment(request: Any, panels: list[Any]) -> None:
    """Show the day's checks, open faults and what is due on the first page of those who see to it."""
    if request.user.has_perm("venues.add_equipmentcheck"):
        panels.append(equipment_panel(request.user))


@hooks.register("insert_global_admin_css")
def equipment_css() -> str:
    """Load the look of these pages."""
    return format_html('<link rel="stylesheet" href="{}">', static("foyer/css/admin-equipment.css"))
