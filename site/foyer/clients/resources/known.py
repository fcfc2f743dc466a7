"""The clients and contacts the rows of a list may mean. (IMPORT 6)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Any

from django.db.models import Q

from foyer.clients.company_names import closed_up, folded_companies
from foyer.clients.models import Client, Contact
from foyer.clients.services.import_fields import person_key
from foyer.core.models import User
from foyer.privacy.sealing import versions

from .looks import Look

_CHUNK = 2000
_UNIQUE = ("number", "credit_code", "business_number")


class KnownClients:
    """All clients a member of staff may see, by their names in short form; others by their numbers alone."""

    def __init__(self, by: User) -> None:
        self._by = by
        self._named: dict[int, tuple[int, ...]] = {}
        names = Client.objects.visible_to(by).order_by("pk")
        every = names.values_list("pk", "name", "short_name", "name_en").iterator(chunk_size=_CHUNK)
        for piece in batched(every, _CHUNK, strict=False):
            for column in (1, 2, 3):
                folded = folded_companies(str(row[column]) for row in piece)
                for row, name in zip(piece, folded, strict=True):
                    self._note(name, row[0])

    def _note(self, name: str, pk: int) -> None:
        if name:
            known = self._named.get(hash(name), ())
            if pk not in known:
                self._named[hash(name)] = (*known, pk)

    def near(self, looks: Sequence[Look]) -> NearClients:
        """Return the clients and contacts any of these rows may mean, in a handful of queries."""
        clients: dict[int, Client] = {}
        named = {pk for look in looks for pk in self._named.get(hash(look.folded), ())}
        conditions: list[dict[str, Any]] = [{"pk__in": named}]
        for kind in _UNIQUE:
            wanted = {str(look.client.values.get(kind) or "") for look in looks} - {""}
            conditions.append({f"{kind}__in": wanted})
        for condition in conditions:
            found_clients = Client.objects.filter(**condition).prefetch_related("addresses")
            clients |= {client.pk: client for client in found_clients}
        seen = [pk for pk, client in clients.items() if client.is_visible_to(self._by)]
        reached = Q(phone_index__in={look.phone for look in looks} - {""})
        reached |= Q(email_index__in={look.email for look in looks} - {""})
        contacts: dict[int, Contact] = {}
        found = Contact.objects.select_related("client").prefetch_related("points")
        for wanted_contacts in (Q(client_id__in=seen), reached):
            visible = found.filter(wanted_contacts).visible_to(self._by)
            contacts |= {contact.pk: contact for contact in visible}
        return NearClients(self._by, clients.values(), contacts.values(), self._named)


class NearClients:
    """Clients and contacts some rows may mean."""

    def __init__(
        self,
        by: User,
        clients: Iterable[Client],
        contacts: Iterable[Contact],
        named: dict[int, tuple[int, ...]],
    ) -> None:
        self._by, self._named = by, named
        self._clients = {client.pk: client for client in clients}
        self._numbered = {
            (kind, getattr(client, kind)): client
            for client in self._clients.values()
            for kind in _UNIQUE
            if getattr(client, kind)
        }
        self._contacts: dict[int | None, list[Contact]] = defaultdict(list)
        self._reached: dict[tuple[str, str], list[Contact]] = defaultdict(list)
        for contact in sorted(contacts, key=lambda one: one.pk):
            self._contacts[contact.client_id].append(contact)
            for kind in ("phone", "email"):
                if index := getattr(contact, f"{kind}_index"):
                    self._reached[kind, index].append(contact)

    def numbered(self, look: Look) -> dict[str, Client]:
        """Return the clients that have the numbers a row names, whether they may be seen or not."""
        return {
            kind: client
            for kind, value in look.keys
            if (client := self._numbered.get((kind, value)))
        }

    def called(self, look: Look) -> list[Client]:
        """Return the clients that may be seen and have the name a row says, in any of its forms."""
        pks = self._named.get(hash(look.folded), ()) if look.folded else ()
        return [self._clients[pk] for pk in pks if pk in self._clients]

    def client(self, pk: int) -> Client | None:
        """Return one of the clients."""
        return self._clients.get(pk)

    def sees(self, client: Client) -> bool:
        """Tell whether the client may be seen."""
        return client.is_visible_to(self._by)

    def contacts_of(self, client_pk: int | None) -> list[Contact]:
        """Return the contacts of a client."""
        return self._contacts[client_pk]

    def reached(self, look: Look) -> list[Contact]:
        """Return the contacts of any client with the phone or e-mail and the name a row says."""
        found = {
            contact.pk: contact
            for kind, index in (("phone", look.phone), ("email", look.email))
            for key in versions(index)
            if index
            for contact in self._reached[kind, key]
            if contact.is_plain_to(self._by)
        }
        named = person_key(str(look.person.values.get("name", "")))
        return [contact for contact in found.values() if person_key(contact.name) == named]


def is_same_name(client: Client, company: str) -> bool:
    """Tell whether a name is a client's own, or one of the two only leaves the kind of company out."""
    ours, theirs = closed_up(client.name), closed_up(company)
    if ours == theirs:
        return True
    short, full = sorted((ours, theirs), key=len)
    return short in folded_companies([client.name, company]) and full.startswith(short)
