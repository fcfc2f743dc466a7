"""Finding a room and asking for it: the pages, the form, the API; they refuse the same things. (004-01 … 004-03)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foyer.bookings.models import Booking, BookingPolicy
from foyer.bookings.queries.availability import days_of
from foyer.bookings.services.answering import cancel_booking
from foyer.core.days import house_day, start_of
from foyer.core.page_cache import stamp
from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import Room, RoomHours, RoomLayout
from foyer.venues.services import occupy_room
from tests.factories import (
    BookingFactory,
    EquipmentItemFactory,
    EquipmentKindFactory,
    FeeScheduleFactory,
    RoomFactory,
)
from tests.factories.bookings import in_three_weeks, price_rooms
from tests.factories.room_pages import room_list, room_page

pytestmark = pytest.mark.django_db
LIST = "/zh-hans/rooms/"
ASK = "/rooms/ask"
API = "/api/foyer/v1/"


@pytest.fixture
def hall() -> Room:
    """A hall for two hundred."""
    return RoomFactory(name="听松厅", name_zh_hant="聽松廳", name_en="Pine Hall", capacity=200)


@pytest.fixture
def tea_room() -> Room:
    """A room for twelve."""
    return RoomFactory(name="茶室", name_en="Tea room", capacity=12)


def when(hour: int = 14, hours: int = 3, **more: Any) -> dict[str, str]:
    """What the form is asked with."""
    start = in_three_weeks(hour)
    told = {
        "from": f"{start:%Y-%m-%dT%H:%M}",
        "to": f"{start + timedelta(hours=hours):%Y-%m-%dT%H:%M}",
        "heads": "40",
    }
    return told | {key: str(value) for key, value in more.items()}


def who(**more: str) -> dict[str, str]:
    """Who asks."""
    told = {"name": "陆知微", "phone": "138 0013 8042", "email": "lu@jiangnan.example"}
    return told | {"theme": "新品发布会", "once": uuid4().hex, "act": "send"} | more


def read(url: str, told: dict[str, str] | None = None, status: int = 200) -> BeautifulSoup:
    """An address as a stranger reads it."""
    response = Client().get(url, told or {})
    assert response.status_code == status, response.content[:500]
    return BeautifulSoup(response.content, "html.parser")


def names(page: BeautifulSoup, selector: str = ".room-found") -> list[str]:
    """The names of the rooms that are shown."""
    found = page.select(f"{selector} .room-found__name")
    return [one.get_text(strip=True) for one in found]


class TestRoomList:
    def test_shows_what_fits_at_its_price_and_why_the_rest_does_not(
        self, hall: Room, tea_room: Room
    ) -> None:
        room_list()
        dear, taken = RoomFactory(name="观云台"), RoomFactory(name="墨池书房")
        items = [{"room": hall, "amount": 300}, {"room": dear, "amount": 500}]
        FeeScheduleFactory(approved=True, items=items)
        occupy_room(
            room=taken,
            starts_at=in_three_weeks(16),
            ends_at=in_three_weeks(18),
            purpose=OccupationPurpose.EVENT,
            title="秋日品鉴晚宴",
            at=timezone.now(),
        )

        page = read(LIST, when())

        assert page.select_one("#rooms-found").get_text(strip=True).startswith("2")
        assert names(page) == ["听松厅", "观云台", "墨池书房", "茶室"]
        prices = [one.get_text(strip=True) for one in page.select(".room-found__price")]
        assert prices == ["¥900.00", "¥1,500.00", ""]
        assert "12" in page.select(".room-found__why")[-1].get_text()
        assert "秋日品鉴晚宴" not in page.get_text()

    def test_asks_the_house_for_a_price_that_is_not_published(self, hall: Room) -> None:
        room_list()

        page = read(LIST, when())

        assert page.select_one(".room-found a.button")["href"].startswith(f"{ASK}?room={hall.pk}&")

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"heads": "0"}, "heads"),
            ({"heads": "viele"}, "heads"),
            ({"to": "2020-01-01T00:00"}, "to"),
            ({"from": "2020-01-01T00:00"}, "from"),
            ({"from": "0001-01-01T00:00"}, "from"),
            ({"layout": "hexagon"}, "layout"),
        ],
    )
    def test_says_what_is_wrong_with_the_question(self, told: dict[str, str], field: str) -> None:
        room_list()

        page = read(LIST, when() | told)

        assert page.select_one(f"#id_{field}_error")
        assert not page.select(".room-found")

    def test_costs_the_same_queries_for_one_room_and_for_three(
        self, hall: Room, django_assert_num_queries: Any
    ) -> None:
        below = room_list()
        room_page(hall, below=below)
        price_rooms(hall)
        client = Client()
        client.get(LIST, when())
        stamp.forget()  # else it is asked once a second, in one of the two or in both
        counted = _queries(lambda: client.get(LIST, when()))
        for n in range(2):
            room_page(RoomFactory(), below=below, slug=f"room-{n}")
        client.get(LIST, when())  # what all pages say alike is found out anew once
        stamp.forget()

        with django_assert_num_queries(counted):
            client.get(LIST, when())


class TestRoomPage:
    def test_shows_layouts_hours_prices_and_free_times(self, hall: Room) -> None:
        RoomLayout.objects.create(room=hall, layout="u_shape", capacity=30)
        RoomHours.objects.create(room=hall, weekday=6)
        price_rooms(hall)
        EquipmentItemFactory(kind=EquipmentKindFactory(name="激光投影机"), home=hall, quantity=2)
        room_page(hall, below=room_list())
        tomorrow = start_of(house_day(timezone.now()) + timedelta(days=1))
        occupy_room(
            room=hall,
            starts_at=tomorrow + timedelta(hours=12),
            ends_at=tomorrow + timedelta(hours=14),
            purpose=OccupationPurpose.BOOKING,
            title="某客户",
            at=timezone.now(),
        )

        page = read(f"{LIST}hall/")

        text = page.get_text(" ", strip=True)
        assert "¥300.00" in text
        assert "U" in page.select_one(".room__layout").get_text()
        assert len(page.select(".room-day")) == 14
        assert "激光投影机 2" in text
        assert "某客户" not in text
        if tomorrow.weekday() != 6:
            words = page.select(".room-day")[1].select_one(".room-day__words").get_text(" ")
            assert "08:00–11:00" in words
            assert "15:00–22:00" in words

    def test_is_made_anew_when_a_room_is_taken(self, hall: Room) -> None:
        room_page(hall, below=room_list())
        booking = BookingFactory(room=hall)
        price_rooms(hall)
        stamp.forget()
        before = stamp.now()

        occupy_room(
            room=hall,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            purpose=OccupationPurpose.BOOKING,
            title=booking.title,
            at=timezone.now(),
        )

        stamp.looked = 0.0
        assert stamp.now() != before

    def test_is_no_page_of_a_language_without_one(self, hall: Room) -> None:
        room_page(hall, below=room_list())

        assert Client().get("/en/rooms/hall/").status_code == 404


class TestDaysOf:
    def test_leaves_the_time_around_a_use_out_and_what_is_over(self, hall: Room) -> None:
        Room.objects.filter(pk=hall.pk).update(setup_minutes=60, clearing_minutes=30)
        hall.refresh_from_db()
        start = in_three_weeks(12)
        day = house_day(start)
        occupy_room(
            room=hall,
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            purpose=OccupationPurpose.EVENT,
            title="",
            at=timezone.now(),
        )

        whole, rest = (
            days_of(hall, first=day, days=1, at=at)[0]
            for at in (timezone.now(), start + timedelta(hours=5))
        )

        # Cleared at 14:30, it can be used again at 15:30: the next use needs an hour to be set up.
        assert [one.words for one in whole.free] == ["08:00–10:30", "15:30–22:00"]
        assert [one.words for one in rest.free] == ["17:00–22:00"]

    def test_tells_hours_past_midnight_as_such(self, hall: Room) -> None:
        Room.objects.filter(pk=hall.pk).update(opens_at="18:00", closes_at="02:00")
        hall.refresh_from_db()

        day = days_of(hall, first=house_day(in_three_weeks()), days=1, at=timezone.now())[0]

        assert [one.words for one in day.free] == ["18:00–26:00"]


class TestAskForm:
    def url(self, room: Room, **more: Any) -> str:
        return f"{ASK}?room={room.pk}&lang=zh-hans"

    def test_shows_the_price_before_anything_is_typed(self, hall: Room) -> None:
        price_rooms(hall)

        page = read(ASK, when(room=hall.pk, lang="zh-hans"))

        assert "¥900.00" in page.select_one(".quote").get_text()
        assert not page.select(".field__error")

    def test_keeps_a_request_and_leads_to_its_page(self, hall: Room) -> None:
        price_rooms(hall)

        response = Client().post(self.url(hall), when() | who())

        booking = Booking.objects.get()
        assert response.status_code == 302
        assert response["Location"] == f"/b/{booking.secret_sealed}"
        assert (booking.asker_name, booking.asker_phone) == ("陆知微", "138 0013 8042")
        assert (booking.heads, booking.channel, booking.language) == (40, "online", "zh-hans")

    def test_makes_one_of_a_double_tap(self, hall: Room) -> None:
        told = when() | who()

        first, second = (Client().post(self.url(hall), told) for _ in range(2))

        assert first["Location"] == second["Location"]
        assert Booking.objects.count() == 1

    @pytest.mark.parametrize("once", ["1", "api:order-1"])
    def test_leads_nobody_to_the_page_of_another_whose_form_has_the_same_name(
        self, hall: Room, once: str
    ) -> None:
        key = {"Idempotency-Key": "order-1"}
        body = TestApi().body(hall, wishes="", theme="新品发布会")
        Client().post(f"{API}bookings", body, content_type="application/json", headers=key)

        other = {"name": "沈南乔", "phone": "13900139000", "email": "shen@other.example"}
        mine = Client().post(self.url(hall), when() | who(once=once))
        theirs = Client().post(self.url(hall), when() | who(once=once, **other))

        assert mine["Location"] != theirs["Location"]
        assert Booking.objects.count() == 3

    def test_reckons_again_without_sending(self, hall: Room) -> None:
        schedule = FeeScheduleFactory(
            approved=True,
            items=[
                {"room": hall, "amount": 300},
                {"kind": "equipment", "key": "bb01", "unit": "piece", "amount": 150},
            ],
        )
        told = when() | who(act="reckon") | {"x-bb01": "2"}

        response = Client().post(self.url(hall), told)

        page = BeautifulSoup(response.content, "html.parser")
        assert schedule.items.count() == 2
        assert "¥1,200.00" in page.select_one(".quote").get_text()
        assert page.select_one("#id_theme")["value"] == "新品发布会"
        assert not Booking.objects.exists()

    def test_names_what_else_is_free_when_it_is_taken(self, hall: Room, tea_room: Room) -> None:
        other = RoomFactory(name="观云台", capacity=120)
        price_rooms(hall, other)
        BookingFactory(room=hall, confirmed=True)

        page = read(ASK, when(room=hall.pk, lang="zh-hans"))

        others = [one.select_one("b").get_text() for one in page.select(".booking__other")]
        assert others[0] == "观云台"
        assert set(others[1:]) == {"听松厅"}
        assert page.select_one("#id_waits")

    def test_puts_whoever_waits_on_the_list_and_offers_when_it_is_given_back(
        self, hall: Room
    ) -> None:
        price_rooms(hall)
        taken = BookingFactory(room=hall, confirmed=True)

        Client().post(self.url(hall), when() | who(waits="on"))
        cancel_booking(booking=taken, reason="改期", at=timezone.now())

        waiting = Booking.objects.exclude(pk=taken.pk).get()
        assert (waiting.status, waiting.waits) == ("offered", False)

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"name": " "}, "name"),
            ({"phone": "", "email": ""}, "phone"),
            ({"phone": "wie bitte"}, "phone"),
            ({"email": "lu@"}, "email"),
            ({"heads": "201"}, "heads"),
            ({"from": "2020-01-01T10:00", "to": "2020-01-01T12:00"}, "from"),
            ({"theme": "长" * 201}, "theme"),
            ({"wishes": "长" * 2001}, "wishes"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, hall: Room, told: dict[str, str], field: str
    ) -> None:
        response = Client().post(self.url(hall), when() | who() | told)

        page = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 422
        assert page.select_one(f"#id_{field}_error")
        assert page.select_one("#id_company") is not None
        assert page.select_one("#id_name")["value"].strip() == told.get("name", "陆知微").strip()
        assert not Booking.objects.exists()

    @pytest.mark.parametrize("room", ["", "0", "x", "٣", "9" * 12, "../admin"])
    def test_knows_no_other_rooms(self, room: str) -> None:
        read(ASK, {"room": room}, status=404)

    def test_hides_what_is_not_offered(self, hall: Room) -> None:
        Room.objects.filter(pk=hall.pk).update(is_bookable=False)

        read(ASK, {"room": str(hall.pk)}, status=404)

    def test_is_neither_kept_nor_found_by_search_engines(self, hall: Room) -> None:
        response = Client().get(ASK, when(room=hall.pk))

        assert "no-store" in response["Cache-Control"]
        assert b'name="robots" content="noindex"' in response.content

    def test_stops_whoever_asks_without_end(self, hall: Room) -> None:
        client = Client()
        for _ in range(10):
            assert client.post(self.url(hall), when() | who()).status_code == 302

        response = client.post(self.url(hall), when() | who())

        assert response.status_code == 422
        assert Booking.objects.count() == 10

    def test_keeps_nothing_of_a_program_that_fills_everything(self, hall: Room) -> None:
        response = Client().post(self.url(hall), when() | who(website="http://spam.example"))

        assert response.status_code == 200
        assert not Booking.objects.exists()


class TestApi:
    def body(self, room: Room, **more: Any) -> dict[str, Any]:
        start = in_three_weeks(14)
        told = {
            "room": room.pk,
            "from": start.isoformat(),
            "to": (start + timedelta(hours=3)).isoformat(),
            "heads": 40,
            "name": "陆知微",
            "phone": "13800138042",
        }
        return told | more

    def test_lists_the_rooms_that_are_offered(self, hall: Room) -> None:
        RoomLayout.objects.create(room=hall, layout="u_shape", capacity=30)
        RoomFactory(is_bookable=False)
        page = room_page(hall, below=room_list("en"), slug="pine-hall")

        told = Client().get(f"{API}rooms?lang=en").json()["rooms"]

        assert [(one["name"], one["capacity"]) for one in told] == [("Pine Hall", 200)]
        assert told[0]["layouts"] == [{"layout": "u_shape", "capacity": 30}]
        assert told[0]["url"] == page.full_url

    def test_tells_which_are_free_and_what_they_cost(self, hall: Room, tea_room: Room) -> None:
        taken = RoomFactory(name="观云台")
        schedule = price_rooms(hall, taken)
        BookingFactory(room=taken, confirmed=True)
        asked = {key: self.body(hall)[key] for key in ("from", "to", "heads")}

        told = Client().get(f"{API}rooms/free", asked).json()["rooms"]

        assert [(one["name"], one["standing"], one["total"]) for one in told] == [
            ("听松厅", "free", "900.00"),
            ("观云台", "taken", "900.00"),
            ("茶室", "unfit", None),
        ]
        assert told[0]["versions"] == [schedule.number]
        assert "12" in told[2]["reason"]

    @pytest.mark.parametrize("days", [1, 800, -30])
    def test_shows_nothing_as_free_that_would_be_refused(self, hall: Room, days: int) -> None:
        BookingPolicy.objects.update(notice_hours=72)
        day = timezone.localtime() + timedelta(days=days)
        begin = day.replace(hour=10, minute=0, second=0, microsecond=0)
        times = {"from": begin.isoformat(), "to": (begin + timedelta(hours=2)).isoformat()}

        told = Client().get(f"{API}rooms/free", times | {"heads": 10})

        (room,) = told.json()["rooms"]
        assert room["standing"] == "unfit"
        assert room["reason"]

    def test_keeps_a_request_once_for_one_key(self, hall: Room) -> None:
        told = [
            Client().post(
                f"{API}bookings",
                self.body(hall),
                content_type="application/json",
                headers={"Idempotency-Key": "k-1"},
            )
            for _ in range(2)
        ]

        booking = Booking.objects.get()
        assert [one.status_code for one in told] == [201, 201]
        assert told[0].json() == told[1].json()
        assert told[0].json()["number"] == booking.number
        assert told[0].json()["track_url"].endswith(f"/b/{booking.secret_sealed}")
        assert booking.channel == "api"

    @pytest.mark.parametrize(
        "other",
        [
            {"name": "沈南乔", "phone": "13900139000", "email": "shen@other.example"},
            {"phone": "13900139000"},
            {"heads": 41},
            {"wishes": "靠窗"},
        ],
    )
    def test_gives_nobody_the_link_of_another_who_used_the_same_key(
        self, hall: Room, other: dict[str, Any]
    ) -> None:
        told = [
            Client().post(
                f"{API}bookings",
                self.body(hall, **more),
                content_type="application/json",
                headers={"Idempotency-Key": "order-1"},
            )
            for more in ({}, other, other)
        ]

        first, second, again = (one.json() for one in told)
        assert [one.status_code for one in told] == [201, 201, 201]
        assert first["track_url"] != second["track_url"]
        assert again == second
        kept = Booking.objects.get(number=second["number"])
        asked = (kept.asker_name, kept.asker_phone, kept.heads, kept.wishes)
        expected = self.body(hall, wishes="") | other
        assert asked == tuple(expected[name] for name in ("name", "phone", "heads", "wishes"))

    def test_keeps_extras_by_any_of_their_prices_and_refuses_what_nobody_offers(
        self, hall: Room
    ) -> None:
        projector = {"kind": "equipment", "name": "投影仪", "unit": "piece"}
        FeeScheduleFactory(
            approved=True,
            items=[
                {"room": hall, "amount": 300},
                projector | {"key": "bb01", "amount": 150, "days": "working"},
                projector | {"key": "bb02", "amount": 200, "days": "rest"},
            ],
        )

        def send(**extras: int) -> Any:
            body = self.body(hall, extras=extras)
            return Client().post(f"{API}bookings", body, content_type="application/json")

        refused = send(deadbeef=3)
        assert refused.status_code == 422
        assert "deadbeef" in refused.json()["errors"]["extras"][0]
        assert not Booking.objects.exists()
        for key in ("bb01", "bb02"):
            kept = Booking.objects.get(number=send(**{key: 2}).json()["number"])
            assert list(kept.extras.values()) == [2]
        assert len({tuple(one.extras) for one in Booking.objects.all()}) == 1

    def test_offers_at_once_where_the_house_does(self, hall: Room) -> None:
        price_rooms(hall)
        BookingPolicy.objects.update(offers_at_once=True)

        told = Client().post(f"{API}bookings", self.body(hall), content_type="application/json")

        assert told.json()["status"] == "offered"

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"phone": ""}, "phone"),
            ({"phone": "wie bitte"}, "phone"),
            ({"email": "lu@"}, "email"),
            ({"name": "  "}, "name"),
        ],
    )
    def test_refuses_what_the_form_refuses(
        self, hall: Room, more: dict[str, Any], field: str
    ) -> None:
        told = Client().post(
            f"{API}bookings", self.body(hall, **more), content_type="application/json"
        )
        form = Client().post(
            f"{ASK}?room={hall.pk}", when() | who(email="") | {k: str(v) for k, v in more.items()}
        )

        assert told.status_code == form.status_code == 422
        assert list(told.json()["errors"]) == [field]
        assert not Booking.objects.exists()

    def test_says_why_a_room_cannot_be_had(self, hall: Room) -> None:
        told = Client().post(
            f"{API}bookings", self.body(hall, heads=999), content_type="application/json"
        )

        assert (told.status_code, told.json()["code"]) == (422, "booking_too_many_heads")

    def test_knows_no_other_rooms(self) -> None:
        room = RoomFactory(is_bookable=False)

        told = Client().post(f"{API}bookings", self.body(room), content_type="application/json")

        assert told.status_code == 404


def _queries(act: Any) -> int:
    with CaptureQueriesContext(connection) as counted:
        act()
    return len(counted)
