"""Equipment that is hired no more often than there is: by the act, and under many hands at a time. (001-10)"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from foyer.venues.models import EquipmentFault, EquipmentHire, EquipmentKind, Occupation, Room
from foyer.venues.queries.availability import free_between, shortfalls
from foyer.venues.services import occupy_room, release_room
from foyer.venues.services.faults import report_fault
from foyer.venues.services.hiring import (
    EquipmentTaken,
    ReturnedAlready,
    TooFewInHouse,
    hire_equipment,
    move_hires,
)
from foyer.venues.services.returning import ReturnedBeforeHire, ReturnedInFuture, return_hire
from tests.factories import (
    EquipmentItemFactory,
    EquipmentKindFactory,
    RoomFactory,
    UserFactory,
)

HOUSE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 12, 8, 12, tzinfo=HOUSE)
HOUR = timedelta(hours=1)
NOW = NOON - timedelta(days=9)


def hire(
    kind: EquipmentKind, quantity: int, start: datetime = NOON, hours: float = 2, **more: Any
) -> EquipmentHire:
    """Hire some for some hours."""
    times = {"from_at": start, "until_at": start + hours * HOUR}
    return hire_equipment(kind=kind, quantity=quantity, by=None, **{"at": NOW} | times | more)


def take(room: Room, start: datetime = NOON, **more: Any) -> Occupation:
    """Take a room for two hours."""
    told: dict[str, Any] = {"purpose": "booking", "title": "年度路演", "at": NOW}
    return occupy_room(room=room, starts_at=start, ends_at=start + 2 * HOUR, **told | more)


@pytest.fixture
def projectors(db: None) -> EquipmentKind:
    """Five projectors, three of them counted together."""
    kind: EquipmentKind = EquipmentKindFactory(name="投影机")
    EquipmentItemFactory.create_batch(2, kind=kind)
    EquipmentItemFactory(kind=kind, quantity=3)
    return kind


class TestHireEquipment:
    def test_says_what_is_free_and_from_when_all_are(self, projectors: EquipmentKind) -> None:
        hire(projectors, 2)

        with pytest.raises(EquipmentTaken) as refused:
            hire(projectors, 4, NOON + HOUR)

        said = str(refused.value)
        assert "投影机" in said
        assert refused.value.params["free"] == 3
        assert refused.value.params["total"] == 5
        assert "14:00" in refused.value.params["when"]
        assert hire(projectors, 4, NOON + 2 * HOUR).quantity == 4

    def test_counts_what_is_out_together_and_not_one_after_the_other(
        self, projectors: EquipmentKind
    ) -> None:
        hire(projectors, 3, NOON, 1)
        hire(projectors, 3, NOON + HOUR, 1)

        assert free_between(projectors, NOON, NOON + 2 * HOUR, at=NOW).free == 2

    def test_counts_only_what_is_in_service_and_works(self, projectors: EquipmentKind) -> None:
        EquipmentItemFactory(kind=projectors, state="retired")
        EquipmentItemFactory(kind=projectors, state="in_repair")
        broken = projectors.items.get(quantity=3)
        told = {"what": "不亮", "by": UserFactory(), "at": NOW}
        report_fault(item=broken, quantity=2, **told)
        report_fault(item=broken, severity="slight", is_another=True, **told)

        with pytest.raises(TooFewInHouse) as refused:
            hire(projectors, 4)

        assert refused.value.params["total"] == 3

    def test_lets_a_lapsed_offer_hold_nothing(self, projectors: EquipmentKind) -> None:
        offer = take(RoomFactory(), lapses_at=NOW + HOUR)
        hire(projectors, 5, occupation=offer)

        with pytest.raises(EquipmentTaken):
            hire(projectors, 1)

        assert hire(projectors, 1, at=NOW + HOUR).pk

    def test_takes_the_time_of_the_use_it_is_for_and_goes_with_it(
        self, projectors: EquipmentKind
    ) -> None:
        use = take(RoomFactory(setup_minutes=30, clearing_minutes=60))

        hired = hire(projectors, 1, occupation=use)

        assert (hired.from_at, hired.until_at) == (NOON - HOUR / 2, NOON + 3 * HOUR)
        release_room(use)
        assert not EquipmentHire.objects.exists()


class TestMoveHires:
    def test_follows_the_use_and_gives_free_what_it_left(self, projectors: EquipmentKind) -> None:
        room = RoomFactory(setup_minutes=0, clearing_minutes=0)
        use = take(room)
        for quantity in (2, 3):
            hire(projectors, quantity, occupation=use)

        take(room, NOON + HOUR, held=use)
        moved = move_hires(occupation=use, at=NOW)

        assert {one.from_at for one in moved} == {NOON + HOUR}
        assert hire(projectors, 5, NOON, 1).pk

    def test_moves_nothing_where_others_have_it(self, projectors: EquipmentKind) -> None:
        room = RoomFactory(setup_minutes=0, clearing_minutes=0)
        use = take(room)
        hire(projectors, 3, occupation=use)
        hire(projectors, 4, NOON + 5 * HOUR)

        take(room, NOON + 4 * HOUR, held=use)
        with pytest.raises(EquipmentTaken):
            move_hires(occupation=use, at=NOW)

        assert use.hires.get().from_at == NOON


class TestReturnHire:
    def test_frees_what_came_back_early(self, projectors: EquipmentKind) -> None:
        hired = hire(projectors, 5)
        back = NOON + HOUR

        return_hire(hire=hired, returned_at=back, by=UserFactory(), at=back)

        assert hire(projectors, 5, back, 1).pk
        with pytest.raises(ReturnedAlready):
            return_hire(hire=hired, returned_at=back, by=UserFactory(), at=back)

    def test_happens_after_the_hire_and_not_in_the_future(self, projectors: EquipmentKind) -> None:
        hired, by = hire(projectors, 1), UserFactory()

        with pytest.raises(ReturnedBeforeHire):
            return_hire(hire=hired, returned_at=NOON - HOUR, by=by, at=NOON + HOUR)
        with pytest.raises(ReturnedInFuture):
            return_hire(hire=hired, returned_at=NOON + 2 * HOUR, by=by, at=NOON + HOUR)


class TestShortfalls:
    def test_tell_what_broke_after_it_was_promised(self, projectors: EquipmentKind) -> None:
        hire(projectors, 2, NOON - 3 * HOUR, 1)
        hire(projectors, 4)
        assert shortfalls(at=NOW) == []

        broken = projectors.items.get(quantity=3)
        report_fault(item=broken, what="烧了", quantity=3, by=UserFactory(), at=NOW)

        [found] = shortfalls(at=NOW)
        assert (found.kind, found.missing, found.from_at) == (projectors, 2, NOON)


@pytest.mark.django_db(transaction=True)
class TestThirtyAtOnce:
    def test_one_has_the_last_projector(self) -> None:
        kind = EquipmentKindFactory()
        EquipmentItemFactory(kind=kind)
        start = Barrier(30)

        def try_it(n: int) -> bool:
            start.wait()
            try:
                hire(kind, 1, NOON + (n % 4) * HOUR / 2)
            except EquipmentTaken:
                return False
            else:
                return True
            finally:
                connection.close()

        with ThreadPoolExecutor(30) as pool:
            got = list(pool.map(try_it, range(30)))

        assert got.count(True) == 1
        assert EquipmentHire.objects.count() == 1


class TestAnyHires(TestCase):
    @settings(deadline=None, max_examples=40)
    @given(
        st.lists(
            st.tuples(st.integers(0, 40), st.integers(1, 12), st.integers(1, 5)),
            min_size=1,
            max_size=12,
        )
    )
    def test_are_never_more_than_there_are(self, asked: list[tuple[int, int, int]]) -> None:
        kind = EquipmentKindFactory()
        EquipmentItemFactory(kind=kind, quantity=4)
        for start, length, quantity in asked:
            when = NOON + start * HOUR / 4
            try:
                hire(kind, quantity, when, length / 4)
            except EquipmentTaken:
                continue
            except TooFewInHouse:
                assert quantity == 5

        hires = list(EquipmentHire.objects.all())
        out = [sum(o.quantity for o in hires if o.from_at <= h.from_at < o.until_at) for h in hires]
        assert all(count <= 4 for count in out)


@pytest.mark.django_db
class TestTheForm:
    @pytest.fixture
    def keeper(self, log_in: Any) -> Client:
        client: Client = log_in("Venue desk")
        return client

    def ask(self, keeper: Client, asked: EquipmentKind, **other: str) -> Any:
        told = {
            "kind": str(asked.pk),
            "quantity": "2",
            "from_at": "2026-12-08T12:00",
            "until_at": "2026-12-08T14:00",
            "note": "送到前厅",
        }
        return keeper.post("/admin/equipment/hires/add/", told | other)

    def test_hires_by_itself_and_for_a_use(self, keeper: Client, projectors: EquipmentKind) -> None:
        use = take(RoomFactory(setup_minutes=0), NOON + timedelta(days=1))

        alone = self.ask(keeper, projectors)
        for_use = self.ask(keeper, projectors, occupation=str(use.pk), from_at="", until_at="")

        assert (alone.status_code, for_use.status_code) == (302, 302)
        assert sorted(EquipmentHire.objects.values_list("from_at", flat=True)) == [
            NOON,
            use.from_at,
        ]

    @pytest.mark.parametrize(
        ("other", "said"),
        [
            ({"quantity": "0"}, "至少一件"),
            ({"quantity": "-3"}, "至少一件"),
            ({"quantity": "6"}, "在用的共 5 件"),
            ({"quantity": "99999999999999999999"}, "100000"),
            ({"until_at": "2026-12-08T11:00"}, "结束时间早于开始时间"),
            ({"from_at": ""}, "使用"),
            ({"until_at": "morgen"}, "日期"),
            ({"kind": "0"}, "选"),
            ({"occupation": "999999"}, "选"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, keeper: Client, projectors: EquipmentKind, other: dict[str, str], said: str
    ) -> None:
        response = self.ask(keeper, projectors, **other)

        errors = str(response.context["form"].errors)
        assert response.status_code == 200
        assert said in errors
        assert "送到前厅" in response.content.decode()
        assert not EquipmentHire.objects.exists()

    def test_does_not_hire_what_is_retired(self, keeper: Client) -> None:
        kind = EquipmentKindFactory()
        EquipmentItemFactory(kind=kind, quantity=9, state="retired")

        response = self.ask(keeper, kind)

        assert "在用的共 0 件" in str(response.context["form"].errors)

    def test_brings_back_and_calls_off(self, keeper: Client, projectors: EquipmentKind) -> None:
        now = datetime.now(tz=HOUSE)
        out = hire(projectors, 1, now - HOUR, 5, at=now)
        wrong = {"returned_at": f"{now - 3 * HOUR:%Y-%m-%dT%H:%M}"}

        early = keeper.post(f"/admin/equipment/hires/{out.pk}/", wrong)
        keeper.post(f"/admin/equipment/hires/{out.pk}/", {"returned_at": f"{now:%Y-%m-%dT%H:%M}"})
        keeper.post(f"/admin/equipment/hires/{hire(projectors, 1).pk}/", {"call_off": "1"})

        assert early.context["form"].errors
        assert [one.returned_at is not None for one in EquipmentHire.objects.all()] == [True]

    def test_is_for_those_who_may_hire(self, log_in: Any, projectors: EquipmentKind) -> None:
        hired = hire(projectors, 1)

        for role in ("Reception", "Management"):
            refused = log_in(role).post(f"/admin/equipment/hires/{hired.pk}/", {"call_off": "1"})
            assert refused.status_code == 302, role

        assert EquipmentHire.objects.count() == 1


@pytest.mark.django_db
class TestTheList:
    def test_asks_as_often_for_three_as_for_one(
        self, log_in: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
    ) -> None:
        keeper = log_in("Venue desk")

        def one_more() -> None:
            kind = EquipmentKindFactory()
            EquipmentItemFactory(kind=kind)
            start = datetime.now(tz=HOUSE) + HOUR
            hire(kind, 1, occupation=take(RoomFactory(), start), at=start - HOUR)

        one_more()
        keeper.get("/admin/equipment/hires/")
        with django_assert_max_num_queries(40) as asked:
            keeper.get("/admin/equipment/hires/")
        one_more()
        one_more()

        with django_assert_num_queries(len(asked.captured_queries)):
            keeper.get("/admin/equipment/hires/")
        assert not EquipmentFault.objects.exists()
