"""Acts upon a guest list: who is asked, who is struck off, where they sit. (000-07)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.models import Contact
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.text import fold
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.enums import GuestSource
from foyer.guests.models import Guest
from foyer.privacy.identifiers import blind_index
from foyer.privacy.sealing import keyed_hash

from .checkpoints import ensure_door_checkpoint
from .codes import GuestStruckOff, set_new_code
from .invitations import cancel_invitations

_BATCH = 50  # contacts put on the list in one transaction, so that a sign-in never waits long
FIELDS = (
    "name",
    "form_of_address",
    "company",
    "title",
    "phone",
    "email",
    "language",
    "host",
    "party_limit",
    "table",
    "seat",
    "dietary_notes",
)
_DERIVED = ("phone_index", "phone_last_four_index", "email_index", "search_text")


class ListClosed(Refusal):
    """Nobody is put on the list of an event that will not take place any more."""

    code = "list_closed"
    message = _(
        "The event has the status “%(status)s”: nobody can be put on its guest list any more."
    )


class AlreadyListed(Refusal):
    """The same person is on the list already."""

    code = "already_listed"
    message = _("%(guest)s is already on the list with this phone number or e-mail address.")


class AlreadyStruckOff(Refusal):
    """Somebody else was quicker."""

    code = "already_struck_off"
    message = _("%(guest)s has already been struck off the list.")


class AlreadyBack(Refusal):
    """Somebody else was quicker."""

    code = "already_back"
    message = _("%(guest)s is on the list already.")


class ContactListedAgain(Refusal):
    """The contact was put on the list a second time meanwhile."""

    code = "contact_listed_again"
    message = _("%(guest)s has been put on the list again meanwhile, under another entry.")


class GuestChanged(Refusal):
    """Somebody else changed the same fields; `fields` names them."""

    code = "guest_changed"
    message = _("Somebody else has changed this guest while you were writing.")


@dataclass(frozen=True, slots=True)
class Added:
    """What came of putting contacts on a list."""

    guests: tuple[Guest, ...]
    put_back: tuple[Guest, ...]
    already: tuple[Contact, ...]


def stamp(guest: Guest) -> str:
    """Return a fingerprint of each field people edit, to be handed back with the changes."""
    return ".".join(_mark(getattr(guest, field)) for field in FIELDS)


def _mark(value: Any) -> str:
    text = str(value.pk if isinstance(value, User) else value)
    return keyed_hash(text, purpose="guest-stamp")[:10]


@transaction.atomic
def add_guest(*, guest: Guest, by: User, at: datetime) -> Guest:
    """Put a person on an event's list, with a code of their own.

    Args:
        guest: not yet saved, its event set.

    Raises:
        ListClosed: the event is cancelled or closed.
        AlreadyListed: the same name with the same phone or e-mail is on the list.
    """
    event = _open_list(guest.event)
    listed = event.guests.filter(cancelled_at=None).only("name", "phone_index", "email_index")
    if _same_person(guest, listed):
        raise AlreadyListed(guest=guest.name)
    set_new_code(guest, at=at)
    guest.save()
    ensure_door_checkpoint(event=event)
    log(guest, "foyer.guest.add", user=by)
    return guest


def add_contacts(*, event: Event, contacts: Iterable[Contact], by: User, at: datetime) -> Added:
    """Put contacts on an event's list; who is on it stays, who was struck off is put back. (000-07)

    Language, form of address, phone, e-mail and taboos are copied from the contact.

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
    event = _open_list(event)
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
        if contact.pk in known or _same_person(guest, listed):
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
    for guest in new:
        log(guest, "foyer.guest.add", user=by)
    for guest in back:
        put_back(guest=guest, by=by, at=at)
    return Added(tuple(new), tuple(back), tuple(already))


def _as_guest(event: Event, contact: Contact) -> Guest:
    guest = Guest(
        event=event,
        contact=contact,
        name=contact.name,
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


@transaction.atomic
def change_guest(*, guest: Guest, changes: Mapping[str, Any], seen: str, by: User) -> Guest:
    """Change some of a guest's fields; fields that somebody else changed meanwhile are not run over.

    Args:
        changes: values of some of `FIELDS`; those the writer saw and left are not changes.
        seen: the `stamp` of the guest as the writer saw them.

    Raises:
        GuestChanged: the same field was changed by somebody else; `params["fields"]` names them.
        GuestStruckOff: the guest is no longer on the list.
    """
    current = Guest.objects.select_for_update().get(pk=guest.pk)
    if current.cancelled_at:
        raise GuestStruckOff
    before = dict(zip(FIELDS, seen.split("."), strict=False))
    now = dict(zip(FIELDS, stamp(current).split("."), strict=True))
    written = {
        field: value for field, value in changes.items() if _mark(value) != before.get(field)
    }
    clash = [
        field for field, value in written.items() if before.get(field) != now[field] != _mark(value)
    ]
    if clash:
        raise GuestChanged(fields=clash)
    for field, value in written.items():
        setattr(current, field, value)
    if written:
        current.save(update_fields=[*written, *_DERIVED, "updated_at"])
        log(current, "foyer.guest.change", user=by, data={"fields": sorted(written)})
    return current


@transaction.atomic
def strike_off(*, guest: Guest, by: User, at: datetime) -> None:
    """Strike a guest off the list: the code opens no door, letters under way are withdrawn.

    Raises:
        AlreadyStruckOff: somebody else was quicker.
    """
    struck = Guest.objects.filter(pk=guest.pk, cancelled_at=None)
    if not struck.update(cancelled_at=at, updated_at=at):
        raise AlreadyStruckOff(guest=guest.name)
    guest.cancelled_at = at
    cancel_invitations(guests=[guest], by=by, at=at)
    log(guest, "foyer.guest.strike_off", user=by)


@transaction.atomic
def put_back(*, guest: Guest, by: User, at: datetime) -> None:
    """Put a struck-off guest back on the list; the old code opens the door again.

    Raises:
        AlreadyBack: somebody else was quicker.
        ContactListedAgain: the same contact is on the list under another entry.
        ListClosed: the event is cancelled or closed.
    """
    event = _open_list(guest.event)
    others = event.guests.filter(cancelled_at=None).exclude(pk=guest.pk)
    if guest.contact_id and others.filter(contact=guest.contact_id).exists():
        raise ContactListedAgain(guest=guest.name)
    struck = Guest.objects.filter(pk=guest.pk).exclude(cancelled_at=None)
    if not struck.update(cancelled_at=None, updated_at=at):
        raise AlreadyBack(guest=guest.name)
    guest.cancelled_at = None
    log(guest, "foyer.guest.put_back", user=by)


@transaction.atomic
def set_table(*, guests: Iterable[Guest], table: str, by: User, at: datetime) -> int:
    """Seat guests at a table, or at none when `table` is empty; return how many are seated anew."""
    table = table.strip()
    moved = [guest for guest in guests if guest.table != table and not guest.cancelled_at]
    Guest.objects.filter(pk__in=[guest.pk for guest in moved]).update(table=table, updated_at=at)
    for guest in moved:
        log(guest, "foyer.guest.change", user=by, data={"fields": ["table"]})
    return len(moved)


def _open_list(event: Event) -> Event:
    """Return the event, locked, when people may still be put on its list."""
    # No key lock: sign-ins, which point at the event, go on meanwhile.
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    if event.status in (EventStatus.CANCELLED, EventStatus.CLOSED):
        raise ListClosed(status=event.status_label)
    return event


def _same_person(guest: Guest, listed: Iterable[Guest]) -> bool:
    """Tell whether the same name with the same phone or e-mail is among the guests."""
    phone = blind_index(guest.phone, kind="phone")
    email = blind_index(guest.email, kind="email")
    name = fold(guest.name)
    return any(
        ((phone and other.phone_index == phone) or (email and other.email_index == email))
        and fold(other.name) == name
        for other in listed
    )
