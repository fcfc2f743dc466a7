"""Knowing who reports a case, or asks for a room, by what they leave. (001-28)"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q

from foyer.clients.models import Client, Contact, ContactPoint
from foyer.core.models import User
from foyer.privacy.finding import reached_at
from foyer.privacy.identifiers import blind_index

_MOST: Final = 6  # beyond that a number says nothing about who uses it


def known_contact(
    *, phone: str, email: str, client: Client | None, by: User | None
) -> Contact | None:
    """Return the one contact whose phone or e-mail this is, among those somebody may see.

    None where they belong to two people: nobody is taken for another.

    Args:
        client: whose contact it must be; None: anybody's.
        by: who asks; None: the house itself, for its own records.
    """
    seen: Any = Contact.objects.visible_to(by) if by else Contact.objects.all()
    if client:
        seen = seen.filter(client=client)
    known: dict[int, Contact] = {}
    for column, value, kind in (("phone_index", phone, "phone"), ("email_index", email, "email")):
        index = blind_index(value, kind=kind) if value.strip() else ""
        found: list[Contact] = list(seen.filter(**{column: index})[:2]) if index else []
        if len(found) == 1:
            known[found[0].pk] = found[0]
    return next(iter(known.values())) if len(known) == 1 else None


def contacts_reached(*, phone: str, email: str, by: User) -> list[Contact]:
    """Return the contacts a phone or an e-mail belongs to, further ones included, among those somebody may see."""
    reached = Q(pk__in=())
    for value in filter(str.strip, (phone, email)):
        further = ContactPoint.objects.filter(reached_at(value)).values("contact")
        reached |= reached_at(value) | Q(pk__in=further)
    found = Contact.objects.visible_to(by).filter(reached).select_related("client")
    return list(found.order_by("pk")[:_MOST])
