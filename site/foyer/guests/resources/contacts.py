"""The contacts the rows of a guest list may mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from foyer.clients.models import Contact
from foyer.guests.services.known_guests import Keys, name_key, person_key
from foyer.privacy.sealing import versions

_COLUMNS = (
    "name",
    "latin_name",
    "form_of_address",
    "language",
    "taboos",
    "phone_index",
    "email_index",
    "client__name",
    "client__account_manager",
    "client__short_name",
)


class NearContacts:
    """Contacts some rows may mean."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self._by: dict[tuple[str, object], Contact] = {}
        for contact in sorted(contacts, key=lambda one: -one.pk):
            for kind, key in (
                ("phone", contact.phone_index),
                ("email", contact.email_index),
                ("person", person_key(contact.name, contact.company)),
            ):
                self._by[(kind, key)] = contact

    def of(self, keys: Keys) -> Contact | None:
        """Return the contact with this phone or e-mail and this name."""
        reached = (("phone", keys.phone), ("email", keys.email))
        for place in ((kind, key) for kind, kept in reached for key in versions(kept) if key):
            contact = self._by.get(place)
            if contact and name_key(contact.name) == keys.name:
                return contact
        return None

    def namesake(self, keys: Keys) -> Contact | None:
        """Return a contact with the same name and company."""
        return self._by.get(("person", keys.person))


class KnownContacts:
    """All contacts: found by the indexes of phone and e-mail, and by name where they may be named.

    Args:
        named: whether contacts may be named to whoever imports.
    """

    def __init__(self, *, named: bool) -> None:
        self.named = named
        everybody = Contact.objects.values_list("pk", "name", "client__name")
        self._persons = (
            {
                hash(person_key(name, company or "")): pk
                for pk, name, company in everybody.iterator(chunk_size=2000)
            }
            if named
            else {}
        )
        self._contacts = Contact.objects.select_related("client").only(*_COLUMNS)
        self._any = Contact.objects.exists()

    def near(self, rows: Sequence[Keys]) -> NearContacts:
        """Return the contacts any of these rows may mean, in three queries at most."""
        if not self._any:
            return NearContacts(())
        found: dict[int, Contact] = {}
        conditions: list[dict[str, Any]] = [
            {"phone_index__in": {keys.phone for keys in rows} - {""}},
            {"email_index__in": {keys.email for keys in rows} - {""}},
            {"pk__in": {self._persons.get(hash(keys.person)) for keys in rows} - {None}},
        ]
        for condition in conditions:
            found |= {contact.pk: contact for contact in self._contacts.filter(**condition)}
        return NearContacts(found.values())


def from_contact(contact: Contact) -> dict[str, Any]:
    """Return what is taken over from a contact where the file says nothing."""
    return {
        "latin_name": contact.latin_name,
        "form_of_address": contact.form_of_address,
        "language": contact.language,
        "dietary_notes": contact.taboos,
    }
