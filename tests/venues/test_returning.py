"""What was hired comes back in parts, until every piece is accounted for. (001-10, 004-15)"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from foyer.core.models import User
from foyer.venues.models import EquipmentFault, EquipmentHire, EquipmentItem, EquipmentKind
from foyer.venues.queries.availability import free_between, hired_now
from foyer.venues.services.faults import WordsMissing
from foyer.venues.services.hiring import ReturnedAlready, ReturnedInPart, call_off_hire
from foyer.venues.services.returning import Harm, MoreThanOut, return_hire
from tests.factories import EquipmentItemFactory, EquipmentKindFactory, UserFactory

from .test_hiring import HOUR, NOON, hire

pytestmark = pytest.mark.django_db
HIRES = "/admin/equipment/hires/"


@pytest.fixture
def chairs(db: None) -> EquipmentItem:
    """Twelve chairs, counted together."""
    item: EquipmentItem = EquipmentItemFactory(
        kind=EquipmentKindFactory(name="折叠椅", name_en="Folding chair"), name="", quantity=12
    )
    return item


@pytest.fixture
def keeper(log_in: Any) -> Client:
    client: Client = log_in("Venue desk")
    return client


def typed(at: datetime, **more: Any) -> dict[str, Any]:
    """What the form of a return sends."""
    return {"returned_at": f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"} | more


def out_since_yesterday(chairs: EquipmentItem, quantity: int = 10) -> EquipmentHire:
    """Ten chairs that should have been back an hour ago."""
    now = timezone.now()
    start = now - timedelta(days=1)
    return hire(chairs.kind, quantity, start, 23, at=start)


class TestEightOfTenChairs:
    def test_leave_the_hire_due_back_until_the_others_are_accounted_for(
        self, keeper: Client, chairs: EquipmentItem
    ) -> None:
        hired, now = out_since_yesterday(chairs), timezone.now()
        address = f"{HIRES}{hired.pk}/"

        keeper.post(address, typed(now, sound="8"))
        late = keeper.get(f"{HIRES}?view=late").content.decode()
        page = keeper.get(address).content.decode()

        assert (address in late, "尚有 2 件未还" in late, "10 件中的 2 件" in page) == (
            True,
            True,
            True,
        )
        wrong = keeper.post(address, typed(now, sound="3"))
        assert "尚有 2 件未还" in str(wrong.context["form"].errors)
        keeper.post(address, typed(now, damaged="1", lost="1", sound="", what="椅腿断裂"))
        hired.refresh_from_db()
        assert hired.returned_at is not None
        assert address not in keeper.get(f"{HIRES}?view=late").content.decode()
        assert address in keeper.get(f"{HIRES}?view=back").content.decode()
        parts = hired.returns.values_list("sound", "damaged", "lost")
        assert list(parts) == [(8, 0, 0), (0, 1, 1)]

    def test_make_faults_of_what_is_damaged_or_missing_and_promise_them_to_nobody(
        self, keeper: Client, chairs: EquipmentItem
    ) -> None:
        hired, now = out_since_yesterday(chairs), timezone.now()

        keeper.post(
            f"{HIRES}{hired.pk}/", typed(now, sound="8", damaged="1", lost="1", what="椅腿断裂")
        )

        faults = EquipmentFault.objects.order_by("pk").values_list("item", "quantity", "severity")
        assert list(faults) == [(chairs.pk, 1, "serious"), (chairs.pk, 1, "serious")]
        page = keeper.get(f"{HIRES}{hired.pk}/").content.decode()
        for fault in EquipmentFault.objects.all():
            assert "椅腿断裂" in fault.what
            assert f"/admin/equipment/faults/{fault.pk}/" in page
        ahead = now + timedelta(days=3)
        assert free_between(chairs.kind, ahead, ahead + HOUR, at=now).free == 10

    @pytest.mark.parametrize(
        ("told", "said"),
        [
            ({"sound": "0"}, "至少"),
            ({"sound": "11"}, "尚有 10 件未还"),
            ({"sound": "9", "damaged": "2", "what": "断"}, "尚有 10 件未还"),
            ({"sound": "-1"}, "0"),
            ({"sound": "8", "damaged": "2"}, "写明"),
            ({"sound": "8", "damaged": "2", "what": "断", "item": "0"}, "选"),
        ],
    )
    def test_are_written_down_only_where_the_numbers_agree(
        self, keeper: Client, chairs: EquipmentItem, told: dict[str, str], said: str
    ) -> None:
        hired = out_since_yesterday(chairs)

        response = keeper.post(f"{HIRES}{hired.pk}/", typed(timezone.now(), **told))

        assert response.status_code == 200
        assert said in str(response.context["form"].errors)
        hired.refresh_from_db()
        assert (hired.accounted, hired.returns.count()) == (0, 0)
        assert not EquipmentFault.objects.exists()

    def test_ask_which_piece_where_there_are_several(self, keeper: Client) -> None:
        kind = EquipmentKindFactory(name="话筒")
        first, second = EquipmentItemFactory(kind=kind), EquipmentItemFactory(kind=kind)
        now = timezone.now()
        hired = hire(kind, 2, now - HOUR, 5, at=now)
        told = {"sound": "1", "damaged": "1", "what": "无声"}

        refused = keeper.post(f"{HIRES}{hired.pk}/", typed(now, **told))
        keeper.post(f"{HIRES}{hired.pk}/", typed(now, **told, item=str(second.pk)))

        assert "选择" in str(refused.context["form"].errors)
        assert EquipmentFault.objects.get().item == second
        assert not first.faults.exists()


class TestReturnHire:
    def test_frees_the_part_that_came_back_early(self, chairs: EquipmentItem) -> None:
        hired, by = hire(chairs.kind, 10), UserFactory()
        early = NOON + HOUR

        return_hire(hire=hired, returned_at=early, sound=8, by=by, at=early)

        free = [
            free_between(chairs.kind, at, at + HOUR / 2, at=early).free
            for at in (NOON, early, NOON + 2 * HOUR)
        ]
        assert free == [2, 10, 12]
        assert hired_now(at=early) == {chairs.kind_id: 2}

    def test_is_over_when_the_last_came_back_in_whatever_order_it_is_written(
        self, chairs: EquipmentItem
    ) -> None:
        hired, by, late = hire(chairs.kind, 10), UserFactory(), NOON + 3 * HOUR

        return_hire(hire=hired, returned_at=late, sound=8, by=by, at=late)
        return_hire(hire=hired, returned_at=NOON + HOUR, by=by, at=late)

        hired.refresh_from_db()
        assert (hired.returned_at, hired.still_out) == (late, 0)

    def test_in_part_keeps_the_hire_from_being_called_off(self, chairs: EquipmentItem) -> None:
        hired, by = hire(chairs.kind, 10), UserFactory()
        return_hire(hire=hired, returned_at=NOON, sound=1, by=by, at=NOON)

        with pytest.raises(ReturnedInPart):
            call_off_hire(hire=hired, by=by)

    def test_writes_nothing_where_the_fault_is_refused(self, chairs: EquipmentItem) -> None:
        hired, by = hire(chairs.kind, 10), UserFactory()

        with pytest.raises(WordsMissing):
            return_hire(hire=hired, returned_at=NOON, sound=8, harm=Harm(lost=2), by=by, at=NOON)

        hired.refresh_from_db()
        assert (hired.accounted, hired.returns.exists()) == (0, False)


class TestTheDatabase:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"accounted": 11},
            {"accounted": 10},  # all is accounted for, and the hire goes on
            {"accounted": 8, "returned_at": NOON + HOUR},  # it is over, and two are out
        ],
    )
    def test_keeps_what_is_back_from_disagreeing_with_what_went_out(
        self, chairs: EquipmentItem, wrong: dict[str, Any]
    ) -> None:
        hired = hire(chairs.kind, 10)

        with pytest.raises(IntegrityError), transaction.atomic():
            EquipmentHire.objects.filter(pk=hired.pk).update(**wrong)


@pytest.mark.django_db(transaction=True)
class TestTwentyHandsAtOnce:
    def test_bring_back_no_more_than_went_out(self) -> None:
        kind: EquipmentKind = EquipmentKindFactory()
        EquipmentItemFactory(kind=kind, quantity=12)
        hired, by = hire(kind, 10), UserFactory()
        start = Barrier(20)

        def bring(_n: int) -> bool:
            start.wait()
            try:
                return _bring(hired, by)
            finally:
                connection.close()

        with ThreadPoolExecutor(20) as pool:
            done = list(pool.map(bring, range(20)))

        hired.refresh_from_db()
        assert (done.count(True), hired.returns.count(), hired.accounted) == (10, 10, 10)


def _bring(hired: EquipmentHire, by: User) -> bool:
    try:
        return_hire(hire=hired, returned_at=NOON, sound=1, by=by, at=NOON)
    except (MoreThanOut, ReturnedAlready):
        return False
    return True
