"""What the tick does about deadlines; that offers lapse without it is seen in test_steps. (004-04)"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import Booking, BookingLetter, BookingPolicy
from foyer.bookings.services.answering import accept_offer, decline_offer
from foyer.bookings.services.deadlines import keep_deadlines
from foyer.bookings.services.offering import offer_room
from foyer.events.services import advance_event, hold_room
from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import Occupation, Room
from foyer.venues.services import occupy_room
from tests.factories import EventFactory, UserFactory

from .conftest import HOUR, MONDAY

Ask = Callable[..., Booking]
USE = MONDAY + timedelta(days=21)
WEDNESDAY = MONDAY + timedelta(days=2)  # 10:00, the deadline of what was offered on Monday
ENDED = WEDNESDAY + HOUR


@pytest.fixture
def offer(booked: Ask) -> Ask:
    """An offer made on a Monday at ten, to be answered within two days."""

    def _offer(**more: Any) -> Booking:
        return booked(**{"at": MONDAY, "starts_at": USE, "offered": True} | more)

    return _offer


def told(booking: Booking) -> list[str]:
    """Return the letters about deadlines of a booking."""
    about = booking.letters.filter(occasion__in=("reminder", "lapsed"))
    return list(about.values_list("occasion", flat=True))


@pytest.mark.django_db
class TestReminder:
    def test_comes_once_before_the_deadline(self, offer: Ask) -> None:
        booking = offer()
        keep_deadlines(at=WEDNESDAY - 20 * HOUR)
        assert told(booking) == []

        for minutes in (0, 10, 20):
            keep_deadlines(at=WEDNESDAY - HOUR + timedelta(minutes=minutes))

        assert told(booking) == ["reminder"]

    def test_comes_before_the_house_closes_where_the_night_is_between(self, offer: Ask) -> None:
        BookingPolicy.objects.update(remind_hours=2)
        until = MONDAY.replace(hour=9, minute=5) + timedelta(days=2)
        booking = offer(offered=False)
        offer_room(booking=booking, by=UserFactory(), at=MONDAY, reply_by=until)

        keep_deadlines(at=until.replace(hour=23) - timedelta(days=1))
        assert told(booking) == []
        keep_deadlines(at=until.replace(hour=17, minute=30) - timedelta(days=1))

        assert told(booking) == ["reminder"]

    def test_is_not_for_what_was_answered_or_offered_a_moment_ago(self, offer: Ask) -> None:
        answered = accept_offer(booking=offer(), at=MONDAY + HOUR)
        fresh = offer(starts_at=USE + timedelta(days=1), offered=False)
        offer_room(booking=fresh, by=UserFactory(), at=MONDAY, reply_by=MONDAY + 6 * HOUR)

        keep_deadlines(at=MONDAY + 2 * HOUR)
        keep_deadlines(at=WEDNESDAY - HOUR)

        assert told(answered) == []
        assert "reminder" not in told(fresh)

    def test_comes_anew_for_another_deadline(self, offer: Ask) -> None:
        booking = offer()
        keep_deadlines(at=WEDNESDAY - HOUR)
        Booking.objects.filter(pk=booking.pk).update(status="requested")
        offer_room(booking=booking, by=UserFactory(), at=WEDNESDAY)

        keep_deadlines(at=WEDNESDAY + timedelta(days=2) - HOUR)

        assert told(booking) == ["reminder", "reminder"]


@pytest.mark.django_db
class TestLapse:
    def test_is_told_once_and_gives_the_room_to_whoever_waits(self, offer: Ask) -> None:
        booking = offer()
        waiting = offer(offered=False, waits=True)

        for _time in range(3):
            keep_deadlines(at=ENDED)

        booking.refresh_from_db()
        waiting.refresh_from_db()
        assert told(booking) == ["lapsed"]
        assert booking.step_at(ENDED) == BookingStatus.LAPSED
        assert waiting.status == BookingStatus.OFFERED
        assert Occupation.objects.get() == waiting.occupation

    def test_is_told_though_the_room_went_to_another_meanwhile(self, offer: Ask) -> None:
        booking = offer()
        offer_room(booking=offer(offered=False), by=UserFactory(), at=WEDNESDAY)

        keep_deadlines(at=ENDED)

        assert told(booking) == ["lapsed"]
        assert Occupation.objects.count() == 1

    def test_is_told_to_nobody_at_night(self, offer: Ask) -> None:
        booking = offer()

        keep_deadlines(at=WEDNESDAY.replace(hour=23))
        assert told(booking) == []
        keep_deadlines(at=WEDNESDAY + timedelta(days=1))

        assert told(booking) == ["lapsed"]

    def test_of_a_use_that_is_over_is_told_to_nobody(self, offer: Ask) -> None:
        booking = offer()

        keep_deadlines(at=USE + timedelta(days=1))

        assert told(booking) == []
        assert not Occupation.objects.exists()


@pytest.mark.django_db
class TestWaiting:
    def test_is_over_when_an_event_or_a_closure_gives_the_room_back(
        self, offer: Ask, hall: Room
    ) -> None:
        event = EventFactory(room=hall, starts_at=USE, ends_at=USE + HOUR, status="planned")
        hold_room(event=event, at=MONDAY)
        closed = occupy_room(
            room=hall,
            starts_at=USE + timedelta(days=1),
            ends_at=USE + timedelta(days=1, hours=1),
            purpose=OccupationPurpose.CLOSED,
            title="保养",
            at=MONDAY,
        )
        waiting = [
            offer(offered=False, waits=True, starts_at=USE + timedelta(days=days))
            for days in (0, 1)
        ]
        keep_deadlines(at=MONDAY)
        assert {Booking.objects.get(pk=one.pk).status for one in waiting} == {"requested"}

        advance_event(event=event, to="cancelled", by=UserFactory(), at=MONDAY)
        closed.delete()
        for _time in range(2):
            keep_deadlines(at=MONDAY)

        assert {Booking.objects.get(pk=one.pk).status for one in waiting} == {"offered"}
        assert Occupation.objects.count() == 2

    def test_within_set_up_and_clearing_is_over_too(self, offer: Ask, hall: Room) -> None:
        Room.objects.filter(pk=hall.pk).update(setup_minutes=60, clearing_minutes=30)
        hall.refresh_from_db()
        booking = offer(starts_at=USE, ends_at=USE + 2 * HOUR)
        later = {"starts_at": USE + 2.75 * HOUR, "ends_at": USE + 4 * HOUR}
        waiting = offer(offered=False, waits=True, **later)

        decline_offer(booking=booking, at=MONDAY)

        waiting.refresh_from_db()
        assert waiting.status == BookingStatus.OFFERED

    def test_for_a_room_that_is_free_is_a_request_like_others(self, offer: Ask) -> None:
        booking = offer(offered=False, waits=True)

        keep_deadlines(at=MONDAY)

        booking.refresh_from_db()
        assert (booking.status, booking.waits) == ("requested", False)


@pytest.mark.django_db(transaction=True)
def test_ten_passes_at_once_do_everything_once(offer: Ask) -> None:
    lapsed = offer()
    near = offer(starts_at=USE + timedelta(days=1), at=MONDAY + 2 * HOUR)
    start = Barrier(10)

    def tick(_n: int) -> None:
        start.wait()
        try:
            keep_deadlines(at=ENDED)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(tick, range(10)))

    assert (told(lapsed), told(near)) == (["lapsed"], ["reminder"])
    assert BookingLetter.objects.filter(occasion__in=("lapsed", "reminder")).count() == 2
