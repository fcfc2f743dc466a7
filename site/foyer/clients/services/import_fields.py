"""What a list of clients with their contacts may hold, by column and by attribute of the record. (IMPORT 9)"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from foyer.clients.enums import AddressKind
from foyer.clients.models import Client, ClientAddress, Contact
from foyer.clients.services.custom_fields import Record, kept_values
from foyer.core.text import fold, has_han

# The attribute behind each column.
CLIENT_COLUMNS = {
    "company": "name",
    "number": "number",
    "credit_code": "credit_code",
    "business_number": "business_number",
    "kind": "kind",
    "short_name": "short_name",
    "name_en": "name_en",
    "legal_representative": "legal_representative",
    "business_scope": "business_scope",
    "industry": "industry",
    "region": "region",
    "size": "size",
    "tier": "tier",
    "account_manager": "account_manager_id",
    "source": "source",
    "source_note": "source_note",
    "collection": "collection",
    "provenance": "provenance",
    "legal_basis": "legal_basis",
    "stand_style": "stand_style",
    "facilities": "facilities",
    "event_form": "event_form",
    "client_interests": "interests",
    "topics": "topics",
    "annual_spend": "annual_spend",
    "deals_a_year": "deals_a_year",
    "potential": "potential",
}
CONTACT_COLUMNS = {
    "name": "name",
    "form_of_address": "form_of_address",
    "title": "title",
    "phone": "phone",
    "email": "email",
    "wechat": "wechat",
    "language": "language",
    "birthday": "birthday",
    "lunar_birthday": "lunar_birthday",
    "festivals": "festivals",
    "preferences": "preferences",
    "interests": "interests",
    "taboos": "taboos",
    "photo_consent": "photo_consent",
    "photo_consent_on": "photo_consent_on",
    "photo_consent_how": "photo_consent_how",
}
# The kind of address behind each column.
ADDRESS_COLUMNS = {
    "address": AddressKind.VISITING,
    "registered_address": AddressKind.REGISTERED,
    "postal_address": AddressKind.POSTAL,
    "invoice_address": AddressKind.INVOICE,
}
SEALED = ("phone", "email", "wechat", "birthday", "lunar_birthday")
POINT_COLUMNS = {"phone_2": "phone", "phone_3": "phone", "email_2": "email"}
CLIENT_FIELDS = tuple(CLIENT_COLUMNS.values())
CONTACT_FIELDS = tuple(CONTACT_COLUMNS.values())
CLIENT_CUSTOM, CONTACT_CUSTOM = "custom_", "contact_custom_"
_WATCHED: dict[type[Record], tuple[str, ...]] = {
    Client: (*CLIENT_FIELDS, "custom", "custom_sealed"),
    Contact: ("client_id", *CONTACT_FIELDS, "custom", "custom_sealed"),
}


def values_of(record: Record) -> dict[str, Any]:
    """Return everything that is watched of a record."""
    return {name: getattr(record, name) for name in _WATCHED[type(record)]}


def mark_of(values: Mapping[str, Any]) -> str:
    """Return a short mark of everything that is watched: it changes when any of it does."""
    told = json.dumps({name: as_kept(value) for name, value in values.items()}, sort_keys=True)
    return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()


def as_kept(value: Any) -> Any:
    """Return a value as JSON keeps it, the same for what a file says and what a record holds."""
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:.2f}"
        case date():
            return value.isoformat()
        case _:
            return value


def as_held(model: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as a record holds them in Python."""
    held = {}
    for name, value in values.items():
        field = model._meta.get_field(name)
        empty = value == "" and field.null
        held[name] = None if empty else field.to_python(value)  # type: ignore[union-attr]  # a column
    return held


def addresses_of(addresses: Iterable[ClientAddress]) -> dict[str, list[str]]:
    """Return the addresses of one client by their kind, in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in sorted(addresses, key=lambda one: one.pk):
        found[one.kind].append(one.text)
    return found


def merged_custom(
    record: Record, custom: Mapping[str, Any], sealed: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a record's own fields with some of them set."""
    open_values, sealed_values = kept_values(record)
    both = sealed_values | dict(sealed)
    return {
        "custom": open_values | dict(custom),
        "custom_sealed": json.dumps(both, ensure_ascii=False) if both else "",
    }


def watched(model: type[Record]) -> Iterable[str]:
    """Return the attributes that are watched."""
    return _WATCHED[model]


def person_key(name: str) -> str:
    """Return a person's name in one comparable form; Chinese names are often spaced out to look even."""
    folded = fold(name)
    return folded.replace(" ", "") if has_han(folded) else folded
