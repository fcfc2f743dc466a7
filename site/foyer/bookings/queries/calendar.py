"""The calendar of rooms: a day along its hours, a week or a month along its days. (004-06)"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from foyer.core.days import house_day, start_of
from foyer.core.models import User
from foyer.venues.models import Room
from foyer.venues.opening import hours_on

from .taken import Taken, TakenRooms

HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
SPANS: Final = ("day", "week", "month")


def days_of(span: str, day: date) -> list[date]:
    """Return the days of a span in which a day lies."""
    if span == "day":
        return [day]
    first, count = day - timedelta(days=day.weekday()), 7
    if span == "month":
        first, count = day.replace(day=1), monthrange(day.year, day.month)[1]
    return [first + timedelta(days=n) for n in range(count)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a day's line, in percent of it."""

    left: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What takes a room, on a day's line: its use, and the lighter time around it."""

    taken: Taken
    around: Stretch
    use: Stretch


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of one room."""

    day: date
    is_open: bool
    taken: list[Taken]


@dataclass(slots=True)
class Row:
    """One room of the calendar."""

    room: Room
    bars: list[Bar] = field(default_factory=list)
    open: list[Stretch] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)


class Calendar:
    """The rooms of the house and what takes them, for a span of days."""

    def __init__(
        self, rooms: Iterable[Room], span: str, day: date, *, by: User, at: datetime
    ) -> None:
        """Read it, in as many queries however many rooms and days there are.

        Args:
            rooms: which rooms, with their hours.
            span: one of `SPANS`.
            day: a day in it.
            by: who looks.
            at: the moment by which offers have lapsed or not.
        """
        self.span, self.day, self.days = span, day, days_of(span, day)
        self.rooms = list(rooms)
        first, last = start_of(self.days[0]), start_of(self.days[-1] + _DAY)
        looked = TakenRooms(self.rooms, first, last, by=by, at=at)
        self.requests = looked.requests
        self.first, self.last = first, last
        if span == "day":
            self.first, self.last = self._hours(looked)
            self.rows = [self._line(room, looked.of_rooms[room.pk]) for room in self.rooms]
        else:
            self.rows = [self._cells(room, looked.of_rooms[room.pk]) for room in self.rooms]

    @property
    def before(self) -> date:
        """A day of the span before."""
        return self.days[0] - _DAY

    @property
    def after(self) -> date:
        """A day of the span after."""
        return self.days[-1] + _DAY

    @property
    def hours(self) -> list[tuple[datetime, Stretch]]:
        """The hours of the day's line and where they stand."""
        count = int((self.last - self.first) / HOUR)
        marks = [self.first + n * HOUR for n in range(count)]
        return [(mark, self._stretch(mark, mark + HOUR)) for mark in marks]

    def _hours(self, looked: TakenRooms) -> tuple[datetime, datetime]:
        """The hours in which any room is open or taken."""
        starts, ends = [self.first + 9 * HOUR], [self.first + 18 * HOUR]
        for opens, closes in self._opening():
            starts.append(opens)
            ends.append(closes)
        for all_of_one in looked.of_rooms.values():
            starts += [taken.occupation.from_at for taken in all_of_one]
            ends += [taken.occupation.until_at for taken in all_of_one]
        begin, end = max(min(starts), self.first), min(max(ends), self.last)
        whole = int((begin - self.first) / HOUR)
        return self.first + whole * HOUR, self.last - int((self.last - end) / HOUR) * HOUR

    def _opening(self) -> list[tuple[datetime, datetime]]:
        return [hours for room in self.rooms if (hours := hours_on(room, self.day))]

    def _line(self, room: Room, taken: list[Taken]) -> Row:
        around = (hours_on(room, day) for day in (self.day - _DAY, self.day))
        bars = [
            Bar(
                one,
                self._stretch(one.occupation.from_at, one.occupation.until_at),
                self._stretch(one.occupation.starts_at, one.occupation.ends_at),
            )
            for one in taken
        ]
        opened = [self._stretch(*hours) for hours in around if hours and hours[1] > self.first]
        return Row(room, bars=bars, open=opened)

    def _cells(self, room: Room, taken: list[Taken]) -> Row:
        return Row(
            room,
            cells=[
                Cell(
                    day,
                    hours_on(room, day) is not None,
                    [one for one in taken if _lies_on(one, day)],
                )
                for day in self.days
            ],
        )

    def _stretch(self, first: datetime, last: datetime) -> Stretch:
        """Return a stretch of time as a part of the line, cut off where the line ends."""
        whole = self.last - self.first
        left = max(first, self.first) - self.first
        width = max(min(last, self.last) - self.first - left, timedelta(0))
        return Stretch(f"{100 * (left / whole):.3f}%", f"{100 * (width / whole):.3f}%")


def _lies_on(taken: Taken, day: date) -> bool:
    """Tell whether the use itself lies on a day; set-up and clearing alone do not make it a use."""
    last = house_day(taken.occupation.ends_at - timedelta(microseconds=1))
    return house_day(taken.occupation.starts_at) <= day <= last
