"""Wiring of the clients room."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .viewsets.group import ClientsGroup

register_snippet(ClientsGroup)


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name the acts of this room in the log."""
    actions.register_action(
        "foyer.client.export", _("Export clients"), _("Took the list of clients away as a file")
    )
    actions.register_action(
        "foyer.contact.export", _("Export contacts"), _("Took the list of contacts away as a file")
    )
