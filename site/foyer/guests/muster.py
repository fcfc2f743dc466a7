"""Who is in the house now: the list by which everybody is accounted for when the house is cleared. (000-12)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum

from foyer.events.models import Event

from .models import Departure, Guest, SignIn

_STANDING = Q(sign_ins__undone_at=None)


@dataclass(frozen=True, slots=True)
class Inside:
    """A guest who is in the house."""

    name: str
    company: str
    table: str
    seat: str
    people: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Muster:
    """Everybody who is in, by name; with how many people that makes, companions counted."""

    at: datetime
    people: int
    present: tuple[Inside, ...]


def inside(event: Event) -> QuerySet[Guest]:
    """Return the guests who came and have not left."""
    came = SignIn.objects.standing().filter(guest=OuterRef("pk"), event=event)
    gone = Departure.objects.filter(guest=OuterRef("pk"), returned_at=None)
    return event.guests.filter(Exists(came), ~Exists(gone))


def people_inside(event: Event) -> int:
    """Return how many people are in, companions counted, whatever checkpoints they passed; in one query."""
    guests = inside(event).annotate(people=Max("sign_ins__party", filter=_STANDING))
    return guests.aggregate(total=Sum("people"))["total"] or 0


def read_muster(event: Event, *, at: datetime) -> Muster:
    """Return who is in, in one query."""
    guests = inside(event).annotate(
        people=Max("sign_ins__party", filter=_STANDING),
        since=Max("sign_ins__signed_in_at", filter=_STANDING),
    )
    present = tuple(
        Inside(guest.name, guest.company, guest.table, guest.seat, guest.people, guest.since)
        for guest in guests.order_by("name", "pk")
    )
    return Muster(at, sum(one.people for one in present), present)
