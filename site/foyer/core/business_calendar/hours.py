"""Adding business time to a moment and measuring it, whatever the zone the moment is told in. (001-19)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils import timezone

from .models import BusinessPolicy, CalendarDay

_LONGEST = 3660  # days looked through: a house that never opens is a mistake, and no endless loop
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stands; without an end it stands still."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """The hours of a house, read once for many clocks.

    Attributes:
        days: days that differ from the week; True: the house works.
    """

    opens_at: time = time(9)
    closes_at: time = time(18)
    weekends: bool = False
    days: Mapping[date, bool] = field(default_factory=dict)
    zone: tzinfo = UTC

    def works_on(self, day: date) -> bool:
        """Tell whether the house works on a day."""
        return self.days.get(day, self.weekends or day.weekday() < _SATURDAY)

    def is_open(self, at: datetime) -> bool:
        """Tell whether the house is open at a moment."""
        local = at.astimezone(self.zone)
        return self.works_on(local.date()) and self.opens_at <= local.time() < self.closes_at

    def add(
        self, start: datetime, span: timedelta, *, pauses: Iterable[Pause] = ()
    ) -> datetime | None:
        """Return the moment at which so much business time has passed; None while the clock stands still.

        Raises:
            ValueError: the house does not open often enough within ten years.
        """
        left, stops = max(span, timedelta(0)), _merged(pauses)
        for begin, end in self._open_from(start):
            for piece, until in _without(begin, end, stops):
                if until - piece >= left:
                    return (piece + left).astimezone(start.tzinfo or UTC)
                left -= until - piece
            if stops and stops[-1].end is None and stops[-1].start <= end:
                return None
        message = "The house never opens: check its hours and its calendar."
        raise ValueError(message)

    def between(self, start: datetime, end: datetime, *, pauses: Iterable[Pause] = ()) -> timedelta:
        """Return how much business time lies between two moments, pauses left out."""
        if end <= start:
            return timedelta(0)
        stops, sum_of = _merged(pauses), timedelta(0)
        for begin, until in self._open_from(start):
            if begin >= end:
                break
            for piece, last in _without(begin, min(until, end), stops):
                sum_of += last - piece
        return sum_of

    def _open_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches in which the house is open, from a moment on, in UTC."""
        first = start.astimezone(self.zone).date()
        for ahead in range(_LONGEST):
            day = first + timedelta(days=ahead)
            if not self.works_on(day):
                continue
            opens = datetime.combine(day, self.opens_at, self.zone).astimezone(UTC)
            closes = datetime.combine(day, self.closes_at, self.zone).astimezone(UTC)
            if closes > start:
                yield max(opens, start.astimezone(UTC)), closes


def load_hours() -> BusinessHours:
    """Read the hours of the house and its calendar, in two queries."""
    policy = BusinessPolicy.load()
    return BusinessHours(
        opens_at=policy.opens_at,
        closes_at=policy.closes_at,
        weekends=policy.open_on_weekends,
        days=dict(CalendarDay.objects.values_list("day", "is_working")),
        zone=timezone.get_default_timezone(),
    )


def _merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Return pauses in order, overlapping ones made one."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        last = merged[-1] if merged else None
        if last and (last.end is None or last.end >= pause.start):
            open_end = last.end is None or pause.end is None
            end = None if open_end else max(last.end, pause.end)  # type: ignore[type-var]  # neither is None here
            merged[-1] = Pause(last.start, end)
        else:
            merged.append(pause)
    return merged


def _without(
    begin: datetime, end: datetime, stops: list[Pause]
) -> Iterator[tuple[datetime, datetime]]:
    """Yield what is left of a stretch when the pauses are taken out."""
    for stop in stops:
        if stop.end is not None and stop.end <= begin:
            continue
        if stop.start >= end:
            break
        if stop.start > begin:
            yield begin, stop.start
        if stop.end is None:
            return
        begin = stop.end
    if begin < end:
        yield begin, end
