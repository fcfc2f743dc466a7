"""The clients, people and visits the rows of a list of visits may mean. (IMPORT 6)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q

from foyer.clients.company_names import folded_company
from foyer.clients.models import Client, Contact, Visit
from foyer.clients.services.import_fields import person_key
from foyer.clients.services.visit_import import visiting_staff
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.core.text import fold


class Wanted(NamedTuple):
    """What a row says of its client, and when."""

    number: str
    name: str
    external_id: str
    at: datetime | None


class KnownVisits:
    """Clients and visits some rows may mean, read in a handful of queries.

    A client is found when it may be seen, or through a visit that may be read.
    """

    def __init__(self, by: User, wanted: Iterable[Wanted]) -> None:
        wanted = list(wanted)
        named = {folded_company(one.name) for one in wanted} - {""}
        numbered = {fold(one.number) for one in wanted} - {""}
        external = {one.external_id for one in wanted} - {""}
        days = {house_day(one.at) for one in wanted if one.at}
        visits = Visit.objects.visible_to(by)
        seen = Q(pk__in=Client.objects.visible_to(by).order_by().values("pk"))
        seen |= Q(pk__in=visits.order_by().values("client"))
        meant = Q(folded_name__in=named) | Q(folded_number__in=numbered)
        people = Prefetch("contacts", Contact.objects.order_by("pk"))
        clients = list(Client.objects.filter(seen & meant).prefetch_related(people))
        self._named: dict[str, list[Client]] = defaultdict(list)
        self._numbered = {fold(client.number): client for client in clients}
        for client in clients:
            self._named[client.folded_name].append(client)
        found = visits.filter(Q(external_id__in=external) | _of(clients, days))
        related = found.select_related("client", "staff").prefetch_related(people)
        self._visits: dict[int, list[Visit]] = defaultdict(list)
        self._external: dict[str, Visit] = {}
        for visit in related.order_by("pk"):
            self._visits[visit.client_id].append(visit)
            self._external[visit.external_id] = visit
        taken = Visit.objects.filter(external_id__in=external).values_list("external_id", flat=True)
        self._taken = set(taken) - self._external.keys()

    def numbered(self, number: str) -> Client | None:
        """Return the client with a number."""
        return self._numbered.get(fold(number))

    def called(self, name: str) -> list[Client]:
        """Return the clients of a name, written in either kind of Chinese."""
        return self._named.get(folded_company(name), [])

    def external(self, external_id: str) -> Visit | None:
        """Return the visit another program knows by a number."""
        return self._external.get(external_id) if external_id else None

    def is_taken(self, external_id: str) -> bool:
        """Tell whether a number of another program belongs to a visit that may not be read."""
        return external_id in self._taken

    def at(self, client: Client, at: datetime, *directions: str) -> list[Visit]:
        """Return the visits of a client at one minute, in some directions."""
        minute = at.replace(second=0, microsecond=0)
        return [
            visit
            for visit in self._visits.get(client.pk, ())
            if visit.direction in directions
            and visit.happened_at.replace(second=0, microsecond=0) == minute
        ]


def _of(clients: Iterable[Client], days: Iterable[date]) -> Q:
    return Q(client__in=[client.pk for client in clients], happened_on__in=list(days))


class KnownStaff:
    """The members of staff who file visits, by user name, e-mail and full name."""

    def __init__(self) -> None:
        self._known: dict[str, set[int]] = defaultdict(set)
        self.names: dict[int, str] = {}
        for user in visiting_staff():
            self.names[user.pk] = str(user)
            for word in words_for(user):
                self._known[word].add(user.pk)

    def called(self, text: str) -> set[int]:
        """Return the keys of those who are called so."""
        return self._known.get(fold(text), set())


def words_for(user: Any) -> set[str]:
    """Return what a member of staff may be called in a file."""
    said = (user.username, user.email, str(user), f"{user.last_name}{user.first_name}")
    return {fold(word) for word in said if word}


def people_called(client: Client, names: Iterable[str]) -> Mapping[str, list[Contact]]:
    """Return the contacts of a client by the names a row says."""
    known: dict[str, list[Contact]] = defaultdict(list)
    for contact in client.contacts.all():
        known[person_key(contact.name)].append(contact)
    return {name: known.get(person_key(name), []) for name in names}
