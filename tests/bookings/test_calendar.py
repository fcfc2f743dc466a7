"""The calendar of rooms, moving in it, and the links under which calendars elsewhere read it. (004-06, BOOKING 6)"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from foyer.bookings.models import CalendarFeed
from foyer.bookings.services.answering import cancel_booking, decline_offer
from foyer.bookings.services.feeds import make_feed
from foyer.core.models import User
from foyer.events.services import hold_room
from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import Room
from foyer.venues.services import occupy_room
from tests.factories import BookingFactory, ClientFactory, EventFactory, RoomFactory, UserFactory
from tests.factories.bookings import in_three_weeks, price_rooms
from tests.factories.settlement import issued_statement

pytestmark = pytest.mark.django_db
CALENDAR = "/admin/bookings/calendar/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOUSE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def room() -> Room:
    """A hall with a price."""
    hall = RoomFactory(name="听松厅", capacity=200)
    price_rooms(hall)
    return hall


def shown(page: Any) -> str:
    return page.content.decode()


def asked(span: str = "day", at: datetime | None = None) -> str:
    day = (at or in_three_weeks()).astimezone(HOUSE).date()
    return f"{CALENDAR}?span={span}&day={day}"


def close(room: Room, at: datetime, purpose: str, title: str) -> None:
    occupy_room(
        room=room,
        starts_at=at,
        ends_at=at + HOUR,
        purpose=purpose,
        title=title,
        at=timezone.now(),
    )


class TestTheCalendar:
    @pytest.mark.parametrize("span", ["day", "week", "month"])
    def test_shows_what_takes_rooms_and_what_holds_nothing(self, log_in, room, span):
        at = in_three_weeks(9)
        held = BookingFactory(room=room, starts_at=at, offered=True, theme="报价会")
        sure = BookingFactory(room=room, starts_at=at + 5 * HOUR, confirmed=True, theme="年会")
        lapsed = BookingFactory(
            starts_at=at, room=(other := RoomFactory()), theme="过期会", at=timezone.now()
        )
        close(other, at + 8 * HOUR, OccupationPurpose.CLOSED, "检修")

        page = shown(log_in("Venue desk").get(asked(span)))

        calendar, requests = page.split("尚未保留会场的申请")
        assert held.title in calendar
        assert sure.title in calendar
        assert "检修" in calendar
        assert "booking-bar--offer" in calendar.split(held.title)[0].rsplit("<", 8)[-8:].__str__()
        assert lapsed.title in requests
        assert lapsed.title not in calendar

    def test_leaves_out_an_offer_that_lapsed(self, log_in, room):
        booking = BookingFactory(room=room, offered=True, at=timezone.now() - 9 * DAY)

        assert booking.title not in shown(log_in("Venue desk").get(asked()))

    def test_tells_titles_only_to_those_who_may_see_them(self, log_in, room):
        manager = UserFactory(role="Account managers")
        at = in_three_weeks(9)
        theirs = BookingFactory(
            room=room, starts_at=at, confirmed=True, client=ClientFactory(account_manager=manager)
        )
        hidden = BookingFactory(
            room=room, starts_at=at + 5 * HOUR, confirmed=True, theme="密谈", company="隐名公司"
        )

        page = shown(log_in(user=manager).get(asked()))

        assert theirs.title in page
        assert "已占用" in page
        assert hidden.number not in page
        assert "密谈" not in page

    def test_names_an_event_in_the_readers_language(self, log_in, room):
        at = in_three_weeks(9)
        event = EventFactory(
            room=room, starts_at=at, ends_at=at + HOUR, title="春茶会", title_en="Spring tea"
        )
        hold_room(event=event, at=timezone.now())
        desk = UserFactory(role="Venue desk")
        UserProfile.objects.create(user=desk, preferred_language="en")

        page = shown(log_in(user=desk).get(asked()))

        assert ("Spring tea" in page, "春茶会" in page) == (True, False)

    def test_says_the_days_of_what_takes_more_than_one(self, log_in, room):
        at = in_three_weeks(9)
        event = EventFactory(room=room, starts_at=at, ends_at=at + 2 * DAY)
        hold_room(event=event, at=timezone.now())

        page = shown(log_in("Venue desk").get(asked(at=at + DAY)))

        begins, ends = (f"{one.astimezone(HOUSE):%Y-%m-%d}" for one in (at, at + 2 * DAY))
        assert re.search(rf'booking-bar__time">{begins} \d\d:\d\d – {ends} \d\d:\d\d<', page)

    @pytest.mark.parametrize("span", ["day", "month"])
    def test_asks_as_often_for_fifty_rooms_as_for_one(
        self, log_in, room, span, django_assert_num_queries, django_assert_max_num_queries
    ):
        desk = log_in("Venue desk")
        at = in_three_weeks(9)
        BookingFactory(room=room, starts_at=at, offered=True)
        desk.get(asked(span))
        with django_assert_max_num_queries(12) as counted:
            desk.get(asked(span))
        rooms = RoomFactory.create_batch(49, venue=room.venue)
        for one in rooms:
            close(one, at, OccupationPurpose.EVENT, "活动")
        BookingFactory(room=room, starts_at=at + 6 * HOUR, offered=True)
        BookingFactory(room=room, starts_at=at)

        with django_assert_num_queries(len(counted.captured_queries)):
            page = desk.get(asked(span))
        assert shown(page).count("booking-bar--event") == 50  # the legend's own included

    def test_takes_no_offence_at_an_address_typed_wrongly(self, log_in):
        desk = log_in("Venue desk")

        for query in (
            "day=2026-13-45",
            "day=9999-12-31",
            "day=x&span=year&room=x",
            "day=0001-01-01",
        ):
            assert desk.get(f"{CALENDAR}?{query}").status_code == 200


class TestMoving:
    def move(self, desk: Client, booking: Any, **more: Any) -> Any:
        later = booking.starts_at.astimezone(HOUSE) + DAY
        values = {
            "seen": booking.version,
            "room": booking.room_id,
            "day": f"{later:%Y-%m-%d}",
            "starts": f"{later:%H:%M}",
            "ends": f"{later + 2 * HOUR:%H:%M}",
            "back": "span=week",
        }
        return desk.post(f"/admin/bookings/{booking.pk}/move/", values | more)

    def test_moves_and_leads_back_to_where_it_was_done(self, log_in, room):
        booking = BookingFactory(room=room, confirmed=True)
        before = booking.starts_at

        answer = self.move(log_in("Venue desk"), booking)

        booking.refresh_from_db()
        assert answer["Location"] == f"{CALENDAR}?span=week"
        assert (booking.starts_at, booking.status) == (before + DAY, "requested")
        assert booking.occupation.starts_at == before + DAY

    def test_tells_the_second_of_two_and_keeps_what_they_wished(self, log_in, room):
        booking = BookingFactory(room=room, confirmed=True)
        first, second = log_in("Venue desk"), log_in("Management")
        self.move(first, booking)

        page = self.move(second, booking, starts="19:00", ends="21:00")

        assert page.status_code == 200
        assert "其间有人更改了这个预订" in shown(page)
        assert "19:00" in shown(page)
        booking.refresh_from_db()
        assert booking.version > 3
        assert booking.starts_at.astimezone(HOUSE).hour == 14

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"starts": "17:00", "ends": "15:00"}, "结束"),
            ({"day": "2020-01-01"}, "过去"),
            ({"starts": "02:00", "ends": "04:00"}, "不开放"),
            ({"room": "0"}, "会场"),
            ({"ends": "x"}, "结束时间"),
        ],
    )
    def test_says_why_not(self, log_in, room, wrong, words):
        booking = BookingFactory(room=room, confirmed=True)
        before = booking.starts_at

        page = self.move(log_in("Venue desk"), booking, **wrong)

        assert page.status_code == 200
        assert words in shown(page)
        booking.refresh_from_db()
        assert booking.starts_at == before

    def test_says_what_is_free_instead_of_a_time_that_is_taken(self, log_in, room):
        booking = BookingFactory(room=room, confirmed=True)
        BookingFactory(room=room, starts_at=booking.starts_at + DAY, confirmed=True)

        page = shown(self.move(log_in("Venue desk"), booking))

        assert 'id="instead"' in page


def entries(address: str) -> dict[str, Any]:
    """Read a link as a calendar elsewhere does."""
    answer = Client().get("/" + address.split("/", 3)[3])
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    read = vobject.readOne(answer.content.decode())
    found = getattr(read, "vevent_list", [])
    return {one.summary.value: one for one in found}


class TestCalendarLinks:
    def test_of_a_room_tell_its_uses_and_no_phone(self, log_in, room):
        at = in_three_weeks(9)
        held = BookingFactory(room=room, starts_at=at, offered=True, theme="报价会")
        sure = BookingFactory(room=room, starts_at=at + 5 * HOUR, confirmed=True, theme="年会")
        gone = BookingFactory(room=room, starts_at=at + DAY, confirmed=True, theme="取消会")
        BookingFactory(room=room, starts_at=at + 2 * DAY, theme="只是申请")
        BookingFactory(room=(other := RoomFactory()), confirmed=False)
        close(other, at, OccupationPurpose.CLOSED, "别处检修")
        cancel_booking(booking=gone, reason="改期", at=timezone.now())
        page = log_in("Venue desk").post("/admin/bookings/feeds/", {"room": room.pk})
        address = shown(page).split("data-feed-address>")[1].split("<")[0]

        read = entries(address)

        assert {name: one.status.value for name, one in read.items()} == {
            held.title: "TENTATIVE",
            sure.title: "CONFIRMED",
            gone.title: "CANCELLED",
        }
        assert read[sure.title].dtstart.value == sure.starts_at
        assert read[sure.title].dtend.value == sure.ends_at
        text = Client().get("/" + address.split("/", 3)[3]).content.decode()
        assert "13800138042" not in text
        assert "lu@jiangnan" not in text

    def test_of_a_person_tell_their_own_and_their_clients_bookings(self, room):
        manager = UserFactory(role="Account managers")
        at = in_three_weeks(9)
        client = ClientFactory(account_manager=manager)
        theirs = BookingFactory(room=room, starts_at=at, confirmed=True, client=client)
        declined = BookingFactory(room=room, starts_at=at + DAY, offered=True, client=client)
        decline_offer(booking=declined, at=timezone.now())
        BookingFactory(room=room, starts_at=at + 2 * DAY, confirmed=True)
        _feed, address = make_feed(by=manager, language="en", at=timezone.now())

        read = entries(address)

        assert {name: one.status.value for name, one in read.items()} == {
            theirs.title: "CONFIRMED",
            declined.title: "CANCELLED",
        }

    def test_lead_nowhere_once_revoked_or_the_right_is_gone(self, log_in, room):
        maker = UserFactory(role="Venue desk")
        feed, address = make_feed(by=maker, language="en", at=timezone.now())
        _other, still = make_feed(by=maker, language="en", at=timezone.now(), room=room)
        path, other = ("/" + one.split("/", 3)[3] for one in (address, still))
        assert Client().get(path).status_code == 200

        log_in(user=maker).post(f"/admin/bookings/feeds/{feed.pk}/revoke/")

        assert Client().get(path).status_code == 404
        assert Client().get(other).status_code == 200
        maker.is_active = False
        maker.save()
        assert Client().get(other).status_code == 404
        assert Client().get("/feeds/nonsense.ics").status_code == 404

    def test_of_others_are_revoked_by_nobody_else(self, log_in, room):
        feed, _address = make_feed(
            by=UserFactory(role="Reception"), language="en", at=timezone.now()
        )

        answer = log_in("Venue desk").post(f"/admin/bookings/feeds/{feed.pk}/revoke/")

        assert answer.status_code == 404
        assert CalendarFeed.objects.standing().count() == 1

    def test_of_rooms_are_made_only_by_those_who_offer_them(self, log_in, room):
        log_in("Reception").post("/admin/bookings/feeds/", {"room": room.pk})

        assert not CalendarFeed.objects.filter(room=room).exists()

    def test_keep_the_secret_out_of_the_database(self, room):
        feed, address = make_feed(by=UserFactory(), language="en", at=timezone.now())

        feed.refresh_from_db()
        secret = address.rsplit("/", 1)[1].removesuffix(".ics")
        assert secret not in feed.secret_hash


class TestOneClock:
    """Somebody whose profile names another zone reads and writes the house's time all the same."""

    @pytest.fixture
    def abroad(self, log_in: Any) -> Any:
        """Somebody of the Venue desk, whose profile says London."""
        browser = log_in("Venue desk")
        user = User.objects.get(pk=browser.session["_auth_user_id"])
        profile = UserProfile.get_for_user(user)
        profile.current_time_zone = "Europe/London"
        profile.save()
        return browser

    def test_stands_in_calendar_page_and_forms(self, abroad: Client, room: Room) -> None:
        booking = BookingFactory(room=room)

        for page in (abroad.get(asked()), abroad.get(f"/admin/bookings/{booking.pk}/")):
            text = shown(page)
            assert "14:00" in text
            assert "06:00" not in text
            assert "07:00" not in text

        reply = f"{in_three_weeks(9) - DAY:%Y-%m-%dT%H:%M}"
        offer = {"act": "offer", "seen": booking.version, "reply_by": reply, "discount": ""}
        abroad.post(f"/admin/bookings/{booking.pk}/", offer)
        booking.refresh_from_db()
        assert booking.reply_by == in_three_weeks(9) - DAY

    def test_moves_a_booking_to_another_room_at_its_own_time(
        self, abroad: Client, room: Room
    ) -> None:
        other = RoomFactory(capacity=200)
        booking = BookingFactory(room=room, confirmed=True)
        (first,) = re.findall(r'data-starts="([^"]+)"', shown(abroad.get(asked())))
        (last,) = re.findall(r'data-ends="([^"]+)"', shown(abroad.get(asked())))
        (day, starts), (last_day, ends) = first.split("T"), last.split("T")
        move = {"day": day, "starts": starts, "ends": ends, "last_day": last_day}

        abroad.post(
            f"/admin/bookings/{booking.pk}/move/",
            {"seen": booking.version, "room": other.pk} | move,
        )

        was = booking.starts_at
        booking.refresh_from_db()
        assert (booking.room, booking.starts_at) == (other, was)

    def test_stands_on_papers(self, log_in: Any, room: Room) -> None:
        browser = log_in("Finance")
        user = User.objects.get(pk=browser.session["_auth_user_id"])
        UserProfile.objects.update_or_create(
            user=user, defaults={"current_time_zone": "Europe/London"}
        )
        statement = issued_statement(room=room)
        times = [
            f"{timezone.localtime(moment):%H:%M}"
            for moment in (statement.booking.starts_at, statement.booking.ends_at)
        ]

        page = browser.get(reverse("settlement:paper_print", args=[statement.pk]))

        assert "–".join(times) in shown(page)

    def test_is_the_only_one_offered(self, abroad: Client) -> None:
        assert "current_time_zone" not in shown(abroad.get("/admin/account/"))
