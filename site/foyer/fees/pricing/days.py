"""Uses of rooms, taken together and cut into the days by which they are charged. (decision 0014)

Uses of one room that touch or overlap are one stretch. A stretch is cut at every midnight of the house; but
what follows a midnight without a break and is over by six in the morning belongs to the day before. So an evening
from 23:00 to 02:00 is one use of the day it began on, by that day's price and that day's schedule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

NIGHT_ENDS: Final = time(6)
_HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Use:
    """A room from one moment to another."""

    room: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class RoomDay:
    """The pieces of time in which a room is used on a day, in UTC, apart from each other."""

    room: int
    day: date
    pieces: tuple[tuple[datetime, datetime], ...]

    @property
    def seconds(self) -> int:
        """How long the room is used, as clocks run: an hour that summer time adds counts."""
        return sum(_seconds(start, end) for start, end in self.pieces)

    def seconds_within(self, start: datetime, end: datetime) -> int:
        """How long it is used within a window."""
        return sum(
            max(0, _seconds(max(start, first), min(end, last))) for first, last in self.pieces
        )


def hours_begun(seconds: int) -> int:
    """Return the hours that have at least begun."""
    return -(-seconds // _HOUR)


def room_days(uses: Iterable[Use], *, zone: tzinfo) -> list[RoomDay]:
    """Return the days of each room, in order, whatever the order and the parts in which they were asked for."""
    stretches: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for use in uses:
        stretches[use.room].append((use.start.astimezone(UTC), use.end.astimezone(UTC)))
    days: dict[tuple[date, int], list[tuple[datetime, datetime]]] = defaultdict(list)
    for room, asked in stretches.items():
        for start, end in _merged(asked):
            for day, piece in _cut(start, end, zone):
                days[day, room].append(piece)
    return [RoomDay(room, day, tuple(pieces)) for (day, room), pieces in sorted(days.items())]


def at_house(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return the moment in UTC at which the house's clock shows a time on a day."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _merged(stretches: list[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    first, *rest = sorted(stretches)
    start, end = first
    for following, last in rest:
        if following <= end:
            end = max(end, last)
            continue
        yield start, end
        start, end = following, last
    yield start, end


def _cut(
    start: datetime, end: datetime, zone: tzinfo
) -> Iterator[tuple[date, tuple[datetime, datetime]]]:
    day = start.astimezone(zone).date()
    while start < end:
        tomorrow = day + timedelta(days=1)
        until = at_house(tomorrow, time.min, zone)
        if end <= at_house(tomorrow, NIGHT_ENDS, zone):
            until = end
        if start < until:
            yield day, (start, min(until, end))
        start, day = max(start, until), tomorrow


def _seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())
