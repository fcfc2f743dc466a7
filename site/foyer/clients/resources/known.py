"""The clients and contacts the rows of a list may mean. (IMPORT 6)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import batched
from typing import Any

from foyer.clients.company_names import closed_up, folded_companies
from foyer.clients.models import VIEW_EVERY, Client, ClientAddress, Contact, ContactPoint
from foyer.clients.models.visibility import sees
from foyer.clients.services.import_fields import addresses_of, person_key
from foyer.core.imports.sets import Among
from foyer.core.models import User
from foyer.privacy.sealing import versions

from .looks import Look
from .records import CLIENT, CONTACT, INDEXES, KnownClient, KnownContact, as_they_lie

_CHUNK = 2000
_UNIQUE = ("number", "credit_code", "business_number")
_OF_CLIENT = ("folded_name", "main_contact_id")
_FORMS = ("short_name", "name_en")  # what a client is called beside its name
_AT_CLIENT = (
    *("client__name", "client__short_name", "client__account_manager"),
    "client__main_contact",
)


class KnownClients:
    """All clients a member of staff may see; others by their numbers alone.

    Those are found by their names through the database's index; short and English names have none and
    are kept here.
    """

    def __init__(self, by: User) -> None:
        self.by = by
        self._every = by.has_perm(VIEW_EVERY)
        self._sensitive = by.has_perm("clients.view_sensitive_contact")
        self._called: dict[int, tuple[int, ...]] = {}
        names = Client.objects.visible_to(by).exclude(short_name="", name_en="").order_by("pk")
        every = names.values_list("pk", *_FORMS).iterator(chunk_size=_CHUNK)
        for piece in batched(every, _CHUNK, strict=False):
            for column in range(1, 1 + len(_FORMS)):
                folded = folded_companies(str(row[column]) for row in piece)
                for row, name in zip(piece, folded, strict=True):
                    self._note(name, int(row[0]))

    def _note(self, name: str, pk: int) -> None:
        if name:
            known = self._called.get(hash(name), ())
            if pk not in known:
                self._called[hash(name)] = (*known, pk)

    def is_plain(self, manager_id: int | None) -> bool:
        """Tell whether what is sealed about the clients of an account manager may be read."""
        return self._sensitive and (self._every or manager_id in (None, self.by.pk))

    def sees(self, manager_id: int | None) -> bool:
        """Tell whether the clients of an account manager may be seen."""
        return sees(self.by, manager_id)

    def also_called(self, folded: str) -> tuple[int, ...]:
        """Return the clients that have a name for a short or an English one."""
        return self._called.get(hash(folded), ())

    def near(self, looks: Sequence[Look]) -> NearClients:
        """Return the clients and contacts any of these rows may mean, in a handful of queries."""
        rows: dict[int, Any] = {}
        named = {look.folded for look in looks} - {""}
        also = {pk for folded in named for pk in self.also_called(folded)}
        wanted: dict[str, Collection[Any]] = {"folded_name": named, "pk": also}
        wanted["folded_number"] = {look.numbered for look in looks if look.numbered}
        for kind in _UNIQUE:
            wanted[kind] = {key for look in looks for of, key in look.keys if of == kind}
        for column, values in wanted.items():
            if values:
                found = Client.objects.filter(Among(column, values)).order_by()
                rows |= {row[0]: row for row in as_they_lie(found, CLIENT, *_OF_CLIENT)}
        addresses = _by(ClientAddress, "client_id", rows)
        clients = [
            KnownClient(*row, addresses_of(addresses.get(pk, ()))) for pk, row in rows.items()
        ]
        seen = [one.pk for one in clients if self.sees(one.account_manager_id)]
        return NearClients(self, clients, list(self._contacts(seen, looks)))

    def _contacts(self, seen: Sequence[int], looks: Sequence[Look]) -> Iterator[KnownContact]:
        wanted: dict[str, Collection[Any]] = {
            "client_id": seen,
            "phone_index": _versions(look.phone for look in looks),
            "email_index": _versions(look.email for look in looks),
        }
        rows: dict[int, Any] = {}
        for column, values in wanted.items():
            if values:
                visible = Contact.objects.filter(Among(column, values)).visible_to(self.by)
                found = as_they_lie(visible.order_by(), CONTACT, *INDEXES, *_AT_CLIENT)
                rows |= {row[0]: row for row in found}
        points = _by(ContactPoint, "contact_id", rows)
        for pk, row in rows.items():
            further = frozenset(
                index
                for point in points.get(pk, ())
                for index in (point.phone_index, point.email_index)
                if index
            )
            yield KnownContact(*row, further)


def _versions(indexes: Iterable[str]) -> set[str]:
    """Return indexes with what older keys made of the same values."""
    return {one for index in indexes if index for one in versions(index)}


def _by(model: type[Any], holder: str, pks: Collection[int]) -> Mapping[int, list[Any]]:
    """Return what belongs to some records, by their keys."""
    found: dict[int, list[Any]] = defaultdict(list)
    if not pks:
        return found
    those = model._default_manager.filter(Among(holder, pks)).order_by("pk")
    for row in those.values_list("pk", holder, *_OF[model], named=True):
        found[getattr(row, holder)].append(row)
    return found


_OF: dict[type[Any], tuple[str, ...]] = {ClientAddress: ("kind", "text"), ContactPoint: INDEXES}


class NearClients:
    """Clients and contacts some rows may mean."""

    def __init__(
        self,
        known: KnownClients,
        clients: Iterable[KnownClient],
        contacts: Iterable[KnownContact],
    ) -> None:
        self._known = known
        self._clients = {client.pk: client for client in clients}
        self._numbered = {
            (kind, getattr(client, kind)): client
            for client in self._clients.values()
            for kind in _UNIQUE
            if getattr(client, kind)
        }
        self._named: dict[str, list[int]] = defaultdict(list)
        self._alike: dict[
            str, KnownClient
        ] = {}  # by numbers in the form in which they are compared
        for client in self._clients.values():
            if self.sees(client):
                self._named[client.folded_name].append(client.pk)
                self._alike.setdefault(closed_up(client.number), client)
        self._contacts: dict[int | None, list[KnownContact]] = defaultdict(list)
        self._reached: dict[str, list[KnownContact]] = defaultdict(list)
        for contact in sorted(contacts, key=lambda one: one.pk):
            self._contacts[contact.client_id].append(contact)
            for index in (contact.phone_index, contact.email_index):
                if index:
                    self._reached[index].append(contact)

    def numbered(self, look: Look) -> dict[str, KnownClient]:
        """Return the clients that have the numbers a row names, whether they may be seen or not."""
        return {key[0]: client for key in look.keys if (client := self._numbered.get(key))}

    def numbered_alike(self, look: Look) -> KnownClient | None:
        """Return a client that may be seen and whose number a row writes otherwise: A-001 and a001."""
        return self._alike.get(look.numbered) if look.numbered else None

    def called(self, look: Look) -> list[KnownClient]:
        """Return the clients that may be seen and have the name a row says, in any of its forms."""
        if not look.folded:
            return []
        pks = {*self._named.get(look.folded, ()), *self._known.also_called(look.folded)}
        return [self._clients[pk] for pk in sorted(pks) if pk in self._clients]

    def client(self, pk: int) -> KnownClient | None:
        """Return one of the clients."""
        return self._clients.get(pk)

    def sees(self, client: KnownClient) -> bool:
        """Tell whether the client may be seen."""
        return self._known.sees(client.account_manager_id)

    def contacts_of(self, client_pk: int | None) -> list[KnownContact]:
        """Return the contacts of a client."""
        return self._contacts.get(client_pk, [])

    def reached(self, look: Look) -> list[KnownContact]:
        """Return the contacts of any client with the phone or e-mail and the name a row says."""
        found = {
            contact.pk: contact
            for index in (look.phone, look.email)
            if index
            for key in versions(index)
            for contact in self._reached.get(key, ())
            if self._known.is_plain(contact.manager_id)
        }
        return [contact for contact in found.values() if person_key(contact.name) == look.named]


def is_same_name(client: KnownClient, look: Look) -> bool:
    """Tell whether a name is a client's own, or one of the two only leaves the kind of company out."""
    ours, theirs = closed_up(client.name), look.closed
    if ours == theirs:
        return True
    short, full = sorted((ours, theirs), key=len)
    return short in (client.folded_name, look.folded) and full.startswith(short)
