"""Whom and what a case is about: chosen in a window that shows what one may see."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from foyer.core.models import User
from foyer.core.visible import visible

ABOUT: Final = {
    "client": "clients.view_client",
    "contact": "clients.view_contact",
    "event": "events.view_event",
}


def offer_about(form: forms.BaseForm, by: User) -> None:
    """Let client, contact and event be searched among what a member of staff may see; take the others away."""
    for name, right in ABOUT.items():
        if not by.has_perm(right):
            del form.fields[name]  # who sees no client names none
            continue
        field: Any = form.fields[name]
        model = field.queryset.model
        field.widget = model.snippet_viewset.chooser_viewset.widget_class()
        field.widget.user = by
        field.queryset = visible(model, by)


def belong_together(client: Any, contact: Any) -> bool:
    """Tell whether a contact is the client's: the two may not contradict each other."""
    return not (client and contact and contact.client_id and contact.client_id != client.pk)
