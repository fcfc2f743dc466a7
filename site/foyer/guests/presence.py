"""Who is expected, who is late, who did not come: an event's list against its sign-ins. (000-12)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.utils.translation import gettext as _

from foyer.clients.enums import Tier
from foyer.core.models import User
from foyer.events.models import Event

from .enums import Grouping, Presence, ReplyState
from .models import ArrivalPolicy, Guest


@dataclass(frozen=True, slots=True)
class Present:
    """One guest, and whether they have come.

    Attributes:
        at: when they first signed in, if they did.
        state: how it stands with them.
    """

    guest: Guest
    at: datetime | None
    state: Presence

    @property
    def mark(self) -> tuple[object, ...]:
        """What changes when anything changes that is shown of it."""
        return self.guest.pk, self.guest.updated_at, self.at, str(self.state)


@dataclass(frozen=True, slots=True)
class Group:
    """Guests who belong together: who is missing among them, and how many there are."""

    label: str
    guests: tuple[Present, ...]
    arrived: int
    expected: int


def read_presence(event: Event, *, policy: ArrivalPolicy, at: datetime) -> list[Present]:
    """Return the guests who may come or have come, those missing first, in one query.

    A guest who said no is not expected, and counts once they come all the same.
    """
    arrived = Min("sign_ins__signed_in_at", filter=Q(sign_ins__undone_at=None))
    guests = (
        Guest.objects.filter(event=event, cancelled_at=None)
        .annotate(arrived_at=arrived)
        .exclude(reply=ReplyState.NO, arrived_at=None)
        .select_related("host", "contact__client")
        .order_by("table", "name", "pk")
    )
    state = missing_state(event, policy=policy, at=at)
    found = [
        Present(guest, guest.arrived_at, Presence.ARRIVED if guest.arrived_at else state)  # type: ignore[attr-defined]  # annotated
        for guest in guests
    ]
    return sorted(found, key=lambda one: one.at is not None)


def missing_state(event: Event, *, policy: ArrivalPolicy, at: datetime) -> Presence:
    """Return how it stands with whoever has not come."""
    if event.has_ended(at):
        return Presence.NO_SHOW
    late = at >= event.starts_at + timedelta(minutes=policy.late_minutes)
    return Presence.LATE if late else Presence.EXPECTED


def grouped(
    found: Sequence[Present], by: Grouping, *, shown: Iterable[Presence], reader: User
) -> list[Group]:
    """Return guests put together; groups of whom nobody is shown are left out.

    Args:
        by: by what.
        shown: which guests are named; all of a group are counted.
        reader: sees the tiers of the clients they may see.
    """
    shown = frozenset(shown)
    key = _keys(reader)[by]
    groups: dict[tuple[int, str], list[Present]] = {}
    for one in found:
        groups.setdefault(key(one.guest), []).append(one)
    return [
        Group(label, named, sum(one.at is not None for one in all_of), len(all_of))
        for (_rank, label), all_of in sorted(groups.items())
        if (named := tuple(one for one in all_of if one.state in shown))
    ]


_LAST = 99


def _keys(reader: User) -> dict[Grouping, Callable[[Guest], tuple[int, str]]]:
    sees = reader.has_perm("clients.view_client")

    def by_table(guest: Guest) -> tuple[int, str]:
        return (0, guest.table) if guest.table else (_LAST, _("Without a table"))

    def by_host(guest: Guest) -> tuple[int, str]:
        return (0, str(guest.host)) if guest.host else (_LAST, _("Without a host"))

    def by_tier(guest: Guest) -> tuple[int, str]:
        client = guest.contact.client if guest.contact else None
        if client is None or not sees or not client.is_visible_to(reader):
            return _LAST, _("Without a client you may see")
        return Tier.values.index(client.tier), str(client.get_tier_display())

    return {Grouping.TABLE: by_table, Grouping.HOST: by_host, Grouping.TIER: by_tier}
