"""Moving a contact to another client. (001-04)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.clients.forms.acts import MoveForm
from foyer.clients.models import Contact
from foyer.clients.services.moves import move_contact

from .base import ActPage


class MovePage(ActPage):
    """Ask where a contact goes and from when; the old position is kept."""

    model = Contact
    related = ("client",)
    right = "clients.change_contact"
    page_title: ClassVar = gettext_lazy("Move to another client")
    header_icon: ClassVar = "user"

    def form(self, data: Any = None) -> forms.Form:
        """Ask for the client, the title there and the day."""
        return MoveForm(data, contact=self.record, user=self.staff)

    def question(self) -> str:
        """Say where they are now."""
        if not self.record.client:
            return _("%(contact)s belongs to no client yet.") % {"contact": self.record.name}
        said = _("%(contact)s is at %(client)s now. The position there is kept in the history.")
        return said % {"contact": self.record.name, "client": self.record.client}

    def act(self, form: forms.Form) -> str:
        """Move them."""
        to = form.cleaned_data["client"]
        move_contact(
            contact=self.record,
            to=to,
            title=form.cleaned_data["title"],
            on=form.cleaned_data["on"],
            by=self.staff,
        )
        if to is None:
            return _("%(contact)s belongs to no client now.") % {"contact": self.record.name}
        return _("%(contact)s is at %(client)s now.") % {"contact": self.record.name, "client": to}
