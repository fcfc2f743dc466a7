"""Acts upon one contact: the main one of a client, another client. (001-04)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.clients.forms.acts import MoveForm
from foyer.clients.models import Contact
from foyer.clients.services.main_contact import choose_main_contact
from foyer.clients.services.moves import move_contact

from .base import ActPage


class MainContactPage(ActPage):
    """Make a contact the main one of their client, or no longer. (001-04)"""

    model = Contact
    related = ("client",)
    right = "clients.change_contact"
    header_icon: ClassVar = "user"

    @property
    def _is_main(self) -> bool:
        client = self.record.client
        return bool(client and client.has_main(self.record))

    def get_page_title(self) -> str:
        """Name the act, as the contact stands."""
        return _("No longer the main contact") if self._is_main else _("Make the main contact")

    def question(self) -> str:
        """Say what is about to happen, and who is the main contact now."""
        contact, client = self.record, self.record.client
        if client is None:
            return _("%(contact)s belongs to no client yet.") % {"contact": contact.name}
        words = {"contact": contact.name, "client": client}
        if self._is_main:
            return _("%(client)s has no main contact then.") % words
        before = client.main_contact
        if before and client.has_main(before):
            said = _("%(contact)s takes the place of %(before)s as the main contact of %(client)s.")
            return said % (words | {"before": before.name})
        return _("%(contact)s becomes the main contact of %(client)s.") % words

    def act(self, form: forms.Form) -> str:
        """Do it."""
        was = self._is_main
        choose_main_contact(contact=self.record, is_main=not was, by=self.staff)
        words = {"contact": self.record.name, "client": self.record.client}
        if was:
            return _("%(client)s has no main contact now.") % words
        return _("%(contact)s is the main contact of %(client)s now.") % words


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
