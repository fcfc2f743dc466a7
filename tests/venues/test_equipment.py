"""The register of equipment, its maintenance, and the check before a room's use. (001-10, 004-15)"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from foyer.core.days import add_months, house_day
from foyer.venues.models import (
    EquipmentCheck,
    EquipmentFault,
    EquipmentItem,
    Maintenance,
    Occupation,
    Room,
)
from foyer.venues.queries.due import due_list, due_on
from foyer.venues.services import occupy_room
from foyer.venues.services.hiring import hire_equipment
from foyer.venues.services.upkeep import record_maintenance
from tests.factories import EquipmentItemFactory, EquipmentKindFactory, RoomFactory, UserFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def keeper(log_in: Any) -> Client:
    """Somebody of the venue desk."""
    client: Client = log_in("Venue desk")
    return client


@pytest.fixture
def today(now: datetime) -> date:
    """The house's day."""
    return house_day(now)


def used_today(room: Room, now: datetime, **more: Any) -> Occupation:
    """Take a room for this minute: it is used today whatever the hour."""
    told: dict[str, Any] = {"purpose": "event", "title": "年度路演", "at": now}
    return occupy_room(room=room, starts_at=now, ends_at=now + timedelta(minutes=1), **told | more)


class TestTheForm:
    def test_numbers_what_is_added_and_leads_to_its_file(self, keeper: Client) -> None:
        kind, room = EquipmentKindFactory(), RoomFactory()
        told = {
            "kind": kind.pk,
            "name": "爱普生 CB-L200F",
            "quantity": 1,
            "home": room.pk,
            "state": "in_service",
            "specification": "4500 流明",
        }

        keeper.post("/admin/snippets/venues/equipmentitem/add/", told)
        keeper.post("/admin/snippets/venues/equipmentitem/add/", told | {"home": ""})
        none = keeper.post("/admin/snippets/venues/equipmentitem/add/", told | {"quantity": 0})

        first, second = EquipmentItem.objects.order_by("pk")
        assert (first.number, second.number) == ("Q00001", "Q00002")
        assert list(none.context["form"].errors) == ["quantity"]
        shown = keeper.get(f"/admin/equipment/items/{first.pk}/").content.decode()
        assert "4500 流明" in shown
        assert room.name in shown

    def test_keeps_a_kind_that_is_used(self, keeper: Client) -> None:
        item = EquipmentItemFactory()

        refused = keeper.post(f"/admin/snippets/venues/equipmentkind/delete/{item.kind_id}/")

        assert refused.status_code == 409


class TestTheList:
    @pytest.mark.parametrize("typed", ["CB-L200F", "SN-77", "投影机甲", "听松"])
    def test_finds_by_name_serial_kind_and_room(self, keeper: Client, typed: str) -> None:
        found = EquipmentItemFactory(
            name="爱普生 CB-L200F",
            serial="SN-77",
            kind__name="投影机甲",
            home=RoomFactory(name="听松厅"),
        )
        other = EquipmentItemFactory(name="话筒", kind__name="话筒乙")

        text = keeper.get("/admin/snippets/venues/equipmentitem/", {"q": typed}).content.decode()

        assert found.number in text
        assert other.number not in text

    def test_narrows_down_to_what_is_due(self, keeper: Client, today: date) -> None:
        due = EquipmentItemFactory(maintain_on=today)
        later = EquipmentItemFactory(maintain_on=today + timedelta(days=1))

        url = "/admin/snippets/venues/equipmentitem/"
        text = keeper.get(url, {"due": "today"}).content.decode()

        assert due.number in text
        assert later.number not in text

    @pytest.mark.parametrize(
        "url",
        [
            "/admin/snippets/venues/equipmentitem/?due=today",
            "/admin/equipment/due/",
            "/admin/equipment/",
            "/admin/",
        ],
    )
    def test_asks_as_often_for_three_as_for_one(
        self,
        keeper: Client,
        now: datetime,
        today: date,
        url: str,
        django_assert_num_queries: Any,
        django_assert_max_num_queries: Any,
    ) -> None:
        def one_more() -> None:
            room = RoomFactory()
            EquipmentItemFactory(home=room, maintain_on=today)
            used_today(room, now)

        one_more()
        keeper.get(url)
        with django_assert_max_num_queries(50) as asked:
            keeper.get(url)
        one_more()
        one_more()

        with django_assert_num_queries(len(asked.captured_queries)):
            keeper.get(url)


class TestDue:
    @pytest.mark.parametrize(
        ("item", "kind", "done", "due"),
        [
            ({}, {}, None, None),
            ({"every_months": 6}, {}, None, "2026-07-05"),
            ({"every_months": 6, "bought_on": date(2025, 8, 31)}, {}, None, "2026-02-28"),
            ({}, {"every_months": 12}, "2026-03-31", "2027-03-31"),
            ({"every_months": 3}, {"every_months": 12}, "2026-03-31", "2026-06-30"),
            ({"maintain_on": date(2026, 9, 1)}, {"every_months": 1}, "2026-03-31", "2026-09-01"),
            ({}, {"maintain_on": date(2026, 3, 1)}, None, "2026-03-01"),
            ({}, {"maintain_on": date(2026, 3, 1)}, "2026-03-02", None),
            ({}, {"maintain_on": date(2026, 9, 1), "every_months": 1}, "2026-03-02", "2026-04-02"),
        ],
    )
    def test_is_reckoned_from_the_schedule_and_the_log(
        self, item: dict[str, Any], kind: dict[str, Any], done: str | None, due: str | None
    ) -> None:
        piece = EquipmentItemFactory(kind=EquipmentKindFactory(**kind), **item)

        found = due_on(piece, date.fromisoformat(done) if done else None)

        assert found == (date.fromisoformat(due) if due else None)

    def test_moves_on_with_what_is_written_down(self, now: datetime, today: date) -> None:
        monthly = EquipmentItemFactory(every_months=1, bought_on=add_months(today, -1))
        by_day = EquipmentItemFactory(maintain_on=today - timedelta(days=9))
        EquipmentItemFactory(every_months=1, bought_on=add_months(today, -1), state="retired")
        assert [one.item for one in due_list(by=today)] == [by_day, monthly]

        for item in (monthly, by_day):
            told = {"done_on": today, "done_by": "厂方", "result": "正常", "by": None, "at": now}
            record_maintenance(item=item, **told)

        assert due_list(by=today) == []
        assert [one.item for one in due_list(by=add_months(today, 1))] == [monthly]


class TestMaintenance:
    def post(self, keeper: Client, item: EquipmentItem, today: date, **other: str) -> Any:
        told = {"done_on": f"{today}", "done_by": "厂方工程师", "result": "已清洁滤网"}
        return keeper.post(f"/admin/equipment/items/{item.pk}/", told | other)

    def test_is_written_down(self, keeper: Client, today: date) -> None:
        item, after = EquipmentItemFactory(maintain_on=today), today + timedelta(days=200)

        self.post(keeper, item, today, next_on=f"{after}")

        item.refresh_from_db()
        assert [done.result for done in item.maintenance.all()] == ["已清洁滤网"]
        assert item.maintain_on == after

    @pytest.mark.parametrize(
        ("days", "other", "said"),
        [
            (1, {}, "还没有到"),
            (0, {"next_on": "2020-01-01"}, "之后"),
            (0, {"result": " "}, "result"),
            (0, {"done_by": ""}, "done_by"),
            (0, {"done_on": "gestern"}, "done_on"),
        ],
    )
    def test_says_what_is_wrong(
        self, keeper: Client, today: date, days: int, other: dict[str, str], said: str
    ) -> None:
        day = today + timedelta(days=days)

        response = self.post(keeper, EquipmentItemFactory(), day, **other)

        assert response.status_code == 200
        assert said in str(response.context["form"].errors)
        assert not Maintenance.objects.exists()


class TestACheck:
    @pytest.fixture
    def room(self) -> Room:
        room: Room = RoomFactory(name="听松厅")
        return room

    @pytest.fixture
    def projector(self, room: Room) -> EquipmentItem:
        item: EquipmentItem = EquipmentItemFactory(home=room, name="激光投影")
        EquipmentItemFactory(home=room, state="retired", name="旧幕布")
        EquipmentItemFactory(name="别处的话筒")
        return item

    def state(self, client: Client) -> str:
        [use] = client.get("/admin/equipment/").context["uses"]
        return str(use.state)

    def test_covers_the_room_and_what_is_hired_and_reports_what_fails(
        self, log_in: Any, now: datetime, room: Room, projector: EquipmentItem
    ) -> None:
        reception, use = log_in("Reception"), used_today(room, now)
        speaker = EquipmentItemFactory(kind__name="音箱", quantity=4)
        hire = hire_equipment(kind=speaker.kind, quantity=2, occupation=use, by=None, at=now)
        url = f"/admin/equipment/uses/{use.pk}/check/"
        assert self.state(reception) == "open"

        asked = [line.label for line in reception.get(url).context["form"].lines]
        sent = {
            f"item-{projector.pk}-result": "pass",
            f"hire-{hire.pk}-result": "fail",
            f"hire-{hire.pk}-item": str(speaker.pk),
            f"hire-{hire.pk}-what": "有电流声",
            f"hire-{hire.pk}-severity": "slight",
        }
        kept = reception.post(url, sent)

        sheet, fault = EquipmentCheck.objects.get(), EquipmentFault.objects.get()
        assert asked == ["激光投影", "音箱"]
        assert kept["Location"] == f"/admin/equipment/sheets/{sheet.pk}/"
        assert (fault.item, fault.what, fault.severity) == (speaker, "有电流声", "slight")
        assert [(line.label, line.passed) for line in sheet.lines.all()] == [
            ("激光投影", True),
            ("音箱", False),
        ]
        assert self.state(reception) == "failed"
        paper = reception.get(f"/admin/equipment/sheets/{sheet.pk}/print/").content.decode()
        assert "有电流声" in paper
        assert "年度路演" in paper

        everything = {f"item-{projector.pk}-result": "pass", f"hire-{hire.pk}-result": "pass"}
        reception.post(url, everything)
        assert self.state(reception) == "passed"

    def test_outlives_the_use_it_was_for(
        self, keeper: Client, now: datetime, room: Room, projector: EquipmentItem
    ) -> None:
        use = used_today(room, now)
        url = f"/admin/equipment/uses/{use.pk}/check/"
        keeper.post(url, {f"item-{projector.pk}-result": "pass"})

        use.delete()

        sheet = EquipmentCheck.objects.get()
        assert (sheet.purpose, sheet.room, sheet.starts_at) == ("年度路演", room, now)

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({}, "请勾选"),
            ({"result": "maybe"}, "maybe"),
            ({"result": "fail"}, "哪里不对"),
            ({"result": "fail", "what": " "}, "哪里不对"),
            ({"result": "fail", "what": "坏" * 1001}, "1000"),
        ],
    )
    def test_asks_for_every_tick_and_for_words(
        self, keeper: Client, room: Room, projector: EquipmentItem, sent: dict[str, str], said: str
    ) -> None:
        fields = {f"item-{projector.pk}-{name}": value for name, value in sent.items()}

        response = keeper.post(f"/admin/equipment/rooms/{room.pk}/check/", fields)

        assert response.status_code == 200
        assert said in str(response.context["form"].errors)
        assert not EquipmentCheck.objects.exists()
        assert not EquipmentFault.objects.exists()

    def test_has_nothing_to_ask_in_an_empty_room(self, keeper: Client) -> None:
        url = f"/admin/equipment/rooms/{RoomFactory().pk}/check/"

        assert "没有设备" in keeper.get(url).content.decode()
        assert keeper.post(url, {}).status_code == 200
        assert not EquipmentCheck.objects.exists()

    def test_leaves_out_closed_rooms_and_lapsed_offers(
        self, keeper: Client, now: datetime, room: Room
    ) -> None:
        closed = used_today(room, now, purpose="closed")
        used_today(RoomFactory(), now, lapses_at=now - HOUR)

        assert keeper.get("/admin/equipment/").context["uses"] == []
        assert keeper.get(f"/admin/equipment/uses/{closed.pk}/check/").status_code == 404
        assert keeper.get("/admin/equipment/?day=2026-13-41").status_code == 200


class TestTheFirstPage:
    def test_tells_the_venue_desk_what_to_do(self, log_in: Any, now: datetime, today: date) -> None:
        room = RoomFactory(name="听松厅")
        item = EquipmentItemFactory(
            home=room, name="激光投影", maintain_on=today - timedelta(days=1)
        )
        used_today(room, now)

        pages = {
            role: log_in(role).get("/admin/").content.decode()
            for role in ("Venue desk", "Reception", "Management")
        }

        panel = pages["Venue desk"].split('id="equipment-panel-title"')[1].split("</section>")[0]
        assert "未检查" in panel
        assert item.name in panel
        assert "逾期" in panel
        assert "听松厅" in pages["Reception"].split('id="equipment-panel-title"')[1]
        assert item.name not in pages["Reception"]
        assert 'id="equipment-panel-title"' not in pages["Management"]

    def test_says_nothing_where_there_is_nothing(self, log_in: Any) -> None:
        UserFactory()

        assert (
            'id="equipment-panel-title"' not in log_in("Venue desk").get("/admin/").content.decode()
        )
