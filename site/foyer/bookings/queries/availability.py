"""When a room is free on the days to come: what its page and its calendar show. (004-03; BOOKING 1)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localtime

from foyer.core.days import start_of
from foyer.venues.models import Occupation, Room
from foyer.venues.opening import hours_on

SHORTEST = timedelta(minutes=30)
_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a day."""

    start: datetime
    end: datetime
    day: date

    @property
    def begins(self) -> int:
        """The minute of its day at which it begins."""
        return self._minute(self.start)

    @property
    def length(self) -> int:
        """How many minutes of its day it takes."""
        return self._minute(self.end) - self.begins

    @property
    def words(self) -> str:
        """It by the house's clock: 08:00–12:30; past midnight as 24:00 and later."""
        return f"{self._clock(self.start)}–{self._clock(self.end)}"

    def _clock(self, at: datetime) -> str:
        minutes = int((localtime(at) - localtime(start_of(self.day))).total_seconds() // 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"

    def _minute(self, at: datetime) -> int:
        minutes = (at - start_of(self.day)).total_seconds() // 60
        return int(min(max(minutes, 0), _MINUTES))


@dataclass(frozen=True, slots=True)
class RoomDay:
    """A day of a room: when it is open and when it is free; without hours it is closed."""

    day: date
    open: Stretch | None
    free: tuple[Stretch, ...]

    @property
    def is_closed(self) -> bool:
        """Whether the room is not open at all."""
        return self.open is None


def days_of(room: Room, *, first: date, days: int, at: datetime) -> list[RoomDay]:
    """Return the days of a room from a day on, each with what is free of it, set-up and clearing taken off.

    Args:
        room: the room.
        first: the first day.
        days: how many.
        at: the moment: what is over is not free, and lapsed offers take nothing.
    """
    begin = start_of(first) - timedelta(days=1)
    end = start_of(first + timedelta(days=days + 1)) + timedelta(days=1)
    taken = Occupation.objects.filter(room=room).holding(at=at).meeting(begin, end)
    blocks = sorted(taken.values_list("from_at", "until_at"))
    return [_day(room, first + timedelta(days=n), blocks=blocks, at=at) for n in range(days)]


def _day(
    room: Room, day: date, *, blocks: Iterable[tuple[datetime, datetime]], at: datetime
) -> RoomDay:
    hours = hours_on(room, day)
    if hours is None:
        return RoomDay(day, None, ())
    opens, closes = hours
    before = timedelta(minutes=room.setup_minutes)
    after = timedelta(minutes=room.clearing_minutes)
    free: list[Stretch] = []
    start = max(opens, at)
    for from_at, until_at in blocks:
        if until_at + before <= start:
            continue
        if from_at - after >= closes:
            break
        if from_at - after - start >= SHORTEST:
            free.append(Stretch(start, from_at - after, day))
        start = max(start, until_at + before)
    if closes - start >= SHORTEST:
        free.append(Stretch(start, closes, day))
    return RoomDay(day, Stretch(opens, closes, day), tuple(free))
