"""Wiring of the bookings room."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.snippets.models import register_snippet

from .log_actions import register_actions
from .models import BookingPolicy
from .policy_form import BOOKINGS_FORM
from .views.panel import bookings_panel
from .viewsets.text import LetterTextViewSet

hooks.register("register_log_actions", register_actions)
BookingPolicy.edit_handler = BOOKINGS_FORM
register_snippet(LetterTextViewSet)
settings_registry.register(BookingPolicy, icon="calendar", order=121)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the bookings under /admin/bookings/."""
    return [path("bookings/", include("foyer.bookings.urls"))]


class BookingsMenuItem(SubmenuMenuItem):
    """The way to the bookings."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether the member of staff may see bookings."""
        return bool(request.user.has_perm("bookings.view_booking"))


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Show the bookings in the menu."""
    ways = Menu(
        items=[
            MenuItem(
                gettext_lazy("List of bookings"),
                reverse("bookings:list"),
                name="booking-list",
                icon_name="list-ul",
                order=1,
            ),
            MenuItem(
                gettext_lazy("Calendar of rooms"),
                reverse("bookings:calendar"),
                name="booking-calendar",
                icon_name="calendar-alt",
                order=2,
            ),
        ]
    )
    return BookingsMenuItem(
        gettext_lazy("Bookings"), ways, name="bookings", icon_name="calendar-alt", order=221
    )


@hooks.register("construct_homepage_panels")
def show_bookings(request: Any, panels: list[Any]) -> None:
    """Show what the bookings ask today on the first page of those who see them."""
    if request.user.has_perm("bookings.view_booking"):
        panels.append(bookings_panel(request.user))
