"""Wiring of the settlement room."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets import Button
from wagtail.contrib.settings.registry import registry as settings_registry

from foyer.bookings.views.by_secret import PARTS

from .log_actions import register_actions
from .models import SettlementPolicy
from .policy_form import SETTLEMENT_FORM
from .queries.client_part import account_part
from .views.panel import accounts_panel

hooks.register("register_log_actions", register_actions)
hooks.register(PARTS, account_part)
SettlementPolicy.edit_handler = SETTLEMENT_FORM
settings_registry.register(SettlementPolicy, icon="form", order=122)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the accounts under /admin/settlement/."""
    return [path("settlement/", include("foyer.settlement.urls"))]


class AccountsMenuItem(SubmenuMenuItem):
    """The way to the accounts."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether the member of staff may see accounts."""
        return bool(request.user.has_perm("settlement.view_paper"))


class AuditMenuItem(MenuItem):
    """The way to the fee audit."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether the member of staff may see every account."""
        return bool(request.user.has_perm("bookings.view_every_booking"))


class MonthsMenuItem(MenuItem):
    """The way to the closed months."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether the member of staff may close months."""
        return bool(request.user.has_perm("settlement.close_month"))


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Show the accounts in the menu, beside the bookings."""
    ways = Menu(
        items=[
            MenuItem(
                gettext_lazy("List of accounts"),
                reverse("settlement:list"),
                name="account-list",
                icon_name="list-ul",
                order=1,
            ),
            MonthsMenuItem(
                gettext_lazy("Closed months"),
                reverse("settlement:months"),
                name="account-months",
                icon_name="date",
                order=2,
            ),
            AuditMenuItem(
                pgettext_lazy("fee audit", "Fee audit"),
                reverse("settlement:audit"),
                name="fee-audit",
                icon_name="search",
                order=3,
            ),
        ]
    )
    label = pgettext_lazy("settlement", "Accounts")
    return AccountsMenuItem(label, ways, name="accounts", icon_name="form", order=222)


@hooks.register("foyer_booking_buttons")
def offer_account(booking: Any, user: Any) -> Any:
    """On the page of a booking with a price stands the way to its account."""
    if booking.currency and user.has_perm("settlement.view_paper"):
        url = reverse("settlement:account", args=[booking.pk])
        yield Button(pgettext("settlement", "Account"), url, icon_name="form")


@hooks.register("construct_homepage_panels")
def show_accounts(request: Any, panels: list[Any]) -> None:
    """Show what the accounts ask today on the first page of those who keep them."""
    if request.user.has_perm("settlement.add_paper"):
        panels.append(accounts_panel(request.user))
