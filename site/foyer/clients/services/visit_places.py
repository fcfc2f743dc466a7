"""Where visits take place when nobody says so. (003-15)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.functional import cached_property

from foyer.clients.enums import AddressKind
from foyer.clients.models import Client, Visit
from foyer.core.languages import wording
from foyer.core.models import HousePolicy


class Places:
    """Where some clients are visited, and where they are received; asked once, whatever their number."""

    def __init__(self, clients: Sequence[Client]) -> None:
        self._clients = clients
        self.seen: dict[int, tuple[datetime, str]] = {}  # filed meanwhile

    @cached_property
    def _last(self) -> dict[int, tuple[datetime, str]]:
        visits = Visit.objects.filter(client=OuterRef("pk")).exclude(address="")
        latest = visits.order_by("-happened_at", "-pk")
        rows = Client.objects.filter(pk__in={client.pk for client in self._clients}).annotate(
            at=Subquery(latest.values("happened_at")[:1]),
            last=Subquery(latest.values("address")[:1]),
        )
        return {pk: (at, text) for pk, at, text in rows.values_list("pk", "at", "last") if text}

    @cached_property
    def house(self) -> str:
        """The name of the house, where clients are received."""
        return wording(HousePolicy.load(), "name")

    def of(self, client: Client) -> str:
        """Return where a client is visited: the office in the client file, else as in the last visit."""
        known = {address.kind: address.text for address in client.addresses.all()}
        if text := known.get(AddressKind.VISITING) or known.get(AddressKind.REGISTERED):
            return text
        found = [seen[client.pk] for seen in (self._last, self.seen) if client.pk in seen]
        return max(found)[1] if found else ""

    def note(self, visit: Visit) -> None:
        """Remember where a visit was that is about to be kept."""
        if visit.address:
            here = (visit.happened_at, visit.address)
            self.seen[visit.client_id] = max(self.seen.get(visit.client_id, here), here)


def address_of(client: Client) -> str:
    """Return where a client is visited."""
    return Places([client]).of(client)
