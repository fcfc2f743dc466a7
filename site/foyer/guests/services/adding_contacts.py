"""Putting contacts on a guest list. (000-07)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import transaction

from foyer.clients.models import Contact
from foyer.core.history import log_each
from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.enums import GuestSource
from foyer.guests.models import Guest

from .checkpoints import ensure_door_checkpoint
from .codes import set_new_code
from .guest_list import is_listed, open_list
from .striking_off import put_back

_BATCH = 50  # contacts put on the list in one transaction, so that a sign-in never waits long


@dataclass(frozen=True, slots=True)
class Added:
    """What came of putting contacts on a list."""

    guests: tuple[Guest, ...]
    put_back: tuple[Guest, ...]
    already: tuple[Contact, ...]


def add_contacts(*, event: Event, contacts: Iterable[Contact], by: User, at: datetime) -> Added:
    """Put contacts on an event's list; who is on it stays, who was struck off is put back. (000-07)

    Language, name in English, form of address, phone, e-mail and taboos are copied from the contact.

    Raises:
        ListClosed: the event is cancelled or closed.
    """
    guests: list[Guest] = []
    back: list[Guest] = []
    already: list[Contact] = []
    for some in batched(contacts, _BATCH, strict=False):
        added = _add_some(event, some, by, at)
        guests += added.guests
        back += added.put_back
        already += added.already
    return Added(tuple(guests), tuple(back), tuple(already))


@transaction.atomic
def _add_some(event: Event, contacts: tuple[Contact, ...], by: User, at: datetime) -> Added:
    event = open_list(event)
    listed = list(
        event.guests.filter(cancelled_at=None).only("contact", "name", "phone_index", "email_index")
    )
    known = {guest.contact_id for guest in listed}
    struck = {
        guest.contact_id: guest
        for guest in event.guests.filter(contact__in=contacts).exclude(cancelled_at=None)
    }
    new, back, already = [], [], []
    for contact in contacts:
        guest = _as_guest(event, contact)
        if contact.pk in known or is_listed(guest, listed):
            already.append(contact)
        elif contact.pk in struck:
            back.append(struck[contact.pk])
        else:
            set_new_code(guest, at=at)
            new.append(guest)
            listed.append(guest)
        known.add(contact.pk)
    Guest.objects.bulk_create(new)
    ensure_door_checkpoint(event=event)
    log_each(new, "foyer.guest.add", by=by, at=at)
    for guest in back:
        put_back(guest=guest, by=by, at=at)
    return Added(tuple(new), tuple(back), tuple(already))


def _as_guest(event: Event, contact: Contact) -> Guest:
    guest = Guest(
        event=event,
        contact=contact,
        name=contact.name,
        latin_name=contact.latin_name,
        form_of_address=contact.form_of_address,
        company=contact.company,
        title=contact.title,
        phone=contact.phone,
        email=contact.email,
        language=contact.language,
        dietary_notes=contact.taboos,
        source=GuestSource.CONTACT,
    )
    guest.phone_index, guest.email_index = contact.phone_index, contact.email_index
    return guest
