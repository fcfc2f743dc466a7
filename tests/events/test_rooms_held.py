"""Events take their rooms by the rules bookings take theirs; a booking becomes an event and is held once. (004-06)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from foyer.bookings.models import BookingLetter
from foyer.bookings.services.changing import Change, change_booking
from foyer.bookings.services.letters import write_letter
from foyer.bookings.services.offering import offer_room
from foyer.bookings.services.secrets import booking_path
from foyer.core.models import HousePolicy
from foyer.events.booked import NotBooked, make_event_of_booking
from foyer.events.in_bookings import EventSticksOut
from foyer.events.models import Event
from foyer.events.services import InABooking, advance_event, hold_room
from foyer.venues.models import Occupation
from foyer.venues.services import RoomTaken
from tests.factories import (
    BookingFactory,
    EventFactory,
    EventTypeFactory,
    RoomFactory,
    UserFactory,
)
from tests.factories.bookings import in_three_weeks, price_rooms

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def held_event(**more: Any) -> Event:
    """An event that took its room."""
    values = {"starts_at": in_three_weeks(14), "ends_at": in_three_weeks(17), "status": "planned"}
    event: Event = EventFactory(**values | more)
    hold_room(event=event, at=timezone.now())
    return event


class TestHoldRoom:
    def test_takes_the_room_and_moves_with_the_event(self) -> None:
        room = RoomFactory(setup_minutes=30, clearing_minutes=30)
        event = held_event(room=room)
        event.starts_at, event.ends_at = in_three_weeks(9), in_three_weeks(11)
        event.save()

        hold_room(event=event, at=timezone.now())

        held = Occupation.objects.get()
        assert (held.room, held.purpose, held.event) == (room, "event", event)
        assert held.from_at == in_three_weeks(9) - HOUR / 2

    def test_is_refused_where_a_booking_or_another_event_is(self) -> None:
        room = RoomFactory()
        price_rooms(room)
        BookingFactory(room=room, offered=True)

        with pytest.raises(RoomTaken):
            held_event(room=room)

    def test_gives_the_room_back_when_it_is_cancelled_and_takes_it_again(self) -> None:
        event, by = held_event(room=RoomFactory()), UserFactory()

        advance_event(event=event, to="cancelled", by=by, at=timezone.now())
        assert not Occupation.objects.exists()
        advance_event(event=event, to="planned", by=by, at=timezone.now())

        assert Occupation.objects.get().event == event

    def test_gives_the_room_back_with_the_room_itself(self) -> None:
        event = held_event(room=RoomFactory())
        event.room = None
        event.save()

        hold_room(event=event, at=timezone.now())

        assert not Occupation.objects.exists()

    def test_does_not_come_back_into_a_room_that_was_taken_meanwhile(self) -> None:
        room, by = RoomFactory(), UserFactory()
        event = held_event(room=room)
        advance_event(event=event, to="cancelled", by=by, at=timezone.now())
        held_event(room=room)

        with pytest.raises(RoomTaken):
            advance_event(event=event, to="planned", by=by, at=timezone.now())

        event.refresh_from_db()
        assert event.status == "cancelled"


class TestMakeEventOfBooking:
    @pytest.fixture
    def booking(self) -> Any:
        room = RoomFactory()
        price_rooms(room)
        by = UserFactory(role="Venue desk")
        return BookingFactory(room=room, confirmed=True, theme="年度路演", heads=80, by=by)

    def make(self, booking: Any) -> Event:
        return make_event_of_booking(
            booking=booking, kind=EventTypeFactory(), by=UserFactory(), at=timezone.now()
        )

    def test_takes_place_where_the_booking_is_and_holds_it_once(self, booking: Any) -> None:
        event = self.make(booking)

        assert (event.title, event.capacity) == ("年度路演", 80)
        assert (event.room, event.starts_at) == (booking.room, booking.starts_at)
        assert Occupation.objects.get().event == event
        assert Occupation.objects.get().booking == booking

    def test_happens_once(self, booking: Any) -> None:
        self.make(booking)

        with pytest.raises(NotBooked):
            self.make(booking)

    def test_needs_a_booking_that_holds_its_room(self) -> None:
        with pytest.raises(NotBooked):
            self.make(BookingFactory())

    def test_stays_within_its_booking(self, booking: Any) -> None:
        event = self.make(booking)
        event.starts_at += HOUR
        event.save()
        hold_room(event=event, at=timezone.now())
        event.ends_at += 2 * HOUR
        event.save()

        with pytest.raises(InABooking) as refusal:
            hold_room(event=event, at=timezone.now())

        assert booking.number in str(refusal.value)

    def test_leaves_the_room_to_the_booking_when_it_is_cancelled(self, booking: Any) -> None:
        event = self.make(booking)

        advance_event(event=event, to="cancelled", by=UserFactory(), at=timezone.now())

        assert Occupation.objects.get().booking == booking
        assert self.make(booking).pk != event.pk

    def test_is_not_made_of_an_offer_which_may_lapse(self) -> None:
        room = RoomFactory()
        price_rooms(room)

        with pytest.raises(NotBooked):
            self.make(BookingFactory(room=room, offered=True))

    def test_keeps_the_room_when_the_client_cancels_and_the_house_is_told(
        self, booking: Any, client: Client
    ) -> None:
        event = self.make(booking)
        now, where = timezone.now(), booking_path(booking)

        client.post(where, {"act": "cancel", "seen": booking.version, "reason": "改期", "fee": "0"})

        booking.refresh_from_db()
        event.refresh_from_db()
        held = Occupation.objects.get()
        assert (booking.status, booking.occupation) == ("cancelled", None)
        assert (event.occupation, held.purpose, held.title) == (held, "event", event.title)
        with pytest.raises(RoomTaken):
            offer_room(booking=BookingFactory(room=booking.room), by=None, at=now)
        letter = BookingLetter.objects.get(occasion="left", to=booking.owner)
        told = write_letter(letter, HousePolicy.load(), now)
        assert told is not None
        assert booking.number in told.subject
        advance_event(event=event, to="cancelled", by=UserFactory(), at=now)
        assert not Occupation.objects.exists()

    def test_is_looked_at_before_the_house_ends_its_booking(
        self, booking: Any, log_in: Any
    ) -> None:
        event, desk = self.make(booking), log_in("Venue desk")
        act = {"act": "cancel", "seen": booking.version, "reason": "停业"}

        page = desk.post(f"/admin/bookings/{booking.pk}/", act)

        booking.refresh_from_db()
        assert (page.status_code, booking.status) == (200, "confirmed")
        assert event.number in page.content.decode()
        assert Occupation.objects.get().event == event

    def test_follows_its_booking(self, booking: Any, log_in: Any) -> None:
        event, desk, other = self.make(booking), log_in("Venue desk"), RoomFactory()
        event.doors_at = event.starts_at - HOUR
        event.save()
        day = f"{in_three_weeks() + timedelta(days=1):%Y-%m-%d}"
        move = {"act": "move", "room": other.pk, "day": day, "last_day": day}

        desk.post(
            f"/admin/bookings/{booking.pk}/",
            move | {"seen": booking.version, "starts": "09:00", "ends": "12:00"},
        )

        booking.refresh_from_db()
        event.refresh_from_db()
        assert (event.starts_at, event.ends_at) == (booking.starts_at, booking.ends_at)
        assert (event.room, event.venue) == (other, other.venue)
        assert event.doors_at == booking.starts_at - HOUR
        assert timezone.localtime(event.starts_at).hour == 9

    def test_is_shortened_before_its_booking_is(self, booking: Any) -> None:
        event = self.make(booking)
        shorter = Change(ends_at=booking.ends_at - HOUR)

        with pytest.raises(EventSticksOut):
            change_booking(booking=booking, change=shorter, by=None, at=timezone.now())
        event.ends_at -= HOUR
        event.save()
        change_booking(booking=booking, change=shorter, by=None, at=timezone.now())

        event.refresh_from_db()
        assert event.starts_at == booking.starts_at


class TestStaffScreens:
    @pytest.fixture
    def admin(self, log_in: Any) -> Client:
        client: Client = log_in(user=UserFactory(is_superuser=True))
        return client

    def told(self, event_type: Any, room: Any) -> dict[str, str]:
        start = in_three_weeks(14)
        return {
            "title": "冬日论坛",
            "type": str(event_type.pk),
            "starts_at": f"{start:%Y-%m-%d %H:%M}",
            "ends_at": f"{start + 2 * HOUR:%Y-%m-%d %H:%M}",
            "room": str(room.pk),
            "capacity": "80",
            "status": "planned",
        }

    def test_say_that_the_room_is_taken_and_keep_what_was_typed(self, admin: Client) -> None:
        room, kind = RoomFactory(name="听松厅"), EventTypeFactory()
        held_event(room=room)

        response = admin.post("/admin/snippets/events/event/add/", self.told(kind, room))

        text = response.content.decode()
        assert response.status_code == 200
        assert "“听松厅”" in text
        assert "冬日论坛" in text
        assert Event.objects.count() == 1

    def test_make_an_event_of_a_booking(self, admin: Client) -> None:
        room, kind = RoomFactory(), EventTypeFactory()
        price_rooms(room)
        booking = BookingFactory(room=room, confirmed=True)
        url = f"/admin/events/of-booking/{booking.pk}/"

        assert admin.get(url).status_code == 200
        assert admin.post(url, {"kind": "999"}).status_code == 200
        made = admin.post(url, {"kind": str(kind.pk)})
        again = admin.post(url, {"kind": str(kind.pk)}, follow=True)

        assert made.status_code == 302
        assert Event.objects.get().occupation == Occupation.objects.get()
        assert again.status_code == 200
        assert admin.get("/admin/events/of-booking/999999/").status_code == 404
