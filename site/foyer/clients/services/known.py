"""Knowing who reports a case, or asks for a room, by what they leave. (001-28)"""

from __future__ import annotations

from typing import Any

from foyer.clients.models import Client, Contact
from foyer.core.models import User
from foyer.privacy.identifiers import blind_index


def known_contact(
    *, phone: str, email: str, client: Client | None, by: User | None
) -> Contact | None:
    """Return the one contact with this phone, or else this e-mail, among those somebody may see.

    Args:
        client: whose contact it must be; None: anybody's.
        by: who asks; None: the house itself, for its own records.
    """
    seen: Any = Contact.objects.visible_to(by) if by else Contact.objects.all()
    if client:
        seen = seen.filter(client=client)
    for column, value, kind in (("phone_index", phone, "phone"), ("email_index", email, "email")):
        index = blind_index(value, kind=kind) if value.strip() else ""
        found: list[Contact] = list(seen.filter(**{column: index})[:2]) if index else []
        if len(found) == 1:
            return found[0]
    return None
