"""People who change their employer. (001-04)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.models import Client, Contact, Employment
from foyer.core.models import User
from foyer.core.refusals import Refusal

from .main_contact import leave_main_contact


class SameClient(Refusal):
    """The contact is at that client already."""

    code = "same_client"
    message = _("%(contact)s is at this client already.")


class MovedBeforeTheyCame(Refusal):
    """The day of the move lies before the day they began at the old client."""

    code = "moved_before_they_came"
    message = _("%(contact)s has been there since %(since)s: the move cannot be earlier.")


@transaction.atomic
def move_contact(
    *, contact: Contact, to: Client | None, title: str, on: date, by: User
) -> Employment | None:
    """Move a contact to another client, or to none; the old position is kept with its dates. (001-04)

    Args:
        to: the new client; None when they left and go nowhere we know.
        title: their title there.
        on: the first day at the new client.

    Raises:
        SameClient, MovedBeforeTheyCame.
    """
    kept = (
        Contact.objects.select_for_update(of=("self",)).select_related("client").get(pk=contact.pk)
    )
    if kept.client == to:
        raise SameClient(contact=kept.name)
    if kept.since and on < kept.since:
        raise MovedBeforeTheyCame(contact=kept.name, since=kept.since)
    former = None
    if kept.client:
        former = Employment.objects.create(
            contact=kept,
            client=kept.client,
            company=kept.client.name,
            title=kept.title,
            since=kept.since,
            until=on,
        )
        leave_main_contact(contact=kept, client=kept.client)
    kept.client, kept.title, kept.since = to, title.strip(), on if to else None
    kept.save(update_fields=["client", "title", "since", "search_text"])
    contact.client, contact.title, contact.since = kept.client, kept.title, kept.since
    ids = {"from": former.client_id if former else None, "to": to.pk if to else None}
    log(kept, "foyer.contact.move", user=by, data=ids)
    return former


def refresh_company(*, client: Client) -> None:
    """Let a client's contacts be found by its name as it is now."""
    refresh_companies(pks=[client.pk])


def refresh_companies(*, pks: Sequence[int]) -> None:
    """Let the contacts of some clients be found by the names as they are now."""
    if not pks:
        return
    contacts = list(Contact.objects.filter(client_id__in=pks).select_related("client"))
    field = Contact._meta.get_field("search_text")
    for contact in contacts:
        field.pre_save(contact, add=False)
    Contact.objects.bulk_update(contacts, ["search_text"], batch_size=200)
