"""Rows of a list of clients after their cells were read: what they say, and by what a client and a person are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext

from foyer.clients.company_names import folded_company
from foyer.clients.enums import Collection
from foyer.clients.models import CustomField
from foyer.clients.services import custom_fields
from foyer.clients.services.import_fields import (
    ADDRESS_COLUMNS,
    CLIENT_COLUMNS,
    CLIENT_CUSTOM,
    CONTACT_CUSTOM,
    POINT_COLUMNS,
    as_kept,
)
from foyer.core.imports.cells import CellReader
from foyer.core.imports.targets import Column, Given
from foyer.core.models import User
from foyer.core.text import fold
from foyer.privacy.identifiers import blind_indexes

from .cells import AddressResource, ClientResource, ContactResource
from .columns import CLIENT, PERSON, PERSON_KEYS

_APART = re.compile(r"[；;]")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIRST_BIRTHDAY = date(1900, 1, 1)


@dataclass(slots=True)
class Side:
    """What a row says of its client, or of its contact: by column, and of the fields of the house by key.

    `addresses` are those of a client, by column.
    """

    values: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    addresses: dict[str, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values or self.custom or self.addresses)


@dataclass(slots=True)
class Look:
    """A row after its cells were read."""

    row: Given
    client: Side
    person: Side
    problems: list[str]
    notes: list[str] = field(default_factory=list)
    phone: str = ""
    email: str = ""
    points: list[tuple[str, str, str]] = field(default_factory=list)  # kind, value, index
    _folded: str | None = None

    @property
    def folded(self) -> str:
        """The company's name in its comparable form, worked out once: it is asked for a dozen times."""
        if self._folded is None:
            self._folded = folded_company(self.client.values.get("company", ""))
        return self._folded

    @property
    def keys(self) -> list[tuple[str, str]]:
        """By what the client is known again, the surest first."""
        values = self.client.values
        named = ("number", "credit_code", "business_number")
        found = [(kind, str(values[kind])) for kind in named if values.get(kind)]
        return [*found, ("company", self.folded)] if self.folded else found


class Reader:
    """Reads the cells of rows.

    Args:
        fields: the fields of the house, of clients and of contacts.
        managers: the members of staff who may look after clients.
        today: the day of the check.
    """

    def __init__(
        self,
        client_fields: Iterable[CustomField],
        contact_fields: Iterable[CustomField],
        managers: Iterable[User],
        today: date,
    ) -> None:
        self.client_fields = {f"{CLIENT_CUSTOM}{one.key}": one for one in client_fields}
        self.contact_fields = {f"{CONTACT_CUSTOM}{one.key}": one for one in contact_fields}
        self._client = CellReader(ClientResource(), _without(CLIENT, "account_manager"))
        self._address = CellReader(AddressResource(), CLIENT)
        self._person = CellReader(ContactResource(), PERSON)
        self._managers: dict[str, set[int]] = {}
        self.manager_names = {}
        for user in managers:
            self.manager_names[user.pk] = str(user)
            for word in {
                user.username,
                user.email,
                str(user),
                f"{user.last_name}{user.first_name}",
            }:
                if word:
                    self._managers.setdefault(fold(word), set()).add(user.pk)
        self._today = today

    def read(self, rows: Sequence[Given]) -> list[Look]:
        """Return what rows say."""
        looks = [self._look(row) for row in rows]
        for kind in ("phone", "email"):
            texts = [str(look.person.values.get(kind, "")) for look in looks]
            for look, index in zip(looks, blind_indexes(texts, kind=kind), strict=True):
                setattr(look, kind, index)
        for look in looks:
            look.points = _points(look)
        return looks

    def _look(self, row: Given) -> Look:
        problems = list(row.problems)
        client, person = Side(), Side()
        cells = {key: text for key, text in row.values.items() if key in CLIENT_COLUMNS}
        manager = cells.pop("account_manager", "")
        told = self._client.read(cells)
        problems += told.problems
        client.values = {key: as_kept(value) for key, value in told.values.items()}
        if manager:
            self._read_manager(manager, client, problems)
        for key in ADDRESS_COLUMNS.keys() & row.values.keys():
            self._read_addresses(key, row.values[key], client, problems)
        cells = {key: text for key, text in row.values.items() if key in PERSON_KEYS}
        for key in ("birthday", "photo_consent_on"):
            if not _ISO.fullmatch(cells.get(key, "0000-00-00")):
                cells.pop(key)  # its sentence is among the problems
        told = self._person.read(cells)
        problems += told.problems
        person.values = {key: as_kept(value) for key, value in told.values.items()}
        born = told.values.get("birthday")
        if isinstance(born, date) and not _FIRST_BIRTHDAY <= born <= self._today:
            words = gettext("Nobody was born on this day: check the year.")
            problems.append(sentence("birthday", words))
        for side, fields in ((client, self.client_fields), (person, self.contact_fields)):
            _read_custom(row, side, fields, problems)
        look = Look(row, client, person, problems)
        problems += _missing(look)
        return look

    def _read_addresses(self, key: str, text: str, client: Side, problems: list[str]) -> None:
        """Read the addresses of one kind: one in a cell, or several with semicolons between them."""
        told = [self._address.read({key: one}) for one in _APART.split(text) if one.strip()]
        for one in told:
            problems += one.problems
        client.addresses[key] = list(
            dict.fromkeys(one.values[key] for one in told if key in one.values)
        )

    def _read_manager(self, text: str, client: Side, problems: list[str]) -> None:
        found = self._managers.get(fold(text), set())
        if len(found) == 1:
            client.values["account_manager"] = next(iter(found))
            return
        words = (
            gettext("Several members of staff are called “%(text)s”. Enter the user name.")
            if found
            else gettext("“%(text)s” is nobody who looks after clients. Enter the user name.")
        )
        problems.append(sentence("account_manager", words % {"text": text.strip()[:60]}))


def _without(columns: tuple[Column, ...], key: str) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.key != key)


def _read_custom(
    row: Given, side: Side, fields: Mapping[str, CustomField], problems: list[str]
) -> None:
    for key in fields.keys() & row.values.keys():
        try:
            side.custom[key] = custom_fields.cleaned(fields[key], row.values[key])
        except ValidationError as error:
            label = fields[key].label_text
            problems += [_said(label, str(words)) for words in error.messages]


def _missing(look: Look) -> list[str]:
    if look.person and not look.person.values.get("name"):
        words = gettext("Enter the name of the contact whose phone, e-mail or title this is.")
        return [sentence("name", words)]
    if look.client and not look.keys:
        return [sentence("company", gettext("Enter the name or the number of the client."))]
    return []


def _points(look: Look) -> list[tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    for key, kind in POINT_COLUMNS.items():
        value = str(look.person.values.pop(key, ""))
        if not value:
            continue
        (index,) = blind_indexes([value], kind=kind)
        if index and index not in (look.phone, look.email):
            found.setdefault(index, (kind, value, index))
    return list(found.values())


def explained(values: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with where a client's facts come from, as the database rules. (001-05)"""
    if values.get("collection") != Collection.THIRD_PARTY:
        return []
    if values.get("provenance") and values.get("legal_basis"):
        return []
    words = gettext(
        "Facts received from others need a note where they come from, and a legal basis."
    )
    return [sentence("provenance", words)]


def unasked(values: Mapping[str, Any]) -> list[str]:
    """Return what is missing beside a consent to photographs: when and how they were asked. (000-18)"""
    if not values.get("photo_consent") or (
        values.get("photo_consent_on") and values.get("photo_consent_how")
    ):
        return []
    words = gettext("Say when and how they were asked for their consent to photographs.")
    return [sentence("photo_consent", words)]


_LABELS = {column.key: column.label for column in (*CLIENT, *PERSON)}


def label(key: str) -> str:
    """Return what a column is called at the beginning of a sentence."""
    return str(capfirst(str(_LABELS[key])))


def sentence(key: str, words: str) -> str:
    """Return a sentence about a column."""
    return _said(label(key), words)


def _said(column: str, words: str) -> str:
    return gettext("%(column)s: %(reason)s") % {"column": column, "reason": words}
