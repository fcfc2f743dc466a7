"""Whose clients and contacts a member of staff may see. (security 12)"""

from __future__ import annotations

from django.db.models import Q

from foyer.clients.enums import Seeing
from foyer.core.models import User

from .policy import ClientPolicy

SEES_ALL = "clients.view_every_client"


def seen_by(user: User, *, of: str = "") -> Q:
    """Return the condition for the clients a member of staff may see.

    Who has the right to see all clients sees them; for the others the house policy decides.

    Args:
        of: the way from the record searched to the client, such as "client__".
    """
    if user.has_perm(SEES_ALL):
        return Q()
    seeing = ClientPolicy.load().account_managers_see
    if seeing == Seeing.ALL:
        return Q()
    own = Q(**{f"{of}account_manager": user.pk})
    if seeing == Seeing.OWN:
        return own
    return own | Q(**{f"{of}account_manager": None})


def looks_after(user: User, manager_id: int | None) -> bool:
    """Tell whether what is sealed about a client's people may be plain to a member of staff.

    Their own clients' and nobody's; everybody's for those with the right to see all clients. Whether
    they may see sealed fields at all is another right.
    """
    return manager_id in (None, user.pk) or bool(user.has_perm(SEES_ALL))
