"""Wiring of the archive."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from wagtail import hooks
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from .log_actions import register_actions
from .menu import archive_menu
from .models import ArchivePolicy
from .policy_form import ARCHIVE_FORM
from .rights import holds
from .services.bags import EXPORT
from .views.checks import STARTS, KeepingPanel
from .views.panel import archive_panel
from .viewsets.record import ArchiveRecordViewSet
from .viewsets.record_class import RecordClassViewSet
from .viewsets.views_register import RecordViewRegister
from .ways import paper_buttons

hooks.register("register_log_actions", register_actions)
hooks.register("register_admin_menu_item", archive_menu)
ArchivePolicy.edit_handler = ARCHIVE_FORM
settings_registry.register(ArchivePolicy, icon="folder-open-inverse", order=123)
register_snippet(ArchiveRecordViewSet)
register_snippet(RecordClassViewSet)
modeladmin_register(RecordViewRegister)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the archive under /admin/archive/."""
    return [path("archive/", include("foyer.archive.urls"))]


@hooks.register("construct_homepage_panels")
def show_archive(request: Any, panels: list[Any]) -> None:
    """Show what the archive asks of somebody today, and how its files stand, on their first page."""
    if request.user.has_perm("archive.view_archiverecord"):
        panels.append(archive_panel(request.user))
    if holds(request.user, STARTS):
        panels.append(KeepingPanel(copies=holds(request.user, EXPORT)))


@hooks.register("foyer_booking_buttons")
def offer_papers(booking: Any, user: Any) -> Any:
    """On the page of a booking stand the ways to its papers."""
    yield from paper_buttons(booking, user)


@hooks.register("foyer_client_buttons")
def offer_client_papers(client: Any, user: Any) -> Any:
    """On the page of a client as well."""
    yield from paper_buttons(client, user)
