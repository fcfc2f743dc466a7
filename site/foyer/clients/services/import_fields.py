"""What a list of clients with their contacts may hold, by column and by attribute of the record. (IMPORT 9)"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import orjson
from django.db.models import CharField, TextField

from foyer.clients.enums import AddressKind
from foyer.clients.models import Client, Contact
from foyer.clients.services.custom_fields import Record
from foyer.core.text import fold, fold_many, has_han
from foyer.privacy.fields import SealedTextField

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
    "latin_name": "latin_name",
    "form_of_address": "form_of_address",
    "title": "title",
    "since": "since",
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
POINTS = "points"  # further ones, several in one cell
MAIN = "main"  # whether a contact is the client's main one: kept with the client
CLIENT_FIELDS = tuple(CLIENT_COLUMNS.values())
CONTACT_FIELDS = tuple(CONTACT_COLUMNS.values())
CLIENT_CUSTOM, CONTACT_CUSTOM = "custom_", "contact_custom_"
_WATCHED: dict[type[Record], tuple[str, ...]] = {
    Client: (*CLIENT_FIELDS, "external_id", "custom", "custom_sealed"),
    Contact: ("client_id", *CONTACT_FIELDS, "external_id", "custom", "custom_sealed"),
}


def values_of(record: Any) -> dict[str, Any]:
    """Return everything that is watched of a record, or of what is known of one: its `model` is named."""
    model = getattr(record, "model", type(record))
    return {name: getattr(record, name) for name in _WATCHED[model]}


def mark_of(values: Mapping[str, Any], names: Iterable[str] = ()) -> str:
    """Return a short mark of everything that is watched: it changes when any of it does.

    Args:
        values: what is held, by attribute.
        names: what of it is watched; all of it when empty.
    """
    return _mark({n: value for n in names or values if (value := values[n]) or value == 0})


def mark_of_new(model: type[Record], values: Mapping[str, Any]) -> str:
    """Return the mark of a new record, the same as of all that is watched of it.

    Args:
        model: what it is a record of.
        values: what it holds besides what every new record does, by attribute.
    """
    names = _names_watched(model)
    told = {n: value for n, value in values.items() if n in names and (value or value == 0)}
    return _mark({n: value for n, value in _in_all(model).items() if n not in values} | told)


@cache
def _names_watched(model: type[Record]) -> frozenset[str]:
    return frozenset(_WATCHED[model])


@cache
def _in_all(model: type[Record]) -> dict[str, Any]:
    """Return what every new record holds of what is watched."""
    return {n: value for n, value in values_of(model()).items() if value or value == 0}


def _mark(told: Mapping[str, Any]) -> str:
    packed = orjson.dumps(told, default=as_kept, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(packed, digest_size=12).hexdigest()


def mark_of_point(kind: str, value: str, label: str) -> str:
    """Return the mark of a further phone or e-mail."""
    return _mark({"kind": kind, "value": value, "label": label})


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
    held, convert = dict(values), _converters(model)
    for name in convert.keys() & held.keys():
        held[name] = convert[name](held[name])
    return held


_AS_THEY_ARE = (CharField, TextField, SealedTextField)  # what a file says is what a record holds


@cache
def _converters(model: type[Record]) -> dict[str, Callable[[Any], Any]]:
    fields = [model._meta.get_field(name) for name in _WATCHED[model]]
    return {
        name: _converter(field)
        for name, field in zip(_WATCHED[model], fields, strict=True)
        if type(field) not in _AS_THEY_ARE
    }


def _converter(field: Any) -> Callable[[Any], Any]:
    def to_python(value: Any) -> Any:
        return None if value == "" and field.null else field.to_python(value)

    return to_python


def columns_with(model: type[Record], names: Iterable[str]) -> tuple[str, ...]:
    """Return the columns some attributes are kept in, and those that are worked out from them."""
    given = set(names)
    if given & {"birthday", "lunar_birthday"}:
        given.add("solar_day")
    return tuple(
        field.column
        for field in model._meta.concrete_fields
        if field.column and (field.attname in given or given.intersection(_sources(field)))
    )


def _sources(field: Any) -> tuple[str, ...]:
    of = getattr(field, "of", ())
    return (of,) if isinstance(of, str) else tuple(of)


def addresses_of(addresses: Iterable[Any]) -> dict[str, list[str]]:
    """Return the addresses of one client by their kind, in their order.

    Args:
        addresses: records of `ClientAddress`, or their key, kind and text.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for one in sorted(addresses, key=lambda one: one.pk):
        found[one.kind].append(one.text)
    return found


def merged_custom(
    held: Mapping[str, Any], custom: Mapping[str, Any], sealed: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the house's own fields of a record with some of them set; nothing when none is.

    Args:
        held: what the record holds, by attribute.
        custom: open values to be set.
        sealed: personal ones.
    """
    if not custom and not sealed:
        return {}
    kept = json.loads(held["custom_sealed"]) if held["custom_sealed"] else {}
    both = kept | dict(sealed)
    return {
        "custom": held["custom"] | dict(custom),
        "custom_sealed": json.dumps(both, ensure_ascii=False) if both else "",
    }


def watched(model: type[Record]) -> Iterable[str]:
    """Return the attributes that are watched."""
    return _WATCHED[model]


def person_key(name: str) -> str:
    """Return a person's name in one comparable form; Chinese names are often spaced out to look even."""
    return _person_key(fold(name))


def person_keys(names: Iterable[str]) -> list[str]:
    """Return many names, each as `person_key` does."""
    return list(map(_person_key, fold_many(names)))


def _person_key(folded: str) -> str:
    return folded.replace(" ", "") if " " in folded and has_han(folded) else folded
