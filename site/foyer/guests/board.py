"""Who is expected, who has come: the live board, cheap when nothing changed. (000-12)"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Sum

from foyer.core.languages import wordings
from foyer.events.models import Event

from .enums import ReplyState
from .models import Guest, SignIn
from .muster import people_inside

LATEST = 12
SETTLING = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class CheckpointCount:
    """How many passed one checkpoint."""

    id: int
    name: dict[str, str]
    guests: int
    people: int


@dataclass(frozen=True, slots=True)
class LatestArrival:
    """One of the last to come."""

    greeting: str
    company: str
    table: str
    seat: str
    party: int
    checkpoint: dict[str, str]
    signed_in_at: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows."""

    number: str
    title: dict[str, str]
    capacity: int
    invited: int
    expected: int
    expected_people: int
    arrived: int
    arrived_people: int
    inside_people: int
    checkpoints: tuple[CheckpointCount, ...]
    latest: tuple[LatestArrival, ...]


def board_stamp(event: Event, *, at: datetime) -> str:
    """Return a stamp that changes with everything the board shows: a few index look-ups, no counting.

    A row written a moment ago may be followed by one with an earlier time, whose transaction took
    longer; so the stamp of a fresh change holds only for a moment.
    """
    signed = SignIn.objects.filter(event=event).aggregate(at=Max("changed_at"), pk=Max("pk"))
    left = event.departures.aggregate(at=Max("changed_at"), pk=Max("pk"))
    asked = Guest.objects.filter(event=event).aggregate(at=Max("updated_at"), pk=Max("pk"))
    doors = list(event.checkpoints.values_list("pk", "name", "name_zh_hant", "name_en"))
    seen: list[Any] = [signed, left, asked, doors, event.changed_at]
    moments = (signed["at"], left["at"], asked["at"])
    newest = max((moment for moment in moments if moment), default=None)
    if newest and at - newest < SETTLING:
        seen.append(int(at.timestamp()) // 2)
    return hashlib.sha256(repr((event.pk, seen)).encode()).hexdigest()[:24]


def read_board(event: Event) -> Board:
    """Return the figures of an event's door, in a constant number of queries."""
    guests = Guest.objects.filter(event=event, cancelled_at=None)
    answers = {
        row["reply"]: row
        for row in guests.values("reply")
        .annotate(n=Count("pk"), people=Sum("reply_party"))
        .order_by()
    }
    no = answers.get(ReplyState.NO, {"n": 0})["n"]
    yes = answers.get(ReplyState.YES, {"people": 0})["people"] or 0
    waiting = answers.get(ReplyState.NONE, {"n": 0})["n"]
    invited = sum(row["n"] for row in answers.values())
    came = SignIn.objects.standing().filter(event=event)
    per_guest = list(came.values("guest").annotate(n=Max("party")).order_by())
    return Board(
        number=event.number,
        title=wordings(event, "title"),
        capacity=event.capacity,
        invited=invited,
        expected=invited - no,
        expected_people=yes + waiting,
        arrived=len(per_guest),
        arrived_people=sum(row["n"] for row in per_guest),
        inside_people=people_inside(event),
        checkpoints=_checkpoints(event),
        latest=_latest(event),
    )


def _checkpoints(event: Event) -> tuple[CheckpointCount, ...]:
    counts = {
        row["checkpoint"]: row
        for row in SignIn.objects.standing()
        .filter(event=event)
        .values("checkpoint")
        .annotate(n=Count("pk"), people=Sum("party"))
        .order_by()
    }
    nobody = {"n": 0, "people": 0}
    return tuple(
        CheckpointCount(cp.pk, wordings(cp, "name"), row["n"], row["people"])
        for cp in event.checkpoints.all()
        for row in [counts.get(cp.pk, nobody)]
    )


def _latest(event: Event) -> tuple[LatestArrival, ...]:
    rows = SignIn.objects.standing().filter(event=event).select_related("guest", "checkpoint")
    return tuple(
        LatestArrival(
            greeting=row.guest.greeting,
            company=row.guest.company,
            table=row.guest.table,
            seat=row.guest.seat,
            party=row.party,
            checkpoint=wordings(row.checkpoint, "name"),
            signed_in_at=row.signed_in_at,
        )
        for row in rows.order_by(F("signed_in_at").desc(), "-pk")[:LATEST]
    )
