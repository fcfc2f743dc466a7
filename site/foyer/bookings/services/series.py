"""Bookings that come back: made, offered and answered together, with the days they do not. (004-02)"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.log_actions import log

from foyer.bookings.enums import BookingStatus, Repeats
from foyer.bookings.fitting import check_room, check_time
from foyer.bookings.models import Booking, BookingSeries
from foyer.bookings.models.booking import BookingQuerySet
from foyer.bookings.refusals import NoOtherTime, SeriesClashes, TooManyTimes
from foyer.core.days import add_months, house_day
from foyer.core.models import User
from foyer.core.numbers import take_number
from foyer.core.refusals import Refusal
from foyer.venues.models import Occupation
from foyer.venues.services import with_time_around

from .answering import accept_offer, cancel_booking, decline_offer
from .offering import offer_room
from .papers import keep_papers
from .secrets import set_new_secret

MOST_TIMES: Final = 60
_COPIED: Final = (
    *("channel", "room", "heads", "layout", "theme", "extras", "wishes", "client", "contact"),
    *("asker_name", "asker_company", "asker_phone", "asker_email", "language", "owner", "notes"),
)


@dataclass(frozen=True, slots=True)
class Time:
    """One time of a series, and why it cannot be had."""

    starts_at: datetime
    ends_at: datetime
    refusal: Refusal | None = None
    is_taken: bool = False

    @property
    def can_be_had(self) -> bool:
        """Whether the room is free and open then."""
        return self.refusal is None and not self.is_taken


def times_of(
    booking: Booking, *, repeats: str, until_on: date, skipped: Collection[date], at: datetime
) -> list[Time]:
    """Return when a booking comes back, by the house's clock, and which of these times cannot be had.

    Args:
        booking: the first of them; it is not among the times.
        repeats: one of `Repeats`.
        until_on: the last day on which it may begin.
        skipped: days on which it does not.
        at: the moment by which offers have lapsed or not.

    Raises:
        TooManyTimes: there are more than a series has.
        NoOtherTime: there is none.
    """
    length = booking.ends_at - booking.starts_at
    times: list[tuple[datetime, datetime]] = []
    for day in _days(house_day(booking.starts_at), repeats, until_on):
        if len(times) == MOST_TIMES:
            raise TooManyTimes(most=MOST_TIMES)
        if day not in skipped:
            starts_at = _at_clock(day, booking.starts_at)
            times.append((starts_at, starts_at + length))
    if not times:
        raise NoOtherTime
    taken = Occupation.objects.filter(room=booking.room).holding(at=at)
    first, last = with_time_around(booking.room, times[0][0], times[-1][1])
    blocks = list(taken.meeting(first, last).values_list("from_at", "until_at"))
    return [_time(booking, *one, blocks=blocks, at=at) for one in times]


@transaction.atomic
def repeat_booking(
    *,
    booking: Booking,
    repeats: str,
    until_on: date,
    skipped: Collection[date],
    by: User,
    at: datetime,
) -> list[Booking]:
    """Make a series of a request: one more request for each time it comes back; all of them, or none.

    Raises:
        SeriesClashes: some of its times cannot be had; the refusal names the days.
        Refusal: it is no series.
    """
    times = times_of(booking, repeats=repeats, until_on=until_on, skipped=skipped, at=at)
    if lost := [one for one in times if not one.can_be_had]:
        days = ", ".join(date_format(house_day(one.starts_at), "SHORT_DATE_FORMAT") for one in lost)
        raise SeriesClashes(days=days)
    series = BookingSeries.objects.create(
        repeats=repeats, until_on=until_on, skipped=sorted(day.isoformat() for day in skipped)
    )
    Booking.objects.filter(pk=booking.pk).update(series=series)
    made = [_copy(booking, series, one, by=by, at=at) for one in times]
    log(booking, "foyer.booking.repeat", user=by, data={"times": len(made)})
    return made


@transaction.atomic
def offer_series(
    *, booking: Booking, by: User | None, at: datetime, reply_by: datetime | None = None
) -> list[Booking]:
    """Offer every request of a booking's series, all of them or none; one letter speaks for all.

    Raises:
        Refusal: one of them cannot be offered.
    """
    asked = _of_series(booking).filter(status=BookingStatus.REQUESTED)
    offered = []
    for place, one in enumerate(asked):
        offer = offer_room(booking=one, by=by, at=at, reply_by=reply_by, tells=place == 0)
        reply_by = reply_by or offer.booking.reply_by  # one deadline for all
        offered.append(offer.booking)
    return _with_papers(offered, at=at)


@transaction.atomic
def accept_together(
    *, booking: Booking, at: datetime, by: User | None = None, seen: int | None = None
) -> list[Booking]:
    """Confirm an offer, and with it every other offer of its series.

    Raises:
        OfferLapsed: its time is over.
        AnsweredAlready: it is no offer any more.
    """
    first = accept_offer(booking=booking, at=at, by=by, seen=seen)
    others = [one for one in _of_series(booking).exclude(pk=booking.pk) if _is_offered(one, at)]
    accepted = [accept_offer(booking=one, at=at, by=by, tells=False) for one in others]
    return _with_papers([first, *accepted], at=at)


@transaction.atomic
def decline_together(
    *,
    booking: Booking,
    at: datetime,
    reason: str = "",
    by: User | None = None,
    seen: int | None = None,
) -> list[Booking]:
    """Give an offer back, and with it every other offer of its series.

    Raises:
        OfferLapsed: its time is over.
        AnsweredAlready: it is no offer any more.
    """
    first = decline_offer(booking=booking, at=at, reason=reason, by=by, seen=seen)
    others = [one for one in _of_series(booking).exclude(pk=booking.pk) if _is_offered(one, at)]
    return [first, *(decline_offer(booking=one, at=at, reason=reason, by=by) for one in others)]


@transaction.atomic
def cancel_rest(*, booking: Booking, reason: str, by: User, at: datetime) -> list[Booking]:
    """Cancel a booking and all of its series that come after it and are still open.

    Raises:
        ReasonMissing: nobody says why.
        WrongStep: it is over itself.
    """
    first = cancel_booking(booking=booking, reason=reason, by=by, at=at)
    later = _of_series(booking).filter(starts_at__gt=booking.starts_at).open(at=at)
    return [first, *(cancel_booking(booking=one, reason=reason, by=by, at=at) for one in later)]


def others_of(booking: Booking) -> list[Booking]:
    """Return the other bookings of a series, the earliest first."""
    return list(_of_series(booking).exclude(pk=booking.pk))


def _of_series(booking: Booking) -> BookingQuerySet:
    """Return the bookings of the series a booking belongs to now, itself among them."""
    own = Booking.objects.filter(pk=booking.pk)
    together = Booking.objects.filter(series__in=own.values("series"))
    return (own | together).order_by("starts_at", "pk")


def _is_offered(booking: Booking, at: datetime) -> bool:
    return booking.step_at(at) == BookingStatus.OFFERED


def _with_papers(bookings: list[Booking], *, at: datetime) -> list[Booking]:
    """Keep the papers of bookings that took a step together: each names them all."""
    for booking in bookings:
        keep_papers(booking, at=at)
    return bookings


def _copy(
    booking: Booking, series: BookingSeries, time: Time, *, by: User, at: datetime
) -> Booking:
    """Make the same request for another time."""
    copy = Booking(
        **{name: getattr(booking, name) for name in _COPIED},
        series=series,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        requested_at=at,
        requested_by=by,
        number=take_number(key="booking", at=at, among=Booking.objects.all()),
    )
    set_new_secret(copy)
    copy.save()
    copy.steps.create(after=BookingStatus.REQUESTED, at=at, by=by)
    log(copy, "foyer.booking.request", user=by)
    return copy


def _time(
    booking: Booking,
    starts_at: datetime,
    ends_at: datetime,
    *,
    blocks: list[tuple[datetime, datetime]],
    at: datetime,
) -> Time:
    try:
        check_time(starts_at, ends_at, at=at)
        check_room(
            booking.room,
            starts_at=starts_at,
            ends_at=ends_at,
            heads=booking.heads,
            layout=booking.layout,
        )
    except Refusal as refusal:
        return Time(starts_at, ends_at, refusal)
    from_at, until_at = with_time_around(booking.room, starts_at, ends_at)
    is_taken = any(first < until_at and from_at < last for first, last in blocks)
    return Time(starts_at, ends_at, is_taken=is_taken)


def _days(first: date, repeats: str, until_on: date) -> Iterator[date]:
    """Yield the days after the first on which it comes back; a month without a fifth Friday has none."""
    if repeats == Repeats.MONTHLY:
        week, months = (first.day - 1) // 7, 0
        while True:
            months += 1
            start = add_months(first.replace(day=1), months)
            day = start + timedelta(days=(first.weekday() - start.weekday()) % 7 + 7 * week)
            if start > until_on:
                return
            if day.month == start.month and day <= until_on:
                yield day
    step = timedelta(weeks=Repeats.WEEKS[repeats])
    day = first + step
    while day <= until_on:
        yield day
        day += step


def _at_clock(day: date, like: datetime) -> datetime:
    """Return the moment of a day at which the house's clock shows the same as at another."""
    zone = timezone.get_default_timezone()
    return timezone.make_aware(datetime.combine(day, like.astimezone(zone).time()), zone)
