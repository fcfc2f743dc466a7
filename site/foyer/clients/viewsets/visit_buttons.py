"""The ways from a client to a call and to the visits."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from foyer.clients.models import Client
from foyer.core.models import User


def visit_buttons(client: Client, user: User) -> Iterator[Button]:
    """Yield a button for each way a member of staff may go."""
    if user.has_perm("clients.add_visit"):
        yield _button(client, _("Log a call"), "log_call", "comment-add", 5)
        yield _button(client, _("New visit"), "add_visit", "plus", 6)
    if user.has_perm("clients.view_visit"):
        yield _button(client, _("Visits"), "client_visits", "comment", 7)


def _button(client: Client, label: str, name: str, icon: str, priority: int) -> Button:
    url = reverse(f"care:{name}", args=[client.pk])
    return Button(label, url=url, icon_name=icon, priority=priority)
