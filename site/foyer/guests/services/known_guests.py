"""Whom a row of a file means: the guests of a list by phone, e-mail, name and company. (IMPORT 6)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from foyer.core.text import fold, fold_many, has_han
from foyer.events.models import Event
from foyer.guests.models import Guest
from foyer.privacy.identifiers import blind_index, blind_indexes
from foyer.privacy.sealing import versions

FIELDS = (
    "name",
    "latin_name",
    "form_of_address",
    "company",
    "title",
    "phone",
    "email",
    "language",
    "party_limit",
    "table",
    "seat",
    "dietary_notes",
    "host_id",
)
# The moment of the code, not its hash: that changes with the house's keys.
WATCHED = (
    *FIELDS,
    "reply",
    "reply_party",
    "contact_id",
    "code_issued_at",
    "cancelled_at",
)


class Keys(NamedTuple):
    """By what a person is known again: phone, e-mail, name with company, and the name alone."""

    phone: str
    email: str
    person: tuple[str, str]

    @property
    def name(self) -> str:
        """The name in its comparable form."""
        return self.person[0]


def name_key(name: str) -> str:
    """Return a name in one comparable form; Chinese names are often spaced out to look even."""
    return _closed_up(fold(name))


def _closed_up(folded: str) -> str:
    return folded.replace(" ", "") if " " in folded and has_han(folded) else folded


def keys_of(values: Mapping[str, Any]) -> Keys:
    """Return the keys of a person from a row's values."""
    return Keys(
        phone=blind_index(values.get("phone") or "", kind="phone"),
        email=blind_index(values.get("email") or "", kind="email"),
        person=person_key(values.get("name") or "", values.get("company") or ""),
    )


def keys_of_many(rows: Sequence[Mapping[str, Any]]) -> list[Keys]:
    """Return the keys of many persons, each as `keys_of` does."""
    phones, emails, names, companies = (
        [row.get(key) or "" for row in rows] for key in ("phone", "email", "name", "company")
    )
    return [
        Keys(phone, email, (_closed_up(name), company))
        for phone, email, name, company in zip(
            blind_indexes(phones, kind="phone"),
            blind_indexes(emails, kind="email"),
            fold_many(names),
            fold_many(companies),
            strict=True,
        )
    ]


def person_key(name: str, company: str) -> tuple[str, str]:
    """Return a name and a company in one comparable form."""
    return name_key(name), fold(company) if company else ""


class NearGuests:
    """Guests some rows may mean; those struck off only count where nobody else matches."""

    def __init__(self, guests: Iterable[Guest]) -> None:
        self._by: dict[tuple[str, object], Guest] = {}
        for guest in sorted(guests, key=lambda one: (one.cancelled_at is None, -one.pk)):
            person = person_key(guest.name, guest.company)
            for kind, key in (
                ("phone", guest.phone_index),
                ("email", guest.email_index),
                ("person", person),
                ("name", person[0]),
            ):
                self._by[(kind, key)] = guest

    def matches(self, keys: Keys) -> list[Guest]:
        """Return the guests a row means: by phone, then e-mail, else by name and company."""
        found = [
            self._by[(kind, key)]
            for kind, kept in (("phone", keys.phone), ("email", keys.email))
            for key in versions(kept)
            if key and (kind, key) in self._by
        ]
        if not found and ("person", keys.person) in self._by:
            found = [self._by[("person", keys.person)]]
        return list({guest.pk: guest for guest in found}.values())

    def namesake(self, keys: Keys) -> Guest | None:
        """Return a guest of the same name who may be the same person: a company is missing on one side."""
        guest = self._by.get(("name", keys.name))
        if guest is None or guest.cancelled_at or (guest.company and keys.person[1]):
            return None
        return guest


class ListedGuests:
    """The guests of an event: names are held in short form, whoever may be meant is read by index."""

    def __init__(self, event: Event) -> None:
        self._guests = event.guests.only(*WATCHED, "phone_index", "email_index")
        self._named: dict[int, int] = {}
        self.contacts: dict[int, int] = {}
        listed = event.guests.order_by("-pk").values_list(
            "pk", "name", "company", "contact_id", "cancelled_at"
        )
        struck_off: dict[int, int] = {}
        for pk, name, company, contact, cancelled_at in listed.iterator(chunk_size=2000):
            person = person_key(name, company)
            named = struck_off if cancelled_at else self._named
            named[hash(person)] = named[hash(person[0])] = pk
            if contact and not cancelled_at:
                self.contacts[contact] = pk
        self._named = struck_off | self._named

    def near(self, rows: Sequence[Keys]) -> NearGuests:
        """Return the guests any of these rows may mean, in three queries."""
        if not self._named:
            return NearGuests(())
        named = self._named
        pks = {named.get(hash(key)) for keys in rows for key in (keys.person, keys.name)}
        found: dict[int, Guest] = {}
        for condition in (
            {"phone_index__in": {keys.phone for keys in rows} - {""}},
            {"email_index__in": {keys.email for keys in rows} - {""}},
            {"pk__in": pks - {None}},
        ):
            found |= {guest.pk: guest for guest in self._guests.filter(**condition)}
        return NearGuests(found.values())
