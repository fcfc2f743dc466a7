"""Wiring of the cases room."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.snippets.models import register_snippet

from foyer.bookings.parts import STAFF_PARTS

from .log_actions import register_actions
from .models import CasePolicy
from .of_bookings import cases_part, new_case_button
from .policy_form import CASES_FORM
from .views.panel import cases_panel
from .viewsets.reply import ReplyTextViewSet

hooks.register("register_log_actions", register_actions)
hooks.register(STAFF_PARTS, cases_part)
CasePolicy.edit_handler = CASES_FORM
register_snippet(ReplyTextViewSet)
settings_registry.register(CasePolicy, icon="warning", order=120)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the cases under /admin/cases/."""
    return [path("cases/", include("foyer.cases.urls"))]


@hooks.register("foyer_booking_buttons")
def offer_case(booking: Any, user: Any) -> Any:
    """On a booking's page stands the way to a case about it."""
    if url := new_case_button(booking, user):
        yield Button(gettext("New case"), url, icon_name="warning", priority=160)


class CasesMenuItem(MenuItem):
    """The way to the cases."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether the member of staff may see cases."""
        return bool(request.user.has_perm("cases.view_case"))


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Show the cases in the menu."""
    return CasesMenuItem(
        gettext_lazy("Cases"), reverse("cases:queue"), name="cases", icon_name="warning", order=222
    )


@hooks.register("construct_homepage_panels")
def show_cases(request: Any, panels: list[Any]) -> None:
    """Show the cases that wait on the first page of those who see cases."""
    if request.user.has_perm("cases.view_case"):
        panels.append(cases_panel(request.user))
