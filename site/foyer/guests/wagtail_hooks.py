"""Wiring of the guests room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from foyer.clients.viewsets.acts import register_act
from foyer.events.models import Event

from .log_actions import register_actions
from .models import ArrivalPolicy, Desk
from .policy_form import ARRIVAL_FORM
from .views.board import ToSettlePanel, running_events_panel
from .views.client_acts import InviteBulkAction, InviteContacts
from .views.mine import OwnGuestsPanel
from .viewsets.cards import CardDesignViewSet
from .viewsets.desk import DeskViewSet
from .viewsets.gift import GiftViewSet
from .viewsets.register import SignInRegister
from .viewsets.wording import InvitationWordingViewSet

hooks.register("register_log_actions", register_actions)
register_act("invite", InviteContacts)
hooks.register("register_bulk_action", InviteBulkAction)
ArrivalPolicy.edit_handler = ARRIVAL_FORM
settings_registry.register(ArrivalPolicy, icon="guest", order=105)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the guest lists under /admin/guests/."""
    return [path("guests/", include("foyer.guests.urls"))]


class GuestsMenuItem(MenuItem):
    """The way to the guest lists."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether the member of staff may see guests."""
        return bool(request.user.has_perm("guests.view_guest"))


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Show the guest lists in the menu."""
    return GuestsMenuItem(
        gettext_lazy("Guests"),
        reverse("guests:events"),
        name="guests",
        icon_name="guest",
        order=210,
    )


@hooks.register("register_snippet_listing_buttons")
def guest_list_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Lead from an event to its guest list."""
    if isinstance(snippet, Event) and user.has_perm("guests.view_guest"):
        yield Button(
            _("Guest list"),
            url=reverse("guests:list", args=[snippet.pk]),
            icon_name="guest",
            priority=5,
        )


register_snippet(InvitationWordingViewSet)
register_snippet(CardDesignViewSet)


@hooks.register("register_snippet_listing_buttons")
def desk_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Pair, revoke and secure a desk's tablet."""
    if isinstance(snippet, Desk) and user.has_perm("guests.pair_desk"):
        yield _desk_button(snippet, _("Pair a tablet"), "desk_pair", "link", 10)
        yield _desk_button(snippet, _("Staff PIN"), "desk_pin", "key", 20)
        if snippet.token_hash:
            yield _desk_button(snippet, _("Revoke the tablet"), "desk_revoke", "lock", 30)


def _desk_button(desk: Desk, label: str, name: str, icon: str, priority: int) -> Button:
    return Button(
        label, url=reverse(f"guests:{name}", args=[desk.pk]), icon_name=icon, priority=priority
    )


@hooks.register("construct_homepage_panels")
def show_running_events(request: Any, panels: list[Any]) -> None:
    """Show who has come to the events running now, first thing on the staff's first page."""
    if request.user.has_perm("guests.view_signin"):
        panels.insert(0, running_events_panel())
        panels.insert(0, ToSettlePanel())


@hooks.register("construct_homepage_panels")
def show_own_guests(request: Any, panels: list[Any]) -> None:
    """Lead hosts to their guests."""
    panels.insert(0, OwnGuestsPanel(request.user, at=timezone.now()))


@hooks.register("insert_global_admin_css")
def board_css() -> str:
    """Load the look of the board's panel."""
    return format_html('<link rel="stylesheet" href="{}">', static("foyer/css/admin-board.css"))


register_snippet(DeskViewSet)
register_snippet(GiftViewSet)
modeladmin_register(SignInRegister)
