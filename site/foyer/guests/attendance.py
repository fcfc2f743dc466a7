"""Which clients' people came to an event, or did not, and have not been spoken to since. (002-15, 000-12)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q

from foyer.clients.care_enums import VisitMode
from foyer.clients.models import Visit
from foyer.clients.queries.attendance import Attended, reads_absence, reads_attendance
from foyer.clients.queries.due_items import DueScope
from foyer.core.days import house_day, start_of
from foyer.core.languages import wording
from foyer.events.enums import EventStatus
from foyer.events.models import Event

from .enums import ReplyState
from .models import Guest, SignIn

_TITLES = ("title", "title_zh_hant", "title_en")


@reads_attendance
def attended(scope: DueScope, first: date, last: date) -> Iterator[Attended]:
    """Yield the clients of guests who signed in to events that ended from one day to another."""
    came = SignIn.objects.standing()
    yield from _by_client(came, "guest__contact", "guest", scope, first, last)


@reads_absence
def absent(scope: DueScope, first: date, last: date) -> Iterator[Attended]:
    """Yield the clients of guests who said yes to such events and did not come.

    Where nobody signed in, no list was kept at the door, and nobody is missed.
    """
    standing = SignIn.objects.standing()
    missed = Guest.objects.filter(
        Exists(standing.filter(event=OuterRef("event"))),
        ~Exists(standing.filter(guest=OuterRef("pk"))),
        cancelled_at=None,
        reply=ReplyState.YES,
    ).exclude(event__status=EventStatus.CANCELLED)
    yield from _by_client(missed, "contact", "pk", scope, first, last)


def _by_client(
    rows: Any, contact: str, guest: str, scope: DueScope, first: date, last: date
) -> Iterator[Attended]:
    """Yield each client and event among some records, with the people counted, in one query.

    Args:
        rows: sign-ins, or guests.
        contact: the way from one of them to the guest's contact.
        guest: the way to the guest.
    """
    client = f"{contact}__client"
    spoken = Visit.objects.standing().in_modes(VisitMode.CLOSE)
    since = spoken.filter(client=OuterRef(client), happened_at__gt=OuterRef("event__ends_at"))
    ended = Q(
        event__ends_at__gte=start_of(first),
        event__ends_at__lt=start_of(last + timedelta(days=1)),
    )
    manager, tier = f"{client}__account_manager", f"{client}__tier"
    grouped = (
        rows.filter(scope.of(client), ended, **{f"{client}__isnull": False})
        .exclude(Exists(since))
        .values(
            "event",
            *(f"event__{name}" for name in _TITLES),
            "event__ends_at",
            client,
            manager,
            tier,
        )
        .annotate(who=Min(contact), people=Count(guest, distinct=True))
        .order_by()
    )
    for row in grouped:
        titles = {name: row[f"event__{name}"] for name in _TITLES}
        yield Attended(
            event=row["event"],
            title=wording(Event(**titles), "title"),
            ended_on=house_day(row["event__ends_at"]),
            client=row[client],
            manager=row[manager],
            tier=row[tier],
            contact=row["who"],
            people=row["people"],
        )
