"""Wiring of the core room into the admin: colours, the registers of imports and exports, no links out of the house."""

from typing import Any

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail_localize.wagtail_hooks import TranslationsReportMenuItem
from wagtail_modeladmin.options import modeladmin_register

from .backups.views import VIEW as VIEW_BACKUPS
from .business_calendar.models import BusinessPolicy
from .business_calendar.viewset import HOURS_FORM, CalendarDayViewSet
from .exports.register import ExportRegister
from .imports.register import ImportRegister
from .models import HousePolicy
from .policy_form import POLICY_FORM
from .publishing import NOT_PUBLISHED
from .shown_names import show_names_in_log
from .ways import WaysPanel

modeladmin_register(ImportRegister)
modeladmin_register(ExportRegister)
register_snippet(CalendarDayViewSet)
settings_registry.register(BusinessPolicy, icon="time", order=105)
HousePolicy.edit_handler = POLICY_FORM
BusinessPolicy.edit_handler = HOURS_FORM


class BackupsMenuItem(MenuItem):
    """The way to the backups."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether it leads anywhere."""
        return bool(request.user.has_perm(VIEW_BACKUPS))


@hooks.register("insert_global_admin_css")
def house_colours() -> str:
    """Dress the admin in the house's colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("foyer/css/admin.css"))


@hooks.register("register_log_actions")
def name_acts(actions: Any) -> None:
    """Name in a page's history that it was not ready at its set time, and why."""

    @actions.register_action(NOT_PUBLISHED)
    class NotPublished(LogFormatter):
        label = _("Not published at its set time")

        def format_message(self, log_entry: Any) -> str:
            return f"{self.label}: {' '.join(log_entry.data.get('problems', ()))}"


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put backups under /admin/backups/, the files that were made under /admin/exports/."""
    return [
        path("backups/", include("foyer.core.backups.urls")),
        path("exports/", include("foyer.core.exports.urls")),
    ]


@hooks.register("register_settings_menu_item")
def show_backups() -> MenuItem:
    """Offer the page of backups to those who answer for them."""
    return BackupsMenuItem(
        _("Backups"), reverse("backups:list"), name="backups", icon_name="history", order=720
    )


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name the acts of this room in the log."""
    actions.register_action(
        "foyer.export.fetch", _("Fetch an exported file"), _("Fetched an exported file")
    )
    actions.register_action("foyer.backup.ask", _("Make a backup"), _("Had a backup made"))


@hooks.register("register_icons")
def house_icons(icons: list[str]) -> list[str]:
    """Add the house's own icons, named after what they stand for."""
    return [*icons, "icons/badge.svg", "icons/client.svg", "icons/guest.svg", "icons/venue.svg"]


@hooks.register("construct_main_menu")
def keep_to_the_house(request: Any, items: list[Any]) -> None:
    """Leave out the help menu: it leads to other people's sites. (SEC-15)"""
    items[:] = [item for item in items if item.name != "help"]


@hooks.register("construct_reports_menu")
def show_translations(request: Any, items: list[Any]) -> None:
    """Offer the report of translations to those who edit pages, in their own language.

    wagtail-localize offers it to everybody, in the language of whoever came first.
    """
    report = next(item for item in items if isinstance(item, TranslationsReportMenuItem))
    report.label = _("Translations")
    if not user_has_any_page_permission(request.user):
        items.remove(report)


@hooks.register("register_log_actions", order=100)
def names_in_log(actions: Any) -> None:
    """Show the names of workflows in the history of a page, once Wagtail has said what it logs."""
    show_names_in_log(actions)


@hooks.register("construct_homepage_panels")
def show_ways(request: Any, panels: list[Any]) -> None:
    """Show those who edit no pages where they may go, below what waits for them."""
    panels.append(WaysPanel())
