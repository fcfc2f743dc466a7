"""The host card: what a member of staff may know of a guest they are about to meet. (000-14, 003-08)

Each line stands there by the reader's own right to see it elsewhere: the guest list, the client, the visits,
the cases. Being somebody's host gives the name, company and place, and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from foyer.cases.enums import CaseKind
from foyer.cases.models import Case
from foyer.clients.models import Client, Portrait, Visit
from foyer.core.addressing import initials
from foyer.core.models import User

from .models import Guest


@dataclass(frozen=True, slots=True)
class HostCard:
    """What one reader may know of a guest.

    Attributes:
        dietary: what the guest does not eat; nothing for who may not see guest lists.
        client: their client, for who may see it.
        last_visit: the last time the house met or called that client, for who may read it.
        complaints: their open complaints, for who may see them.
        photo: their photo, for who may look at it while they agree to photographs.
    """

    guest: Guest
    dietary: str
    client: Client | None
    last_visit: Visit | None
    complaints: tuple[Case, ...]
    photo: Portrait | None

    @property
    def initials(self) -> str:
        """What stands where there is no photo."""
        return initials(self.guest.name)

    @property
    def mark(self) -> tuple[object, ...]:
        """What changes when anything changes that is shown of it."""
        seen = (self.last_visit.pk, self.last_visit.happened_on) if self.last_visit else None
        return (self.guest.pk, seen, tuple((one.pk, one.version) for one in self.complaints))


def host_cards(guests: Sequence[Guest], *, reader: User) -> dict[int, HostCard]:
    """Return the cards of some guests by guest, in a constant number of queries.

    Args:
        guests: with their contact and its client.
        reader: who looks at them.
    """
    sees_lists = reader.has_perm("guests.view_guest")
    clients = {guest.pk: _client_of(guest, reader) for guest in guests}
    known = {client.pk for client in clients.values() if client}
    visits = _last_visits(known, reader)
    complaints = _complaints(guests, reader)
    photos = photos_of(guests, reader=reader)
    return {
        guest.pk: HostCard(
            guest=guest,
            dietary=guest.dietary_notes if sees_lists else "",
            client=clients[guest.pk],
            last_visit=visits.get(client.pk) if (client := clients[guest.pk]) else None,
            complaints=tuple(one for one in complaints if _is_about(one, guest)),
            photo=photos.get(guest.contact_id or 0),
        )
        for guest in guests
    }


def photos_of(guests: Iterable[Guest], *, reader: User) -> dict[int, Portrait]:
    """Return by contact the photos of some guests that one reader may look at now, in one query."""
    people = [guest.contact_id for guest in guests if guest.contact_id]
    seen = Portrait.objects.visible_to(reader).filter(contact__in=people).order_by("added_at", "pk")
    return {one.contact_id: one for one in seen}


def photo_marks(guests: Iterable[Guest], *, reader: User) -> list[tuple[int, int]]:
    """Return what changes when another photo may be looked at, or none any more."""
    return sorted((key, one.pk) for key, one in photos_of(guests, reader=reader).items())


def _client_of(guest: Guest, reader: User) -> Client | None:
    client = guest.contact.client if guest.contact else None
    sees = reader.has_perm("clients.view_client")
    return client if client and sees and client.is_visible_to(reader) else None


def _last_visits(clients: set[int], reader: User) -> dict[int, Visit]:
    if not clients or not reader.has_perm("clients.view_visit"):
        return {}
    latest = Window(
        RowNumber(), partition_by=F("client"), order_by=[F("happened_at").desc(), F("pk").desc()]
    )
    seen = Visit.objects.standing().visible_to(reader).filter(client__in=clients)
    return {visit.client_id: visit for visit in seen.annotate(nth=latest).filter(nth=1)}


def _complaints(guests: Sequence[Guest], reader: User) -> list[Case]:
    if not reader.has_perm("cases.view_case"):
        return []
    people = [guest.contact for guest in guests if guest.contact]
    of = Q(contact__in=[one.pk for one in people])
    of |= Q(client__in=[one.client_id for one in people if one.client_id])
    seen = Case.objects.open().visible_to(reader).filter(of, kind=CaseKind.COMPLAINT)
    return list(seen.order_by("opened_at", "pk"))


def _is_about(case: Case, guest: Guest) -> bool:
    contact = guest.contact
    if contact is None:
        return False
    same_client = case.client_id is not None and case.client_id == contact.client_id
    return case.contact_id == contact.pk or same_client
