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

from foyer.clients.company_names import closed_up, compared_companies
from foyer.clients.enums import Collection
from foyer.clients.models import CustomField
from foyer.clients.services import custom_fields
from foyer.clients.services.import_fields import (
    ADDRESS_COLUMNS,
    CLIENT_CUSTOM,
    CONTACT_CUSTOM,
    MAIN,
    POINT_COLUMNS,
    POINTS,
    as_kept,
    person_keys,
)
from foyer.core.imports.cells import CellReader, ColumnReader
from foyer.core.imports.targets import Column, Given
from foyer.core.models import User
from foyer.core.reaching import emails_in, phones_in
from foyer.core.text import fold
from foyer.privacy.identifiers import blind_indexes

from .cells import AddressResource, ClientResource, ContactResource
from .columns import CLIENT, PERSON

_LISTED = re.compile(r"[；;\n]")
_APART = re.compile(r"[；;]")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIRST_BIRTHDAY = date(1900, 1, 1)
_NUMBERS = ("number", "credit_code", "business_number")
_DAYS = frozenset({"birthday", "photo_consent_on", "since"})
_NOT_TEXT = _DAYS | {"annual_spend"}
_FURTHER = frozenset(POINT_COLUMNS)
_SEVERAL = {
    **dict.fromkeys(("phone", "phone_2", "phone_3"), phones_in),
    **dict.fromkeys(("email", "email_2"), emails_in),
}
_WITHOUT_YEAR = "--"


@dataclass(slots=True)
class Side:
    """What a row says of its client, or of its contact: by column, and of the fields of the house by key.

    `addresses` are those of a client, by column; `main` is whether a contact is the client's main one,
    None where the row does not say so; `further` is whether a contact has several phones or e-mails.
    """

    values: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    addresses: dict[str, list[str]] = field(default_factory=dict)
    main: bool | None = None
    further: bool = False

    def __bool__(self) -> bool:
        return bool(self.values or self.custom or self.addresses or self.main or self.further)


@dataclass(slots=True)
class Look:
    """A row after its cells were read.

    `folded` is the company's name as `folded_company` compares it, `closed` as `closed_up` does;
    `named` is the contact's as `person_key` does, `numbered` the number as `closed_up` does.
    """

    row: Given
    client: Side
    person: Side
    problems: list[str]
    notes: list[str] = field(default_factory=list)
    phone: str = ""
    email: str = ""
    more: list[tuple[str, str]] = field(default_factory=list)  # kind, value: of cells with several
    points: list[tuple[str, str, str]] = field(default_factory=list)  # kind, value, index
    folded: str = ""
    closed: str = ""
    named: str = ""
    numbered: str = ""
    keys: list[tuple[str, str]] = field(default_factory=list)  # of the client, the surest first


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
        client = CellReader(ClientResource(), _without(CLIENT, "account_manager"))
        person = CellReader(ContactResource(), PERSON)
        self._address = CellReader(AddressResource(), CLIENT)
        self._sides: dict[str, tuple[int, ColumnReader]] = {
            key: (side, column)
            for side, reader in enumerate((client, person))
            for key, column in reader.columns.items()
        }
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
        """Return what rows say; what can be worked out for all of them at once is."""
        looks = [self._look(row) for row in rows]
        companies = [str(look.client.values.get("company", "")) for look in looks]
        names = [str(look.person.values.get("name", "")) for look in looks]
        phones, emails = (
            blind_indexes([str(look.person.values.get(kind, "")) for look in looks], kind=kind)
            for kind in ("phone", "email")
        )
        compared = zip(compared_companies(companies), person_keys(names), strict=True)
        reached = zip(phones, emails, strict=True)
        for look, ((folded, closed), named), (phone, email) in zip(
            looks, compared, reached, strict=True
        ):
            look.folded, look.closed, look.named = folded, closed, named
            look.phone, look.email = phone, email
            look.keys = _keys(look)
            if number := look.client.values.get("number"):
                look.numbered = number.lower() if _is_plain(number) else closed_up(number)
            if look.more or not _FURTHER.isdisjoint(look.person.values):
                look.points = _points(look)
            look.problems += _missing(look)
        return looks

    def _look(self, row: Given) -> Look:
        problems = list(row.problems)
        read: tuple[dict[str, Any], dict[str, Any]] = {}, {}
        client, person = Side(read[0]), Side(read[1])
        look = Look(row, client, person, problems)
        for key, text in row.values.items():
            found = self._sides.get(key)
            if found is None:
                self._read_other(key, text, look)
                continue
            side, column = found
            if text in column.known:
                read[side][key] = column.known[text]
                continue
            if key in _DAYS and not _ISO.fullmatch(text):
                if text.startswith(_WITHOUT_YEAR):
                    look.notes.append(_yearless(text))
                continue  # its sentence is among the problems
            try:
                read[side][key] = column.read(self._first(key, text, look))
            except ValidationError as reason:
                problems += reason.messages
        for key in _NOT_TEXT & read[0].keys():
            read[0][key] = as_kept(read[0][key])
        for key in _NOT_TEXT & read[1].keys():
            read[1][key] = self._checked(key, read[1][key], problems)
        return look

    def _first(self, key: str, text: str, look: Look) -> str:
        """Return what a cell says first; the further phones or addresses in it are put aside."""
        if text.isalnum() or (apart := _SEVERAL.get(key)) is None or len(parts := apart(text)) < 2:
            return text
        look.notes.append(_several(key, parts))
        self._read_further(parts[1:], look)
        return parts[0]

    def _read_further(self, parts: Iterable[str], look: Look) -> None:
        """Read further phones and e-mails that stand in one cell."""
        for one in parts:
            kind = "email" if "@" in one else "phone"
            try:
                look.more.append((kind, str(self._sides[kind][1].read(one))))
            except ValidationError as reason:
                look.problems += reason.messages
        look.person.further = True

    def _checked(self, key: str, value: Any, problems: list[str]) -> Any:
        """Return a day or list as it is kept; nobody was born in the future."""
        if key == "birthday" and not _FIRST_BIRTHDAY <= value <= self._today:
            words = gettext("Nobody was born on this day: check the year.")
            problems.append(sentence("birthday", words))
        return as_kept(value)

    def _read_other(self, key: str, text: str, look: Look) -> None:
        """Read a cell that is no plain attribute of the client or the contact."""
        client, person, problems = look.client, look.person, look.problems
        if key == POINTS:
            parts = (one for part in _LISTED.split(text) for one in _reached(part))
            self._read_further(parts, look)
        elif key in ADDRESS_COLUMNS:
            self._read_addresses(key, text, client, problems)
        elif key == "account_manager":
            self._read_manager(text, client, problems)
        elif key == MAIN:
            person.main = custom_fields.yes_or_no(text)
            if person.main is None:
                words = gettext("“%(text)s” is not known here. Enter one of: %(offered)s.")
                offered = f"{gettext('Yes')}、{gettext('No')}"
                said = words % {"text": text.strip()[:60], "offered": offered}
                problems.append(sentence(MAIN, said))
        elif key in self.client_fields:
            _read_custom(self.client_fields[key], key, text, client, problems)
        elif key in self.contact_fields:
            _read_custom(self.contact_fields[key], key, text, person, problems)

    def _read_addresses(self, key: str, text: str, client: Side, problems: list[str]) -> None:
        """Read the addresses of one kind: one in a cell, or several with semicolons between them."""
        column, found = self._address.columns[key], dict[str, None]()
        for one in _APART.split(text):
            if one.strip():
                try:
                    found[column.read(one)] = None
                except ValidationError as reason:
                    problems += reason.messages
        client.addresses[key] = list(found)

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


def _read_custom(one: CustomField, key: str, text: str, side: Side, problems: list[str]) -> None:
    try:
        side.custom[key] = custom_fields.cleaned(one, text)
    except ValidationError as error:
        problems += [_said(one.label_text, str(words)) for words in error.messages]


def _keys(look: Look) -> list[tuple[str, str]]:
    values = look.client.values
    found = [(kind, str(values[kind])) for kind in _NUMBERS if values.get(kind)]
    if look.folded:
        found.append(("company", look.folded))
    return found


def _missing(look: Look) -> list[str]:
    if look.person and not look.person.values.get("name"):
        words = gettext("Enter the name of the contact whose phone, e-mail or title this is.")
        return [sentence("name", words)]
    if look.client and not look.keys:
        return [sentence("company", gettext("Enter the name or the number of the client."))]
    return []


def _reached(text: str) -> list[str]:
    return emails_in(text) if "@" in text else phones_in(text)


def _is_plain(number: str) -> bool:
    return number.isascii() and number.isalnum()


def _several(key: str, parts: Sequence[str]) -> str:
    words = gettext("%(count)s in one cell: all but the first are kept as further ones.")
    return sentence(key, words % {"count": len(parts)})


def _yearless(text: str) -> str:
    words = gettext("The file gives no year (%(day)s): the birthday is left out.")
    return sentence("birthday", words % {"day": text.removeprefix(_WITHOUT_YEAR)})


def _points(look: Look) -> list[tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    given = [(kind, str(look.person.values.pop(key, ""))) for key, kind in POINT_COLUMNS.items()]
    for kind, value in (*given, *look.more):
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
