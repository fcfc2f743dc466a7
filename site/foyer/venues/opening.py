"""When rooms are open: by the day of the week, past midnight where the house says so. (004-01)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from foyer.core.days import house_day

from .models import Room


def hours_on(room: Room, day: date) -> tuple[datetime, datetime] | None:
    """Return from when to when a room is open on a day of the house; None: it is closed.

    Hours that end no later than they begin end on the day after.
    """
    special = next((one for one in room.hours.all() if one.weekday == day.weekday()), None)
    opens, closes = (
        (special.opens_at, special.closes_at) if special else (room.opens_at, room.closes_at)
    )
    if opens is None or closes is None:
        return None
    last = day if closes > opens else day + timedelta(days=1)
    return _at(day, opens), _at(last, closes)


def is_open(room: Room, starts_at: datetime, ends_at: datetime) -> bool:
    """Tell whether a use begins and ends while its room is open; over several days, what lies between is not asked."""
    begins = any(opens <= starts_at < closes for opens, closes in _around(room, starts_at))
    ends = any(opens < ends_at <= closes for opens, closes in _around(room, ends_at))
    if not begins or not ends:
        return False
    if house_day(starts_at) != house_day(ends_at):
        return True
    return not _is_shut_between(room, starts_at, ends_at)


def _is_shut_between(room: Room, starts_at: datetime, ends_at: datetime) -> bool:
    """Tell whether a use within one day reaches from one stretch of opening into another."""
    return not any(
        opens <= starts_at and ends_at <= closes for opens, closes in _around(room, starts_at)
    )


def _around(room: Room, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the stretches in which a moment may lie, those of its day and its neighbours, joined where they meet."""
    day = house_day(at)
    stretches = [
        hours
        for one in (day - timedelta(days=1), day, day + timedelta(days=1))
        if (hours := hours_on(room, one))
    ]
    joined: list[tuple[datetime, datetime]] = []
    for opens, closes in stretches:
        if joined and opens <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(closes, joined[-1][1])
        else:
            joined.append((opens, closes))
    yield from joined


def _at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock), timezone.get_default_timezone())
