"""Whose clients and contacts a member of staff may see. (security 12)"""

from __future__ import annotations

from django.db.models import Q

from foyer.clients.enums import Seeing
from foyer.core.models import User

from .policy import ClientPolicy

VIEW_EVERY = "clients.view_every_client"
_KEPT = "_clients_seen"  # on the user, who is fetched anew for each request


def seeing_of(user: User) -> str:
    """Return whose clients a member of staff sees: all with the right to, else as the house policy says."""
    kept: str | None = getattr(user, _KEPT, None)
    if kept is None:
        every = user.has_perm(VIEW_EVERY)
        kept = Seeing.ALL if every else ClientPolicy.load().account_managers_see
        setattr(user, _KEPT, kept)
    return kept


def seen_by(user: User, *, of: str = "", absent: Q | None = None) -> Q:
    """Return the condition for the clients a member of staff may see; an empty one when they see all.

    Args:
        of: the way from the record searched to the client, such as "client__".
        absent: what else is seen, such as a record that has no client.
    """
    seeing = seeing_of(user)
    if seeing == Seeing.ALL:
        return Q()
    seen = Q(**{f"{of}account_manager": user.pk})
    if seeing == Seeing.UNASSIGNED:
        seen |= Q(**{f"{of}account_manager": None})
    return seen | absent if absent else seen


def sees(user: User, manager_id: int | None) -> bool:
    """Tell whether a member of staff may see the clients of one account manager, or of none."""
    seeing = seeing_of(user)
    return (
        seeing == Seeing.ALL
        or manager_id == user.pk
        or (seeing == Seeing.UNASSIGNED and manager_id is None)
    )


def looks_after(user: User, manager_id: int | None) -> bool:
    """Tell whether what is sealed about a client's people may be plain to a member of staff.

    Their own clients' and nobody's; everybody's for those with the right to see all clients. Whether
    they may see sealed fields at all is another right.
    """
    return manager_id in (None, user.pk) or bool(user.has_perm(VIEW_EVERY))
