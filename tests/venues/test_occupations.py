"""Rooms that are taken once: by the act, by the database, and under fifty hands at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import Occupation, Room, RoomHours
from foyer.venues.opening import is_open
from foyer.venues.services import RoomTaken, RoomTakenMeanwhile, occupy_room
from tests.factories import RoomFactory, UserFactory

HOUSE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 12, 8, 12, tzinfo=HOUSE)
HOUR = timedelta(hours=1)


def take(room: Room, start: datetime, hours: float = 2, **more: Any) -> Occupation:
    """Take a room for some hours."""
    values: dict[str, Any] = {
        "room": room,
        "starts_at": start,
        "ends_at": start + hours * HOUR,
        "purpose": OccupationPurpose.BOOKING,
        "title": "年度路演",
        "at": NOON - timedelta(days=9),
    }
    return occupy_room(**values | more)


@pytest.mark.django_db
class TestOccupyRoom:
    def test_counts_set_up_and_clearing_as_taken(self) -> None:
        room = RoomFactory(name="听松厅", setup_minutes=30, clearing_minutes=60)

        taken = take(room, NOON)

        assert taken.from_at == NOON - timedelta(minutes=30)
        assert taken.until_at == NOON + 2 * HOUR + timedelta(minutes=60)
        with pytest.raises(RoomTaken) as refused:
            take(room, NOON + 3 * HOUR)
        assert "听松厅" in str(refused.value)

    def test_lets_uses_follow_each_other_when_the_time_around_them_does(self) -> None:
        room = RoomFactory(setup_minutes=30, clearing_minutes=30)
        take(room, NOON)

        take(room, NOON + 3 * HOUR)
        take(RoomFactory(), NOON)

        assert Occupation.objects.count() == 3

    def test_passes_over_an_offer_that_nobody_answered_in_time(self) -> None:
        room = RoomFactory()
        until = NOON - timedelta(days=3)
        offer = take(room, NOON, lapses_at=until)

        with pytest.raises(RoomTaken):
            take(room, NOON, at=until - timedelta(seconds=1))
        take(room, NOON, at=until)

        assert not Occupation.objects.filter(pk=offer.pk).exists()

    def test_moves_what_takes_a_room_without_meeting_itself(self) -> None:
        room = RoomFactory()
        taken = take(room, NOON)

        take(room, NOON + HOUR, held=taken)

        assert [one.starts_at for one in Occupation.objects.all()] == [NOON + HOUR]

    def test_closes_a_room_without_time_around_it(self) -> None:
        room = RoomFactory(setup_minutes=30, clearing_minutes=30)
        take(room, NOON)

        closed = take(room, NOON + 2.5 * HOUR, purpose=OccupationPurpose.CLOSED)

        assert (closed.from_at, closed.until_at) == (closed.starts_at, closed.ends_at)

    def test_is_refused_by_the_database_where_the_act_was_gone_round(self) -> None:
        room = RoomFactory()
        taken = take(room, NOON)
        later = take(room, NOON + 6 * HOUR)

        taken.pk = None
        with pytest.raises(IntegrityError, match="venues_room_taken_once"):
            Occupation.objects.bulk_create([taken])

        assert later.room_id == room.pk

    def test_is_refused_by_the_database_when_moved_onto_another(self) -> None:
        room = RoomFactory()
        take(room, NOON)
        later = take(room, NOON + 6 * HOUR)

        moved = Occupation.objects.filter(pk=later.pk)
        with pytest.raises(IntegrityError, match="venues_room_taken_once"):
            moved.update(from_at=NOON, starts_at=NOON, ends_at=NOON + HOUR, until_at=NOON + HOUR)


@pytest.mark.django_db(transaction=True)
class TestFiftyAtOnce:
    def test_one_takes_the_room(self) -> None:
        room = RoomFactory(setup_minutes=30, clearing_minutes=30)
        start = Barrier(50)

        def try_it(n: int) -> bool:
            start.wait()
            try:
                take(room, NOON + (n % 4) * HOUR / 2, at=NOON - HOUR)
            except (RoomTaken, RoomTakenMeanwhile):
                return False
            else:
                return True
            finally:
                connection.close()

        with ThreadPoolExecutor(50) as pool:
            took = list(pool.map(try_it, range(50)))

        assert took.count(True) == 1
        assert Occupation.objects.count() == 1


class TestAnyUses(TestCase):
    @given(
        st.lists(
            st.tuples(st.integers(0, 96), st.integers(1, 24), st.booleans()),
            min_size=1,
            max_size=12,
        )
    )
    def test_never_meet(self, asked: list[tuple[int, int, bool]]) -> None:
        room = RoomFactory(setup_minutes=15, clearing_minutes=45)
        for quarter, length, is_closure in asked:
            purpose = OccupationPurpose.CLOSED if is_closure else OccupationPurpose.EVENT
            start = NOON + quarter * HOUR / 4
            try:
                take(room, start, length / 4, purpose=purpose)
            except RoomTaken:
                continue

        taken = sorted((one.from_at, one.until_at) for one in Occupation.objects.filter(room=room))

        assert taken
        assert all(first[1] <= second[0] for first, second in pairwise(taken))


@pytest.mark.django_db
class TestIsOpen:
    @pytest.mark.parametrize(
        ("opens", "closes", "start", "end", "answer"),
        [
            ("08:00", "22:00", "2026-12-08 08:00", "2026-12-08 22:00", True),
            ("08:00", "22:00", "2026-12-08 07:45", "2026-12-08 10:00", False),
            ("08:00", "22:00", "2026-12-08 21:00", "2026-12-08 22:15", False),
            ("08:00", "22:00", "2026-12-08 09:00", "2026-12-10 18:00", True),
            ("18:00", "02:00", "2026-12-08 23:00", "2026-12-09 02:00", True),
            ("18:00", "02:00", "2026-12-09 01:00", "2026-12-09 02:00", True),
            ("18:00", "02:00", "2026-12-09 01:00", "2026-12-09 19:00", False),
            ("18:00", "02:00", "2026-12-08 23:00", "2026-12-09 02:15", False),
            ("00:00", "00:00", "2026-12-08 23:00", "2026-12-09 02:00", True),
            ("00:00", "00:00", "2028-02-28 23:00", "2028-03-01 00:00", True),
        ],
    )
    def test_by_the_usual_hours(
        self, opens: str, closes: str, start: str, end: str, answer: bool
    ) -> None:
        room = RoomFactory(opens_at=opens, closes_at=closes)
        room.refresh_from_db()

        assert is_open(room, moment(start), moment(end)) is answer

    def test_by_the_hours_of_the_day_of_the_week(self) -> None:
        room = RoomFactory()
        room.refresh_from_db()
        RoomHours.objects.create(room=room, weekday=6)
        RoomHours.objects.create(room=room, weekday=5, opens_at="13:00", closes_at="15:00")

        assert not is_open(room, moment("2026-12-13 10:00"), moment("2026-12-13 11:00"))
        assert not is_open(room, moment("2026-12-12 10:00"), moment("2026-12-12 14:00"))
        assert is_open(room, moment("2026-12-12 13:00"), moment("2026-12-12 15:00"))


@pytest.mark.django_db
class TestClosureForm:
    @pytest.fixture
    def admin(self, log_in: Any) -> Client:
        client: Client = log_in(user=UserFactory(is_superuser=True))
        return client

    def post(self, admin: Client, hall: Room, **other: str) -> Any:
        told = {
            "room": str(hall.pk),
            "starts_at": "2026-12-08 12:00",
            "ends_at": "2026-12-08 14:00",
            "title": "灯光检修",
        }
        return admin.post("/admin/snippets/venues/closure/add/", told | other)

    def test_closes_a_room(self, admin: Client) -> None:
        room = RoomFactory()

        response = self.post(admin, room)

        kept = Occupation.objects.get()
        assert response.status_code == 302
        assert (kept.room, kept.purpose, kept.title) == (room, "closed", "灯光检修")

    def test_says_when_the_room_is_taken_and_keeps_what_was_typed(self, admin: Client) -> None:
        room = RoomFactory(name="听松厅")
        take(room, NOON)

        response = self.post(admin, room)

        text = response.content.decode()
        assert response.status_code == 200
        assert "“听松厅”" in text
        assert "灯光检修" in text
        assert Occupation.objects.count() == 1

    @pytest.mark.parametrize(
        ("other", "field"),
        [
            ({"ends_at": "2026-12-08 11:00"}, "ends_at"),
            ({"title": " "}, "title"),
            ({"starts_at": "ganz früh"}, "starts_at"),
            ({"room": "999999"}, "room"),
        ],
    )
    def test_says_what_is_wrong(self, admin: Client, other: dict[str, str], field: str) -> None:
        response = self.post(admin, RoomFactory(), **other)

        assert list(response.context["form"].errors) == [field]

    def test_does_not_list_or_open_what_others_made(self, admin: Client) -> None:
        room = RoomFactory()
        booked = take(room, NOON, title="某客户的预订")
        self.post(admin, room, starts_at="2026-12-09 12:00", ends_at="2026-12-09 14:00")

        listed = admin.get("/admin/snippets/venues/closure/").content.decode()

        assert "灯光检修" in listed
        assert "某客户的预订" not in listed
        for act in ("edit", "delete", "history", "usage"):
            url = f"/admin/snippets/venues/closure/{act}/{booked.pk}/"
            assert admin.get(url).status_code == 404, act


def moment(text: str) -> datetime:
    """A moment by the house's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=HOUSE)
