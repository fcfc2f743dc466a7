"""Wiring of the staff room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter, log
from wagtail.snippets.models import register_snippet

from foyer.core.models import User
from foyer.core.roles import role_name

from .services.second_step import accounts_set_up
from .views.account import SecondStepPanel
from .views.api_tokens import VIEW as VIEW_TOKENS
from .viewsets import DepartmentViewSet

register_snippet(DepartmentViewSet)

ACTIONS = (
    (
        "foyer.staff.make_webhook",
        gettext_lazy("Register a webhook"),
        gettext_lazy("A webhook was registered"),
    ),
    (
        "foyer.staff.start_webhook",
        gettext_lazy("Switch a webhook on"),
        gettext_lazy("The webhook was switched on"),
    ),
    (
        "foyer.staff.stop_webhook",
        gettext_lazy("Switch a webhook off"),
        gettext_lazy("The webhook was switched off"),
    ),
    (
        "foyer.staff.replay_webhook",
        gettext_lazy("Send a message again"),
        gettext_lazy("A message was sent again"),
    ),
    ("foyer.staff.log_in", gettext_lazy("Log in"), gettext_lazy("Logged in")),
    ("foyer.staff.log_out", gettext_lazy("Log out"), gettext_lazy("Logged out")),
    (
        "foyer.staff.ask_new_password",
        gettext_lazy("Ask for a new password"),
        gettext_lazy("A link to a new password was sent"),
    ),
    (
        "foyer.staff.new_password",
        gettext_lazy("Choose a new password"),
        gettext_lazy("A new password was chosen through the link"),
    ),
    (
        "foyer.staff.set_up_second_step",
        gettext_lazy("Set up the second step"),
        gettext_lazy("The second step was set up"),
    ),
    (
        "foyer.staff.remove_second_step",
        gettext_lazy("Remove the second step"),
        gettext_lazy("The second step was removed"),
    ),
    (
        "foyer.staff.reset_second_step",
        gettext_lazy("Reset the second step"),
        gettext_lazy("The second step was reset; the account was logged out everywhere"),
    ),
    (
        "foyer.staff.renew_recovery_codes",
        gettext_lazy("Make new recovery codes"),
        gettext_lazy("New recovery codes were made"),
    ),
    (
        "foyer.staff.use_recovery_code",
        gettext_lazy("Use a recovery code"),
        gettext_lazy("A recovery code was used"),
    ),
    (
        "foyer.staff.first_administrator",
        gettext_lazy("Make the first administrator"),
        gettext_lazy("Became the first administrator"),
    ),
    (
        "foyer.staff.make_api_token",
        gettext_lazy("Make an API token"),
        gettext_lazy("An API token was made"),
    ),
    (
        "foyer.staff.revoke_api_token",
        gettext_lazy("Revoke an API token"),
        gettext_lazy("The API token was revoked"),
    ),
)


class RolesGiven(LogFormatter):
    """Says which roles somebody was given."""

    label = gettext_lazy("Give a role")
    sentence = gettext_lazy("Given the role: %(roles)s")

    def format_message(self, log_entry: Any) -> str:
        """Return the sentence of one entry."""
        names = map(role_name, log_entry.data.get("roles", []))
        roles = pgettext("between names of roles", ", ").join(names)
        return str(self.sentence) % {"roles": roles}


class RolesTaken(RolesGiven):
    """Says which roles somebody lost."""

    label = gettext_lazy("Take a role away")
    sentence = gettext_lazy("Role taken away: %(roles)s")


class AccessChanged(LogFormatter):
    """Says what became of an account."""

    label = gettext_lazy("Change access")

    def format_message(self, log_entry: Any) -> str:
        """Return the sentence of one entry."""
        if not log_entry.data.get("is_active", True):
            return _("The account was switched off")
        if log_entry.data.get("is_superuser"):
            return _("The account may do everything from now on")
        return _("The account is on, with the rights of its roles")


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name the acts of this room in the log."""
    for action, label, message in ACTIONS:
        actions.register_action(action, label, message)
    actions.register_action("foyer.staff.give_role")(RolesGiven)
    actions.register_action("foyer.staff.take_role")(RolesTaken)
    actions.register_action("foyer.staff.change_access")(AccessChanged)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the second step under the account and the users."""
    return [path("", include("foyer.staff.urls"))]


class TokensMenuItem(MenuItem):
    """The way to the API tokens, for those who may see them."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether the member of staff has the right."""
        return bool(request.user.has_perm(VIEW_TOKENS))


@hooks.register("register_settings_menu_item")
def tokens_menu_item() -> MenuItem:
    """Put the API tokens among the settings."""
    url = reverse("staff:api_tokens")
    label = gettext_lazy("Integrations")
    return TokensMenuItem(label, url, name="integrations", icon_name="key", order=700)


@hooks.register("register_account_settings_panel")
def second_step_panel(request: Any, user: User, profile: Any) -> SecondStepPanel:
    """Show on the account page whether there is a second step."""
    return SecondStepPanel(request, user, profile)


@hooks.register("register_user_listing_buttons")
def reset_button(user: User, request_user: Any) -> Iterator[Button]:
    """Let administrators help a colleague whose phone is gone."""
    if not hasattr(request_user, "_with_second_step"):  # one query for the whole list
        request_user._with_second_step = accounts_set_up()
    may = user != request_user and request_user.has_perm("core.change_user")
    if may and user.pk in request_user._with_second_step:
        yield Button(
            _("Reset the second step"),
            url=reverse("staff:reset", args=[user.pk]),
            icon_name="lock-open",
            priority=30,
        )


@hooks.register("before_bulk_action")
def note_deletion(request: Any, act: str, records: Iterable[Any], _action: Any) -> None:
    """Write down accounts deleted in bulk; Wagtail writes only single ones."""
    for record in records if act == "delete" else ():
        if isinstance(record, User):
            log(record, "wagtail.delete", user=request.user, deleted=True)


@hooks.register("after_bulk_action")
def note_access(request: Any, act: str, records: Iterable[Any], action: Any) -> None:
    """Write down accounts switched on or off in bulk: that passes by their `save`."""
    for record in records if act == "set_active_state" else ():
        active = action.cleaned_form.cleaned_data["mark_as_active"]
        log(record, "foyer.staff.change_access", user=request.user, data={"is_active": active})
