"""The one person at a client whom the house turns to first. (001-04)"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.models import Client, Contact
from foyer.core.models import User
from foyer.core.refusals import Refusal


class OfNoClient(Refusal):
    """The contact belongs to no client."""

    code = "of_no_client"
    message = _("%(contact)s belongs to no client. Choose a client for the contact first.")


@transaction.atomic
def choose_main_contact(*, contact: Contact, by: User, is_main: bool = True) -> None:
    """Make a contact the main one of their client, in place of any other; or no longer.

    What is so already stays as it is.

    Raises:
        OfNoClient.
    """
    kept = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if kept.client_id is None:
        if not is_main:
            return
        raise OfNoClient(contact=kept.name)
    client = Client.objects.select_for_update(of=("self",)).get(pk=kept.client_id)
    if client.has_main(kept) == is_main:
        return
    before, client.main_contact = client.main_contact_id, kept if is_main else None
    client.save(update_fields=["main_contact"])
    data = {"before": before, "after": client.main_contact_id}
    log(client, "foyer.client.main_contact", user=by, data=data)
    if contact.client:
        contact.client.main_contact_id = client.main_contact_id


def leave_main_contact(*, contact: Contact, client: Client) -> None:
    """Let a client have no main contact when that person leaves it."""
    Client.objects.filter(pk=client.pk, main_contact=contact).update(main_contact=None)
