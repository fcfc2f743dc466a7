"""Whether a room can be asked for at all: the time, the hours, the people. (004-02, 004-06)"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from foyer.bookings.models.policy import BookingPolicy
from foyer.core.days import house_day
from foyer.core.models import HousePolicy
from foyer.venues.models import Room
from foyer.venues.opening import hours_on, is_open

from . import refusals

MOST_DAYS: Final = 31


def check_time(
    starts_at: datetime, ends_at: datetime, *, at: datetime, policy: BookingPolicy | None = None
) -> None:
    """Refuse a time nobody can use.

    Raises:
        BookingRefusal: and says what to change.
    """
    if ends_at <= starts_at:
        raise refusals.EndsBeforeStart
    if starts_at < at:
        raise refusals.InThePast
    if ends_at - starts_at > timedelta(days=MOST_DAYS):
        raise refusals.TooLong(days=MOST_DAYS)
    last = at + timedelta(days=(policy or BookingPolicy.load()).furthest_days)
    if starts_at > last:
        raise refusals.TooFar(day=date_format(house_day(last), "DATE_FORMAT"))


def check_notice(starts_at: datetime, *, at: datetime, policy: BookingPolicy | None = None) -> None:
    """Refuse a time too near for a request nobody of the house takes down.

    Raises:
        TooSoon: it is.
    """
    first = at + timedelta(hours=(policy or BookingPolicy.load()).notice_hours)
    if starts_at < first:
        hotline = HousePolicy.load().hotline or gettext("the house")
        moment = date_format(localtime(first), "SHORT_DATETIME_FORMAT")
        raise refusals.TooSoon(moment=moment, hotline=hotline)


def check_room(
    room: Room, *, starts_at: datetime, ends_at: datetime, heads: int, layout: str = ""
) -> None:
    """Refuse a room that is closed then, or holds fewer people.

    Raises:
        BookingRefusal: and says what to change.
    """
    capacity = room.seats(layout)
    if heads > capacity:
        raise refusals.TooManyHeads(room=room.name_text, capacity=capacity)
    if not is_open(room, starts_at, ends_at):
        raise refusals.NotOpen(room=room.name_text, hours=_hours(room, starts_at))


def _hours(room: Room, at: datetime) -> str:
    """The hours of a day in words."""
    hours = hours_on(room, house_day(at))
    if hours is None:
        return gettext("closed on that day")
    opens, closes = (localtime(one) for one in hours)
    return f"{opens:%H:%M}–{closes:%H:%M}"
