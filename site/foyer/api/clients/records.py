"""How clients, contacts and visits are told to a program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from foyer.clients.models import Client, Contact, CustomField, Visit
from foyer.clients.services import custom_fields
from foyer.clients.services.visits import FIELDS as VISIT_FIELDS
from foyer.privacy.identifiers import mask_email, mask_handle, mask_phone

from .forms import ClientIn, ContactIn
from .points import told_points

_OF_CLIENT = [name for name in ClientIn.Meta.fields if name != "account_manager"]
_SEALED = {"phone": mask_phone, "email": mask_email, "wechat": mask_handle}
_BIRTHDAYS = ("birthday", "lunar_birthday")
_OF_CONTACT = [
    name for name in ContactIn.Meta.fields if name not in ("client", *_SEALED, *_BIRTHDAYS)
]
_OF_VISIT = [name for name in VISIT_FIELDS if name != "staff"]


def told_client(client: Client, own: Iterable[CustomField], *, plain: bool) -> dict[str, Any]:
    """Return a client as it is told.

    Args:
        own: the fields the house added.
        plain: whether personal ones are among them.
    """
    manager = client.account_manager
    return {
        "id": client.pk,
        "external_id": client.external_id,
        **_values(client, _OF_CLIENT),
        "account_manager": manager.username if manager else None,
        "main_contact": client.main_contact_id,
        "custom": _own(client, own, plain=plain),
        "created_at": _told(client.created_at),
    }


def told_contact(contact: Contact, own: Iterable[CustomField], *, plain: bool) -> dict[str, Any]:
    """Return a contact as it is told; without `plain` what is sealed is masked, and birthdays are left out."""
    sealed = {
        name: getattr(contact, name) if plain else mask(getattr(contact, name))
        for name, mask in _SEALED.items()
    }
    return {
        "id": contact.pk,
        "external_id": contact.external_id,
        "client": contact.client.number if contact.client else None,
        "main": contact.client.has_main(contact) if contact.client else False,
        **_values(contact, _OF_CONTACT),
        **sealed,
        **(_values(contact, _BIRTHDAYS) if plain else {}),
        "points": told_points(contact, plain=plain),
        "masked": not plain,
        "custom": _own(contact, own, plain=plain),
        "created_at": _told(contact.created_at),
    }


def told_visit(visit: Visit) -> dict[str, Any]:
    """Return a visit as it is told."""
    return {
        "id": visit.pk,
        "external_id": visit.external_id,
        "client": visit.client.number,
        **_values(visit, _OF_VISIT),
        "staff": visit.staff.username if visit.staff else None,
        "contacts": sorted(contact.pk for contact in visit.contacts.all()),
        "struck_out": visit.struck_out_at is not None,
        "filed_at": _told(visit.filed_at),
        "changed_at": _told(visit.changed_at),
    }


def _values(record: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: _told(getattr(record, name)) for name in names}


def _own(record: Client | Contact, own: Iterable[CustomField], *, plain: bool) -> dict[str, Any]:
    kept = custom_fields.values(record, own, plain=plain)
    return {key: _told(value) for key, value in kept.items()}


def _told(value: Any) -> Any:
    """Return a value as JSON has it: moments in UTC, amounts as text."""
    match value:
        case datetime():
            moment = value.astimezone(UTC)
            return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value
