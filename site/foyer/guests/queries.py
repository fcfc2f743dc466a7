"""Reads of guest lists that are too big for a QuerySet method."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from foyer.clients.models import Client, Contact
from foyer.core.models import User
from foyer.events.models import Event

from .enums import InvitationStatus, ReplyState
from .models import Checkpoint, Guest, Invitation, SignIn

_RECENT = timedelta(days=30)
TROUBLED = (InvitationStatus.FAILED, InvitationStatus.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Door:
    """One checkpoint of an event and who has passed it."""

    checkpoint: Checkpoint
    guests: int
    people: int


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How a guest list stands. `people` are announced by those who said yes, companions included."""

    asked: int
    letters: int
    under_way: int
    undelivered: int
    yes: int
    no: int
    waiting: int
    people: int
    struck_off: int
    arrived: int
    doors: tuple[Door, ...]


@dataclass(slots=True)
class GuestRow:
    """One guest as the list shows them."""

    guest: Guest
    letters: list[Invitation]
    arrivals: list[SignIn]

    @property
    def letter(self) -> Invitation | None:
        """The latest letter."""
        return self.letters[0] if self.letters else None


def list_counts(event: Event) -> ListCounts:
    """Return the figures above a guest list, in two queries."""
    on_list = Q(cancelled_at=None)
    sent = Invitation.objects.filter(guest=OuterRef("pk"), status=InvitationStatus.SENT)
    came = SignIn.objects.standing().filter(guest=OuterRef("pk"))
    annotated = event.guests.annotate(
        sent=Exists(sent), came=Exists(came), letter=latest_letter_status()
    )
    figures = annotated.aggregate(
        asked=Count("pk", on_list),
        letters=Count("pk", on_list & Q(sent=True)),
        under_way=Count("pk", on_list & Q(letter__in=InvitationStatus.PENDING)),
        undelivered=Count("pk", on_list & Q(letter__in=TROUBLED)),
        yes=Count("pk", on_list & Q(reply=ReplyState.YES)),
        no=Count("pk", on_list & Q(reply=ReplyState.NO)),
        waiting=Count("pk", on_list & Q(reply=ReplyState.NONE)),
        people=Sum("reply_party", filter=on_list & Q(reply=ReplyState.YES), default=0),
        struck_off=Count("pk", ~on_list),
        arrived=Count("pk", Q(came=True)),
    )
    return ListCounts(**figures, doors=doors_of(event))


def doors_of(event: Event) -> tuple[Door, ...]:
    """Return an event's checkpoints with the guests and people who passed them."""
    standing = Q(sign_ins__undone_at=None)
    points = event.checkpoints.annotate(
        passed=Count("sign_ins", standing),
        people=Sum("sign_ins__party", filter=standing, default=0),
    ).order_by("position", "pk")
    return tuple(Door(point, point.passed, point.people) for point in points)


def latest_letter_status() -> Subquery:
    """Return the status of a guest's latest letter, as an expression."""
    letters = Invitation.objects.filter(guest=OuterRef("pk")).order_by("-queued_at", "-pk")
    return Subquery(letters.values("status")[:1])


def guests_on_list(event: Event, wanted: Mapping[str, Any]) -> QuerySet[Guest]:
    """Return an event's guests, narrowed down.

    Args:
        wanted: any of `q` (as people type), `reply` (a `ReplyState`, or "struck" for those struck
            off), `letter` (an `InvitationStatus` or "none"), `table` (its name, or "-" for none),
            `arrived` ("yes", "no"), `source`, `manager` (the account manager's id).
    """
    guests = event.guests.select_related("contact__client__account_manager", "host")
    struck = wanted.get("reply") == "struck"
    guests = guests.exclude(cancelled_at=None) if struck else guests.filter(cancelled_at=None)
    if wanted.get("reply") and not struck:
        guests = guests.filter(reply=wanted["reply"])
    if wanted.get("source"):
        guests = guests.filter(source=wanted["source"])
    if wanted.get("table"):
        guests = guests.filter(table="" if wanted["table"] == "-" else wanted["table"])
    if wanted.get("manager"):
        guests = guests.filter(contact__client__account_manager=wanted["manager"])
    if wanted.get("arrived"):
        came = Exists(SignIn.objects.standing().filter(guest=OuterRef("pk")))
        guests = guests.filter(came if wanted["arrived"] == "yes" else ~came)
    if letter := wanted.get("letter"):
        written = guests.annotate(letter_status=latest_letter_status())
        guests = written.filter(letter_status=None if letter == "none" else letter)
    if query := str(wanted.get("q") or "").strip():
        guests = guests.matching(query)
    return guests.order_by("name", "pk")


def rows_of(guests: Iterable[Guest]) -> list[GuestRow]:
    """Return guests with their letters and arrivals, in two queries whatever their number."""
    guests = list(guests)
    letters: dict[int, list[Invitation]] = defaultdict(list)
    for letter in Invitation.objects.filter(guest__in=guests).select_related("by"):
        letters[letter.guest_id].append(letter)
    arrivals: dict[int, list[SignIn]] = defaultdict(list)
    standing = SignIn.objects.standing().filter(guest__in=guests)
    for arrival in standing.select_related("checkpoint").order_by("signed_in_at"):
        arrivals[arrival.guest_id].append(arrival)
    return [GuestRow(guest, letters[guest.pk], arrivals[guest.pk]) for guest in guests]


def letters_of(guest: Guest) -> QuerySet[Invitation]:
    """Return a guest's letters, the latest first, with every try to deliver them: the delivery log."""
    return guest.invitations.select_related("by", "withdrawn_by").prefetch_related("tries")


def sent_before_among(guests: Iterable[Guest]) -> int:
    """Return to how many of these guests a letter has gone out, or may have."""
    gone = (InvitationStatus.SENT, InvitationStatus.UNCLEAR)
    letters = Invitation.objects.filter(guest__in=[g.pk for g in guests], status__in=gone)
    return letters.order_by().values("guest").distinct().count()


def arrived_among(guests: Iterable[Guest]) -> int:
    """Return how many of these guests have passed a door."""
    standing = SignIn.objects.standing().filter(guest__in=[guest.pk for guest in guests])
    return standing.order_by().values("guest").distinct().count()


def tables_of(event: Event) -> list[str]:
    """Return the names of the tables in use, in order."""
    names = event.guests.filter(cancelled_at=None).exclude(table="")
    return list(names.order_by("table").values_list("table", flat=True).distinct())


def events_with_counts(*, at: datetime) -> QuerySet[Event]:
    """Return the events to come and those of the last month, with their guests counted."""
    on_list = Q(guests__cancelled_at=None)
    came = SignIn.objects.standing().filter(event=OuterRef("pk")).order_by().values("event")
    return (
        Event.objects.filter(ends_at__gte=at - _RECENT)
        .select_related("type", "venue", "room__venue")
        .annotate(
            asked=Count("guests", on_list),
            yes=Count("guests", on_list & Q(guests__reply=ReplyState.YES)),
            waiting=Count("guests", on_list & Q(guests__reply=ReplyState.NONE)),
            arrived=Subquery(came.annotate(n=Count("guest", distinct=True)).values("n")),
        )
        .order_by("starts_at", "pk")
    )


def contacts_to_ask(wanted: Mapping[str, Any], *, by: User) -> QuerySet[Contact]:
    """Return the contacts a member of staff may put on a list, narrowed down.

    Args:
        wanted: any of `q` (as people type), `tier`, `manager` (the account manager's id).
    """
    contacts = Contact.objects.visible_to(by).select_related("client__account_manager")
    if wanted.get("tier"):
        contacts = contacts.filter(client__tier=wanted["tier"])
    if wanted.get("manager"):
        contacts = contacts.filter(client__account_manager=wanted["manager"])
    if query := str(wanted.get("q") or "").strip():
        contacts = contacts.matching(query)
    return contacts.order_by("name", "pk")


def contacts_of_clients(clients: QuerySet[Client], *, first: bool, by: User) -> list[Contact]:
    """Return the contacts of some clients that a member of staff may put on a list.

    Args:
        first: only the one of each client who was kept first.
        by: who puts them there.
    """
    contacts = Contact.objects.visible_to(by).filter(client__in=clients.values("pk"))
    found = list(contacts.select_related("client").order_by("client__name", "client", "pk"))
    return list({c.client_id: c for c in reversed(found)}.values())[::-1] if first else found


def listed_contacts(event: Event) -> set[int]:
    """Return the ids of the contacts who are on an event's list."""
    listed = event.guests.filter(cancelled_at=None).exclude(contact=None)
    return set(listed.values_list("contact", flat=True))
