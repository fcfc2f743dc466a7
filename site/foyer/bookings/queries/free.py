"""Which rooms are free: for a time and so many people, and what else could be had instead. (004-03; BOOKING 1)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from foyer.bookings.fitting import check_notice, check_room, check_time
from foyer.bookings.models import BookingPolicy
from foyer.bookings.refusals import BookingRefusal
from foyer.core.refusals import Refusal
from foyer.fees.pricing.days import Use
from foyer.fees.pricing.quote import Asked, Quote
from foyer.fees.pricing.refusals import QuoteRefusal
from foyer.fees.quoting import quotes_between
from foyer.venues.models import Occupation, Room
from foyer.venues.services import with_time_around

STEP: Final = timedelta(minutes=30)
NEAR: Final = timedelta(days=3)
MOST_OTHERS: Final = 3
_ENDLESS: Final = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Fit:
    """A room at a time: what it costs, or why it cannot be had; without a price the house is asked."""

    room: Room
    starts_at: datetime
    ends_at: datetime
    quote: Quote | None = None
    refusal: Refusal | None = None
    is_taken: bool = False

    @property
    def is_free(self) -> bool:
        """Whether it can be asked for."""
        return self.refusal is None and not self.is_taken


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: a time, so many people, a way to set the room out; the client's tier for the price."""

    starts_at: datetime
    ends_at: datetime
    heads: int
    layout: str = ""
    tier: str = ""


class Looking:
    """One look at the rooms of the house for a time, or for the times around it."""

    def __init__(
        self,
        sought: Sought,
        *,
        at: datetime,
        rooms: Iterable[Room] | None = None,
        around: timedelta = timedelta(0),
        leave_out: Occupation | None = None,
        online: bool = False,
    ) -> None:
        """Read what the look needs, in a handful of queries however many rooms there are.

        Args:
            sought: what is looked for.
            at: the moment by which offers have lapsed or not.
            rooms: which rooms; None: all that are offered for booking.
            around: how far from that time other times are looked at.
            leave_out: what takes a room already and would be moved.
            online: whether a client asks: what is too near, too far or over cannot be had.
        """
        self.sought, self.at = sought, at
        offered = Room.objects.filter(is_bookable=True)
        asked = offered if rooms is None else Room.objects.filter(pk__in=[one.pk for one in rooms])
        self.rooms = list(asked.select_related("venue").prefetch_related("layouts", "hours"))
        day = timedelta(days=1)  # the time around a use is a day at most
        first, last = sought.starts_at - around, sought.ends_at + around
        taken = Occupation.objects.filter(room__in=[room.pk for room in self.rooms])
        taken = taken.holding(at=at).meeting(first - day, last + day)
        if leave_out is not None:
            taken = taken.exclude(pk=leave_out.pk)
        self.taken: dict[int, list[tuple[datetime, datetime]]] = {}
        for room, from_at, until_at in taken.values_list("room_id", "from_at", "until_at"):
            self.taken.setdefault(room, []).append((from_at, until_at))
        self._policy = BookingPolicy.load() if online else None
        self._quote = quotes_between(first, last)

    def fits(self) -> list[Fit]:
        """Return every room with its price or why it cannot be had: the free ones first, the cheapest first."""
        times = self.sought.starts_at, self.sought.ends_at
        return sorted((self.fit(room, *times) for room in self.rooms), key=_worth)

    def fit(self, room: Room, starts_at: datetime, ends_at: datetime) -> Fit:
        """Return how a room fits at a time."""
        try:
            if self._policy is not None:
                check_time(starts_at, ends_at, at=self.at, policy=self._policy)
                check_notice(starts_at, at=self.at, policy=self._policy)
            check_room(
                room,
                starts_at=starts_at,
                ends_at=ends_at,
                heads=self.sought.heads,
                layout=self.sought.layout,
            )
        except BookingRefusal as refusal:
            return Fit(room, starts_at, ends_at, refusal=refusal)
        asked = Asked(
            uses=(Use(room.pk, starts_at, ends_at),), heads=self.sought.heads, tier=self.sought.tier
        )
        try:
            quote = self._quote(asked)
        except QuoteRefusal:
            quote = None
        return Fit(
            room, starts_at, ends_at, quote, is_taken=not self._is_free(room, starts_at, ends_at)
        )

    def other_rooms(self, room: Room) -> list[Fit]:
        """Return the other rooms that are free at that time: the nearest in size first, then the cheapest."""
        free = [one for one in self.fits() if one.is_free and one.room.pk != room.pk]
        free.sort(key=lambda one: (abs(one.room.capacity - room.capacity), *_worth(one)))
        return free[:MOST_OTHERS]

    def other_times(self, room: Room) -> list[Fit]:
        """Return the nearest times at which the same room is free for as long."""
        known = next((one for one in self.rooms if one.pk == room.pk), None)
        found: list[Fit] = []
        if known is None:
            return found
        for shift in _shifts():
            starts_at, ends_at = self.sought.starts_at + shift, self.sought.ends_at + shift
            if starts_at < self.at or any(_meets(starts_at, ends_at, one) for one in found):
                continue
            if not self._is_free(known, starts_at, ends_at):
                continue
            fit = self.fit(known, starts_at, ends_at)
            if fit.is_free:
                found.append(fit)
            if len(found) == MOST_OTHERS:
                break
        return found

    def _is_free(self, room: Room, starts_at: datetime, ends_at: datetime) -> bool:
        from_at, until_at = with_time_around(room, starts_at, ends_at)
        return all(
            until_at <= first or last <= from_at for first, last in self.taken.get(room.pk, ())
        )


def alternatives(room: Room, sought: Sought, *, at: datetime) -> tuple[list[Fit], list[Fit]]:
    """Return what could be had instead: other rooms at that time, and the same room at times near it. (004-03)"""
    looking = Looking(sought, at=at, around=NEAR, online=True)
    return looking.other_rooms(room), looking.other_times(room)


def _shifts() -> Iterator[timedelta]:
    """Yield how far to look, the nearest first, later before earlier."""
    for steps in range(1, NEAR // STEP + 1):
        yield steps * STEP
        yield -steps * STEP


def _meets(starts_at: datetime, ends_at: datetime, other: Fit) -> bool:
    return starts_at < other.ends_at and other.starts_at < ends_at


def _worth(fit: Fit) -> tuple[bool, bool, Decimal, int, int]:
    """The order in which rooms are shown: free ones, then by price, by size."""
    price = fit.quote.total if fit.quote else _ENDLESS
    return (not fit.is_free, fit.refusal is not None, price, fit.room.capacity, fit.room.pk)
