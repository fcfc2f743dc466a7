"""Putting the contacts of many clients on a guest list, from the list of clients. (000-07)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from foyer.clients.models import Client
from foyer.clients.viewsets.acts import ClientAct
from foyer.clients.viewsets.bulk import LeadingBulkAction
from foyer.events.models import Event
from foyer.guests.queries import contacts_of_clients
from foyer.guests.services.adding_contacts import add_contacts

from .saying import say_added


class EventForm(forms.Form):
    """To which event, and whom of each client."""

    event = forms.ModelChoiceField(label=_("Event"), queryset=Event.objects.none())
    who = forms.ChoiceField(
        label=_("Who is put on the guest list"),
        choices=[
            ("first", _("The first contact of each client")),
            ("all", _("All contacts of each client")),
        ],
        initial="first",
        widget=forms.RadioSelect,
        help_text=_("Letters are sent from the guest list."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = Event.objects.upcoming(at=timezone.now())  # type: ignore[attr-defined]  # chooses records


class InviteContacts(ClientAct):
    """Put the contacts of many clients on the guest list of an event."""

    rights = ("guests.add_guest", "guests.view_guest", "clients.view_contact")
    title = _("Invite to an event")
    form_class = EventForm

    def headline(self, count: int) -> str:
        """Say how many are meant."""
        return ngettext(
            "Contacts of %(count)d client are put on a guest list.",
            "Contacts of %(count)d clients are put on a guest list.",
            count,
        )

    def do(self, clients: Any, told: dict[str, Any], request: HttpRequest) -> str | None:
        """Put them on the list and lead there; say how many clients have no contact."""
        event = told["event"]
        contacts = contacts_of_clients(clients, first=told["who"] == "first", by=self.by)
        added = add_contacts(event=event, contacts=contacts, by=self.by, at=self.at)
        say_added(request, added)
        without = clients.count() - len({contact.client_id for contact in contacts})
        if without:
            said = ngettext(
                "%(count)d client has no contact and is left out.",
                "%(count)d clients have no contact and are left out.",
                without,
            )
            messages.warning(request, said % {"count": without})
        return reverse("guests:list", args=[event.pk])


class InviteBulkAction(LeadingBulkAction):
    """Invite the contacts of the clients ticked."""

    models: ClassVar = [Client]
    display_name: ClassVar = _("Invite to an event")
    aria_label: ClassVar = _("Put the contacts of the clients ticked on a guest list")
    action_type: ClassVar = "invite"
    action_priority: ClassVar = 40
