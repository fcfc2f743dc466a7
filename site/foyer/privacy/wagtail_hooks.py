"""Wiring of the privacy room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail_modeladmin.options import modeladmin_register

from .models import PrivacyPolicy
from .panels import POLICY
from .registry import registration_of
from .views.base import DOSSIER, VIEW_CONSENT, person_address
from .views.reports import VIEW_REPORTS
from .viewsets.consent import ConsentRegister
from .viewsets.erasure import ErasureRegister
from .viewsets.view_log import ViewLogRegister

ACTIONS = (
    (
        "foyer.privacy.dossier",
        _("Take away a dossier"),
        _("All that is held about the person was taken away as a file"),
    ),
    ("foyer.privacy.erase", _("Erase a person"), _("The erasing of a person was ordered")),
    ("foyer.privacy.erased", _("Person erased"), _("A person was erased")),
    ("foyer.consent.give", _("Write down a consent"), _("A consent was written down")),
    ("foyer.consent.withdraw", _("Withdraw a consent"), _("A consent was withdrawn")),
    ("foyer.user.close", _("Close an account"), _("The account was closed, all rights ended")),
)


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name the acts of this room in the log."""
    for action, label, message in ACTIONS:
        actions.register_action(action, label, message)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the pages of this room under /admin/privacy/."""
    return [path("privacy/", include("foyer.privacy.urls"))]


class RightMenuItem(MenuItem):
    """A way to a page that needs a right."""

    def __init__(self, label: Any, address: str, *, right: str, icon_name: str, order: int) -> None:
        self.right = right
        url = reverse(address)
        super().__init__(
            label, url, name=address.replace(":", "-"), icon_name=icon_name, order=order
        )

    def is_shown(self, request: Any) -> bool:
        """Tell whether the member of staff has the right."""
        return bool(request.user.has_perm(self.right))


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    """Show the room in the menu."""
    items = [
        RightMenuItem(
            _("Find a person"), "privacy:people", right=DOSSIER, icon_name="search", order=10
        ),
        ConsentRegister().get_menu_item(order=20),
        ViewLogRegister().get_menu_item(order=30),
        ErasureRegister().get_menu_item(order=40),
        RightMenuItem(
            _("Retention"), "privacy:retention", right=VIEW_REPORTS, icon_name="history", order=50
        ),
        RightMenuItem(
            _("Where data lies"),
            "privacy:recipients",
            right=VIEW_REPORTS,
            icon_name="globe",
            order=60,
        ),
    ]
    return SubmenuMenuItem(
        _("Privacy"), Menu(items=items), name="privacy", icon_name="lock", order=850
    )


@hooks.register("register_snippet_listing_buttons")
def person_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Lead from a person in a list to their consents and, for those who may, to all that is held."""
    entry = registration_of(type(snippet))
    if entry is None or not entry.is_person:
        return
    if user.has_perm(VIEW_CONSENT):
        yield Button(
            gettext("Consents"),
            url=person_address(snippet, "consents"),
            icon_name="check",
            priority=60,
        )
    if user.has_perm(DOSSIER):
        yield Button(
            gettext("Dossier"),
            url=person_address(snippet, "dossier"),
            icon_name="lock",
            priority=70,
        )


@hooks.register("register_user_listing_buttons")
def leaver_button(user: Any, request_user: Any) -> Iterator[Button]:
    """Lead from a member of staff to the end of their rights."""
    if request_user.has_perm("core.change_user") and user != request_user:
        yield Button(
            gettext("Close the account"),
            url=reverse("privacy:leaver", args=[user.pk]),
            icon_name="lock",
            priority=50,
        )


@hooks.register("insert_global_admin_css")
def privacy_css() -> str:
    """Load the look of this room's pages."""
    return format_html('<link rel="stylesheet" href="{}">', static("foyer/css/admin-privacy.css"))


PrivacyPolicy.edit_handler = POLICY
settings_registry.register(PrivacyPolicy, icon="lock", order=110)
modeladmin_register(ConsentRegister)
modeladmin_register(ViewLogRegister)
modeladmin_register(ErasureRegister)
