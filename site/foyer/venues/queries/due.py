"""When equipment is due for maintenance: reckoned at every read from its schedule and its log. (001-10)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from foyer.core.days import add_months
from foyer.venues.enums import ItemState
from foyer.venues.models import EquipmentItem


@dataclass(frozen=True, slots=True)
class Due:
    """A piece of equipment and the day its maintenance is due."""

    item: EquipmentItem
    due_on: date


def due_on(item: EquipmentItem, last_done_on: date | None) -> date | None:
    """Return when a piece of equipment is due next; None: it has no schedule.

    A day set for the piece itself goes before all else; else the first of its kind's day, unless that was
    met, and so many months after it was last maintained, bought, or taken into the register.
    """
    if item.maintain_on:
        return item.maintain_on
    kind, found = item.kind, []
    if kind.maintain_on and (last_done_on is None or last_done_on < kind.maintain_on):
        found.append(kind.maintain_on)
    if months := item.every_months or kind.every_months:
        found.append(add_months(last_done_on or item.bought_on or item.added_on, months))
    return min(found, default=None)


def due_list(*, by: date) -> list[Due]:
    """Return what is due by a day, the longest due first; what is retired is never due."""
    kept: Any = EquipmentItem.objects.exclude(state=ItemState.RETIRED).with_last_done()
    items = kept.select_related("kind", "home")
    reckoned = [(item, due_on(item, item.last_done_on)) for item in items]
    found = [Due(item, day) for item, day in reckoned if day and day <= by]
    return sorted(found, key=lambda one: (one.due_on, one.item.number))
