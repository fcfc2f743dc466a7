"""Bookings that come back: their days, their exceptions, all of them together or none. (004-02)"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from foyer.bookings.enums import Repeats
from foyer.bookings.models import Booking, BookingLetter
from foyer.bookings.papers.content import letter_paper
from foyer.bookings.refusals import NoOtherTime, SeriesClashes, TooManyTimes
from foyer.bookings.services.series import (
    accept_together,
    cancel_rest,
    decline_together,
    offer_series,
    repeat_booking,
    times_of,
)
from foyer.core.models import HousePolicy
from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import Occupation
from foyer.venues.services import RoomTaken, occupy_room
from tests.factories import BookingFactory, RoomFactory, UserFactory
from tests.factories.bookings import price_rooms

HOUSE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 2, 10, tzinfo=HOUSE)
USE = datetime(2026, 11, 13, 14, tzinfo=HOUSE)  # the second Friday
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking() -> Booking:
    """A request for two hours on a Friday."""
    room = RoomFactory()
    price_rooms(room)
    room.refresh_from_db()
    made: Booking = BookingFactory(room=room, starts_at=USE, ends_at=USE + 2 * HOUR, at=NOW)
    return made


def days(booking: Booking, repeats: str, until: date, *skipped: date) -> list[str]:
    """The days on which it comes back."""
    times = times_of(booking, repeats=repeats, until_on=until, skipped=skipped, at=NOW)
    assert all(one.starts_at.astimezone(HOUSE).hour == 14 for one in times)
    return [f"{one.starts_at.astimezone(HOUSE):%m-%d}" for one in times]


def repeat(booking: Booking, until: date = date(2026, 12, 4), **more: Any) -> list[Booking]:
    """Let it come back every week."""
    values: dict[str, Any] = {"repeats": Repeats.WEEKLY, "skipped": (), "by": UserFactory()}
    return repeat_booking(booking=booking, until_on=until, at=NOW, **values | more)


class TestTimesOf:
    def test_come_every_week_every_other_week_and_every_month(self, booking: Booking) -> None:
        until = date(2027, 2, 12)

        assert days(booking, "weekly", date(2026, 12, 4)) == ["11-20", "11-27", "12-04"]
        assert days(booking, "fortnight", date(2026, 12, 11)) == ["11-27", "12-11"]
        assert days(booking, "monthly", until) == ["12-11", "01-08", "02-12"]

    def test_leave_out_months_without_a_fifth_friday(self) -> None:
        fifth = datetime(2027, 1, 29, 14, tzinfo=HOUSE)
        booking = BookingFactory(starts_at=fifth, ends_at=fifth + HOUR, at=NOW)
        booking.room.refresh_from_db()

        assert days(booking, "monthly", date(2027, 8, 31)) == ["04-30", "07-30"]

    def test_leave_out_the_exceptions(self, booking: Booking) -> None:
        assert days(booking, "weekly", date(2026, 12, 4), date(2026, 11, 27)) == ["11-20", "12-04"]

    def test_are_neither_none_nor_without_end(self, booking: Booking) -> None:
        with pytest.raises(NoOtherTime):
            days(booking, "weekly", date(2026, 11, 19))
        with pytest.raises(TooManyTimes):
            days(booking, "weekly", date(2029, 1, 1))


class TestRepeatBooking:
    def test_makes_a_request_for_each_time(self, booking: Booking) -> None:
        made = repeat(booking)

        booking.refresh_from_db()
        assert [one.starts_at for one in made] == [USE + n * timedelta(weeks=1) for n in (1, 2, 3)]
        assert {one.series_id for one in made} == {booking.series_id}
        assert len({one.secret_sealed for one in [booking, *made]}) == 4
        assert {one.asker_phone for one in made} == {booking.asker_phone}

    def test_names_the_days_that_cannot_be_had_and_makes_none(self, booking: Booking) -> None:
        start = USE + timedelta(weeks=2)
        closed = {"purpose": OccupationPurpose.CLOSED, "title": "检修", "at": NOW}
        occupy_room(room=booking.room, starts_at=start, ends_at=start + HOUR, **closed)

        with pytest.raises(SeriesClashes) as refusal:
            repeat(booking)

        assert "2026-11-27" in str(refusal.value)
        assert Booking.objects.count() == 1
        assert len(repeat(booking, skipped=[date(2026, 11, 27)])) == 2


class TestTogether:
    @pytest.fixture
    def series(self, booking: Booking) -> list[Booking]:
        return [booking, *repeat(booking)]

    def steps(self) -> list[str]:
        return list(Booking.objects.order_by("starts_at").values_list("status", flat=True))

    def test_offers_all_of_them_until_one_moment_with_one_letter(self, series: Any) -> None:
        BookingLetter.objects.all().delete()

        offered = offer_series(booking=series[2], by=UserFactory(), at=NOW)

        assert self.steps() == ["offered"] * 4
        assert len({one.reply_by for one in offered}) == 1
        letter = BookingLetter.objects.select_related("booking__room__venue").get()
        with override("en"):
            facts = dict(letter_paper(letter.booking, letter.occasion, HousePolicy.load()).facts)
        assert all(one.number in facts["All days of the series"] for one in offered)
        assert facts["Total of all days"] == "¥2,400.00"
        assert Occupation.objects.count() == 4

    def test_offers_none_where_one_cannot_be_had(self, series: Any) -> None:
        last = series[-1]
        closed = {"purpose": OccupationPurpose.CLOSED, "title": "检修", "at": NOW}
        occupy_room(room=last.room, starts_at=last.starts_at, ends_at=last.ends_at, **closed)

        with pytest.raises(RoomTaken):
            offer_series(booking=series[0], by=UserFactory(), at=NOW)

        assert self.steps() == ["requested"] * 4

    def test_answers_all_of_them(self, series: Any) -> None:
        offer_series(booking=series[0], by=UserFactory(), at=NOW)

        accept_together(booking=series[0], at=NOW + HOUR)

        assert self.steps() == ["confirmed"] * 4

    def test_gives_all_of_them_back(self, series: Any) -> None:
        offer_series(booking=series[0], by=UserFactory(), at=NOW)

        decline_together(booking=series[1], at=NOW + HOUR)

        assert self.steps() == ["declined"] * 4
        assert not Occupation.objects.exists()

    def test_cancels_those_that_come_after(self, series: Any) -> None:
        offer_series(booking=series[0], by=UserFactory(), at=NOW)
        accept_together(booking=series[0], at=NOW + HOUR)

        cancel_rest(booking=series[2], reason="项目结束", by=UserFactory(), at=NOW + 2 * HOUR)

        assert self.steps() == ["confirmed", "confirmed", "cancelled", "cancelled"]
