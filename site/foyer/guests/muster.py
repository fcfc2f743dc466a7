"""Who is in the house now: the list by which everybody is accounted for when the house is cleared. (000-12)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum

from foyer.events.models import Event

from .enums import DeskState
from .fleet import state_of
from .models import Departure, Desk, Guest, SignIn, SignInConflict

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
class Unheard:
    """A tablet of the event which may have let guests in whom the house has not heard of."""

    name: str
    seen_at: datetime | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Muster:
    """Everybody who is in, by name; with how many people that makes, companions counted.

    Attributes:
        unsettled: whom a tablet let in by itself, and whose scan waits for staff; they are in the house as well.
        unheard: tablets that are silent, or have guests to tell of.
    """

    at: datetime
    people: int
    present: tuple[Inside, ...]
    unsettled: tuple[Inside, ...] = ()
    unheard: tuple[Unheard, ...] = ()


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
    """Return who is in, whom nobody can be sure of, and which tablets may know of more; in three queries."""
    guests = inside(event).annotate(
        people=Max("sign_ins__party", filter=_STANDING),
        since=Max("sign_ins__signed_in_at", filter=_STANDING),
    )
    present = tuple(
        Inside(guest.name, guest.company, guest.table, guest.seat, guest.people, guest.since)
        for guest in guests.order_by("name", "pk")
    )
    people = sum(one.people for one in present)
    return Muster(at, people, present, _unsettled(event), _unheard(event, at))


def _unsettled(event: Event) -> tuple[Inside, ...]:
    """Return whom tablets let in whose scan is not settled, unless they are on the list or have left since."""
    gone = Departure.objects.filter(guest=OuterRef("guest"), left_at__gt=OuterRef("scanned_at"))
    told = SignInConflict.objects.open().filter(event=event, leaving=False)
    told = told.exclude(guest__in=inside(event)).filter(~Exists(gone)).select_related("guest")
    listed = {
        one.guest_id or f"scan {one.pk}": Inside(
            one.guest.name if one.guest else "",
            one.guest.company if one.guest else "",
            one.guest.table if one.guest else "",
            one.guest.seat if one.guest else "",
            one.party,
            one.scanned_at,
        )
        for one in told.order_by("-scanned_at", "-pk")
    }
    return tuple(sorted(listed.values(), key=lambda one: (one.name, one.since)))


def _unheard(event: Event, at: datetime) -> tuple[Unheard, ...]:
    desks = Desk.objects.paired().filter(event=event).order_by("name")
    return tuple(
        Unheard(desk.name_text, desk.last_seen_at, desk.waiting)
        for desk in desks
        if desk.waiting or state_of(desk, at=at) == DeskState.SILENT
    )
