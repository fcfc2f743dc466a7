"""Putting a person on a guest list, and changing what the list says of them. (000-07)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.text import fold
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.models import Guest
from foyer.privacy.identifiers import blind_index
from foyer.privacy.sealing import keyed_hash, versions

from .checkpoints import ensure_door_checkpoint
from .codes import GuestStruckOff, set_new_code

FIELDS = (
    "name",
    "latin_name",
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


class GuestChanged(Refusal):
    """Somebody else changed the same fields; `fields` names them."""

    code = "guest_changed"
    message = _("Somebody else has changed this guest while you were writing.")


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
    event = open_list(guest.event)
    listed = event.guests.filter(cancelled_at=None).only("name", "phone_index", "email_index")
    if is_listed(guest, listed):
        raise AlreadyListed(guest=guest.name)
    set_new_code(guest, at=at)
    guest.save()
    ensure_door_checkpoint(event=event)
    log(guest, "foyer.guest.add", user=by)
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


def open_list(event: Event) -> Event:
    """Return the event, locked, when people may still be put on its list."""
    # No key lock: sign-ins, which point at the event, go on meanwhile.
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    if event.status in (EventStatus.CANCELLED, EventStatus.CLOSED):
        raise ListClosed(status=event.status_label)
    return event


def is_listed(guest: Guest, listed: Iterable[Guest]) -> bool:
    """Tell whether the same name with the same phone or e-mail is among the guests."""
    phones = versions(blind_index(guest.phone, kind="phone"))
    emails = versions(blind_index(guest.email, kind="email"))
    name = fold(guest.name)
    return any(
        (
            (guest.phone and other.phone_index in phones)
            or (guest.email and other.email_index in emails)
        )
        and fold(other.name) == name
        for other in listed
    )
