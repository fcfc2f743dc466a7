"""What a row would change of a client or contact that is known. (IMPORT 6)"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import (
    ClientKind,
    Collection,
    LegalBasis,
    PhotoConsent,
    Potential,
    Region,
    Size,
    Source,
    Tier,
)
from foyer.clients.festival_words import festival_names
from foyer.clients.lunar_words import lunar_words
from foyer.clients.services import custom_fields
from foyer.clients.services.import_fields import (
    ADDRESS_COLUMNS,
    as_kept,
)
from foyer.core.enums import FormOfAddress, Language
from foyer.core.imports.cells import plain_words
from foyer.core.imports.targets import Change, Policy
from foyer.privacy.identifiers import plain_email, plain_phone
from foyer.privacy.sealing import versions

from .looks import Look, Reader
from .records import KnownClient, KnownContact

_APART = re.compile(r"\s*[；;]\s*")
_CHOICES = {
    "kind": ClientKind,
    "region": Region,
    "size": Size,
    "tier": Tier,
    "source": Source,
    "collection": Collection,
    "legal_basis": LegalBasis,
    "potential": Potential,
    "form_of_address": FormOfAddress,
    "language": Language,
    "photo_consent": PhotoConsent,
}
NOT_PLAIN = _("Phones, e-mails and birthdays of contacts you do not look after stay as they are.")


class Comparison:
    """Compares what rows say with what records hold, under what may be written over."""

    def __init__(self, reader: Reader, policy: Policy) -> None:
        self._reader, self._policy = reader, policy

    def changes(
        self,
        record: KnownClient | KnownContact,
        columns: Mapping[str, str],
        values: Mapping[str, Any],
    ) -> tuple[tuple[Change, ...], dict[str, Any]]:
        """Return what the file would change of a record, and the values that do it."""
        changes, plan = [], {}
        for key, value in values.items():
            before = as_kept(getattr(record, columns[key]))
            if _differs(key, before, value) and self._policy.allows(key, before):
                changes.append(Change(key, self._shown(key, before), self._shown(key, value)))
                plan[columns[key]] = value
        return tuple(changes), plan

    def address_changes(
        self, client: KnownClient, given: Mapping[str, list[str]]
    ) -> tuple[dict[str, Any], tuple[Change, ...]]:
        """Return the same for the addresses of a client: those of a kind are written over together."""
        kept = client.addresses
        changes, wanted = [], {}
        for key, texts in given.items():
            before = kept.get(ADDRESS_COLUMNS[key], [])
            if joined(texts) != joined(before) and self._policy.allows(key, joined(before)):
                changes.append(Change(key, joined(before), joined(texts)))
                wanted[str(ADDRESS_COLUMNS[key])] = {"before": before, "after": texts}
        return ({"addresses": wanted} if wanted else {}), tuple(changes)

    def custom_changes(
        self,
        record: KnownClient | KnownContact,
        given: Mapping[str, Any],
        *,
        plain: bool,
        notes: list[str],
    ) -> tuple[dict[str, dict[str, Any]], tuple[Change, ...]]:
        """Return the same for fields of the house; personal ones only where they could be read."""
        if not given:
            return {}, ()
        kept_open, kept_sealed = custom_fields.kept_values(record)
        known = self._reader.client_fields | self._reader.contact_fields
        changes, wanted = [], {}
        for key, value in given.items():
            one = known[key]
            if one.is_personal and not plain:
                notes.append(str(NOT_PLAIN))
                continue
            before = (kept_sealed if one.is_personal else kept_open).get(one.key)
            if value is None or _lines(value) == _lines(before):
                continue
            if not self._policy.allows(key, before):
                continue
            shown = custom_fields.shown_kept
            changes.append(Change(key, shown(one, before), shown(one, value)))
            wanted[key] = value
        return custom_plan(known, wanted), tuple(changes)

    def _shown(self, key: str, value: Any) -> str:
        """Return a value as a person reads it."""
        if key == "account_manager":
            return self._reader.manager_names.get(value, "")
        if key == "festivals":
            return festival_names(value or [])
        if key == "lunar_birthday":
            return lunar_words(value)
        if key in _CHOICES and value:
            return str(_CHOICES[key](value).label)
        return str(value)


def custom_plan(fields: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is to be put into fields of the house, by key: open, and sealed."""
    if not given:
        return {}
    plan: dict[str, Any] = {"custom": {}, "sealed": {}}
    for key, value in given.items():
        if value is not None:
            plan["sealed" if fields[key].is_personal else "custom"][fields[key].key] = value
    return {name: values for name, values in plan.items() if values}


def new_addresses(given: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the plan for the addresses of a new client."""
    wanted = {
        str(ADDRESS_COLUMNS[key]): {"before": [], "after": texts} for key, texts in given.items()
    }
    return {"addresses": wanted} if wanted else {}


def joined(texts: Iterable[str]) -> str:
    """Return the addresses of one kind as they stand in a cell."""
    return "；".join(_APART.sub("；", plain_words(text)) for text in texts)


def _differs(key: str, before: Any, after: Any) -> bool:
    """Tell whether a cell says something else than the record; how a number is spaced does not matter."""
    if before == after:
        return False
    if key == "phone":
        return plain_phone(str(before)) != plain_phone(str(after))
    if key == "festivals":
        return set(before) != set(after)
    if key == "email":
        return plain_email(str(before)) != plain_email(str(after))
    return _lines(before) != _lines(after)


def _lines(value: Any) -> str:
    """Return words with their lines ended alike: browsers, spreadsheet programs and systems differ in that."""
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def numbers_differ(look: Look, client: KnownClient) -> bool:
    """Tell whether a row names other numbers than a client of the same name has."""
    named = ("number", "credit_code", "business_number")
    return any(
        (given := look.client.values.get(kind))
        and getattr(client, kind)
        and given != getattr(client, kind)
        for kind in named
    )


def reaches(look: Look, contact: KnownContact) -> bool:
    """Tell whether a row names the main phone or e-mail of a contact."""
    phone, email = look.phone, look.email
    return bool(
        (phone and contact.phone_index in versions(phone))
        or (email and contact.email_index in versions(email))
    )


def is_another(look: Look, contact: KnownContact, *, by_name_alone: bool = False) -> bool:
    """Tell whether a row that names a contact says of everything else that it is somebody else.

    Args:
        look: the row.
        contact: who has that name.
        by_name_alone: whether nothing but the name leads there, not even a company: one contradiction is enough.
    """
    phone, email = look.phone, look.email
    if is_told(contact.phone_index, phone, contact) or is_told(contact.email_index, email, contact):
        return False
    born = look.person.values.get("birthday")
    differs = [
        bool(phone and contact.phone_index),
        bool(email and contact.email_index),
        bool(born and contact.birthday and born != contact.birthday),
    ]
    return sum(differs) > (0 if by_name_alone else 1)


def is_told(kept: str, index: str, contact: KnownContact) -> bool:
    """Tell whether a number or address is a contact's main one, or among the further ones.

    Args:
        kept: the index of the main one.
        index: that of what a row says.
        contact: whose it is.
    """
    return bool(index) and (
        kept in versions(index) or not contact.points.isdisjoint(versions(index))
    )


def new_points(look: Look, contact: KnownContact) -> list[tuple[str, str, str]]:
    """Return the further numbers and addresses of a row that a contact has not yet."""
    if not look.points:
        return []
    known = contact.points | {contact.phone_index, contact.email_index}
    return [point for point in look.points if known.isdisjoint(versions(point[2]))]


def pk_of(client: KnownClient | None) -> int | None:
    """Return the key of a client, if there is one."""
    return client.pk if client else None
