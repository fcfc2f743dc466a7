"""Wiring of visits and of what is due; `wagtail_hooks` brings it in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.snippets.models import register_snippet

from .models import CarePolicy, Client
from .views.digest import DigestPanel
from .views.due import due_panel
from .viewsets.care_policy import CARE_FORM
from .viewsets.festival import FestivalViewSet
from .viewsets.visit_buttons import visit_buttons

register_snippet(FestivalViewSet)
CarePolicy.edit_handler = CARE_FORM
settings_registry.register(CarePolicy, icon="date", order=110)

ACTIONS = (
    ("foyer.visit.file", gettext_lazy("File a visit"), gettext_lazy("Filed")),
    ("foyer.visit.change", gettext_lazy("Correct a visit"), gettext_lazy("Corrected")),
    ("foyer.visit.strike_out", gettext_lazy("Strike out a visit"), gettext_lazy("Struck out")),
    (
        "foyer.visit.export",
        gettext_lazy("Export visits"),
        gettext_lazy("Took visits away as a file"),
    ),
    (
        "foyer.contact_status.export",
        gettext_lazy("Export the contact status table"),
        gettext_lazy("Took the contact status table away as a file"),
    ),
    (
        "foyer.visit.import",
        gettext_lazy("Import visits"),
        gettext_lazy("Imported visits from a file"),
    ),
    (
        "foyer.visit.import_undo",
        gettext_lazy("Undo an import of visits"),
        gettext_lazy("Took an import of visits back"),
    ),
    (
        "foyer.due.done",
        gettext_lazy("Mark as done"),
        gettext_lazy("Marked something due as done"),
    ),
    (
        "foyer.due.skipped",
        gettext_lazy("Skip something due"),
        gettext_lazy("Skipped something due"),
    ),
    (
        "foyer.due.put_off",
        gettext_lazy("Put something due off"),
        gettext_lazy("Put something due off"),
    ),
    (
        "foyer.due.hand_on",
        gettext_lazy("Hand something due on"),
        gettext_lazy("Handed something due to a colleague"),
    ),
    (
        "foyer.due.reopen",
        gettext_lazy("Take back"),
        gettext_lazy("Took back what was decided about something due"),
    ),
)


@hooks.register("register_log_actions")
def register_care_actions(actions: Any) -> None:
    """Name the acts in the log."""
    for action, label, message in ACTIONS:
        actions.register_action(action, label, message)


@hooks.register("register_admin_urls")
def register_care_urls() -> list[Any]:
    """Put visits and what is due under /admin/care/."""
    return [path("care/", include("foyer.clients.care_urls"))]


class _CareMenuItem(MenuItem):
    def __init__(self, *args: Any, right: str, **kwargs: Any) -> None:
        self.right = right
        super().__init__(*args, **kwargs)

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(self.right))


@hooks.register("register_admin_menu_item")
def due_menu_item() -> MenuItem:
    """Show what is due in the menu, above everything of the house."""
    return _CareMenuItem(
        gettext_lazy("Due today"),
        reverse("care:due"),
        name="due",
        icon_name="calendar-check",
        order=205,
        right="clients.view_due",
    )


@hooks.register("register_admin_menu_item")
def visits_menu_item() -> MenuItem:
    """Show the visits in the menu, after the clients."""
    return _CareMenuItem(
        gettext_lazy("Visits"),
        reverse("care:visits"),
        name="visits",
        icon_name="comment",
        order=221,
        right="clients.view_visit",
    )


@hooks.register("register_snippet_listing_buttons")
def ways_from_a_client(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Lead from a client to a call, and to the visits."""
    if isinstance(snippet, Client):
        yield from visit_buttons(snippet, user)


@hooks.register("construct_homepage_panels")
def show_due(request: Any, panels: list[Any]) -> None:
    """Show what is due on the staff's first page."""
    if request.user.has_perm("clients.view_due"):
        panels.append(due_panel(request.user))


@hooks.register("register_account_settings_panel")
def digest_panel(request: Any, user: Any, profile: Any) -> DigestPanel:
    """Let everybody who sees what is due choose the morning mail."""
    return DigestPanel(request, user, profile)


@hooks.register("insert_global_admin_css")
def care_css() -> str:
    """Load the look of these pages, and of the panel."""
    return format_html('<link rel="stylesheet" href="{}">', static("foyer/css/admin-care.css"))
