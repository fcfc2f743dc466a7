"""The parts of a client's page that are reckoned: what is due, and what happened. (001-04, 001-12)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from foyer.clients.care_enums import DueGroup
from foyer.clients.models import CarePolicy, Client
from foyer.clients.queries.due_items import DueItem, DueScope
from foyer.clients.queries.due_list import due_items, visible_to
from foyer.clients.queries.due_words import reason
from foyer.clients.queries.timeline import timeline
from foyer.core.days import house_day
from foyer.core.models import User

_STEP = 20
_MOST = 1000


@dataclass(frozen=True, slots=True)
class DueAtClient:
    """One thing due at a client, as one member of staff sees it."""

    item: DueItem
    reason: str
    who: str
    is_late: bool
    may_decide: bool


def due_part(client: Client, user: User, names: Mapping[int, str]) -> list[DueAtClient] | None:
    """Return what is due at a client within a week; None for those who see no such list.

    Args:
        names: of the client's contacts, by key, as far as the reader may see them.
    """
    if not user.has_perm("clients.view_due"):
        return None
    today = house_day(timezone.now())
    items = due_items(DueScope(client=client.pk), policy=CarePolicy.load(), today=today)
    may = user.has_perm("clients.decide_due")
    theirs = client.account_manager_id == user.pk or user.has_perm("clients.view_all_due")
    return [
        DueAtClient(
            item=item,
            reason=reason(item),
            who=names.get(item.contact or 0, ""),
            is_late=item.group(today) is DueGroup.OVERDUE,
            may_decide=may and (theirs or item.manager == user.pk),
        )
        for item in visible_to(user, items)
    ]


def timeline_part(client: Client, user: User, asked: str) -> dict[str, Any]:
    """Return the latest moments, more of them when asked for, and the way to still earlier ones."""
    most = int(asked) if asked.isdecimal() and len(asked) < 5 else _STEP
    most = min(max(most, _STEP), _MOST)
    moments, more = timeline(client, user, most=most)
    earlier = f"?timeline={most + _STEP}#timeline" if more and most < _MOST else ""
    return {"moments": moments, "earlier_url": earlier}
