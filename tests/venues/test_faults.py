"""Faults, from the phone of whoever sees them to the register. (004-15)"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from foyer.venues.models import EquipmentFault, EquipmentItem, FaultPhoto
from foyer.venues.services.faults import WrongFaultStep, advance_fault, report_fault
from tests.factories import EquipmentItemFactory, RoomFactory, UserFactory
from tests.security.uploads import PLACE, photo_with_place

REPORT = "/admin/equipment/faults/add/"


def told(piece: EquipmentItem, **other: Any) -> dict[str, Any]:
    """What the form sends."""
    return {
        "item": str(piece.pk),
        "what": "没有画面",
        "severity": "serious",
        "quantity": "1",
    } | other


def photo(data: bytes, name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def reported(item: EquipmentItem, **more: Any) -> EquipmentFault:
    values: dict[str, Any] = {"what": "没有画面", "by": UserFactory(), "at": timezone.now()}
    return report_fault(item=item, **values | more).fault


@pytest.mark.django_db
class TestReportAFault:
    def test_keeps_it_with_a_cleaned_photo_nobody_else_can_open(self, log_in: Any) -> None:
        reception, item = log_in("Reception"), EquipmentItemFactory()

        response = reception.post(REPORT, told(item, photo=photo(photo_with_place("JPEG"))))

        fault = EquipmentFault.objects.get()
        kept = FaultPhoto.objects.get(fault=fault)
        assert response["Location"] == f"/admin/equipment/faults/{fault.pk}/"
        assert (fault.item, fault.state, fault.severity) == (item, "reported", "serious")
        with kept.file.open() as file:
            assert PLACE.encode() not in file.read()
        opened = reception.get(f"/admin/equipment/photos/{kept.pk}/")
        assert opened["Content-Disposition"].startswith("attachment")
        assert b"".join(opened.streaming_content)
        assert log_in("Finance").get(f"/admin/equipment/photos/{kept.pk}/").status_code == 302

    @pytest.mark.parametrize(
        ("other", "field"),
        [
            ({"photo": photo(b"<svg onload=alert(1)>", "x.jpg")}, "photo"),
            ({"photo": photo(b"", "x.jpg")}, "photo"),
            ({"photo": photo(b"%PDF-1.7", "x.pdf")}, "photo"),
            ({"what": " "}, "what"),
            ({"what": "坏" * 1001}, "what"),
            ({"quantity": "0"}, "quantity"),
            ({"quantity": "2"}, "__all__"),
            ({"severity": "terrible"}, "severity"),
            ({"item": "999999"}, "item"),
            ({"item": "9" * 40}, "item"),
            ({"item": "x\0"}, "item"),
        ],
    )
    def test_says_what_is_wrong(self, log_in: Any, other: dict[str, Any], field: str) -> None:
        response = log_in("Reception").post(REPORT, told(EquipmentItemFactory(), **other))

        assert response.status_code == 200
        assert list(response.context["form"].errors) == [field]
        assert not EquipmentFault.objects.exists()

    def test_refuses_what_is_retired(self, log_in: Any) -> None:
        retired = EquipmentItemFactory(state="retired")

        response = log_in("Reception").post(REPORT, told(retired))

        assert list(response.context["form"].errors) == ["item"]

    def test_adds_to_the_fault_a_colleague_reported(self, log_in: Any) -> None:
        item = EquipmentItemFactory()
        first = reported(item, severity="slight")
        reception = log_in("Reception")

        seen = reception.get(REPORT, {"item": item.pk}).content.decode()
        reception.post(REPORT, told(item, what="还是不亮", photo=photo(photo_with_place("JPEG"))))
        reception.post(REPORT, told(item, what="遥控器丢了", is_another="on"))

        first.refresh_from_db()
        assert "没有画面" in seen
        assert EquipmentFault.objects.count() == 2
        assert [step.note for step in first.steps.all()] == ["没有画面", "还是不亮"]
        assert (first.severity, first.photos.count()) == ("serious", 1)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_report_one_fault(self) -> None:
        item, start = EquipmentItemFactory(), Barrier(8)
        staff = UserFactory.create_batch(8)

        def report(n: int) -> bool:
            start.wait()
            try:
                values = {"what": f"不亮 {n}", "by": staff[n], "at": timezone.now()}
                return report_fault(item=item, **values).is_known
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            known = list(pool.map(report, range(8)))

        fault = EquipmentFault.objects.get()
        assert known.count(False) == 1
        assert fault.steps.count() == 8


@pytest.mark.django_db
class TestAdvanceFault:
    def step(self, fault: EquipmentFault, to: str, **more: Any) -> EquipmentFault:
        values = {"note": "灯泡已换", "by": UserFactory(), "at": timezone.now()}
        return advance_fault(fault=fault, to=to, **values | more)

    def state(self, item: EquipmentItem) -> tuple[str, int]:
        item.refresh_from_db()
        return str(item.state), item.quantity

    def test_takes_a_piece_into_repair_and_back(self) -> None:
        item = EquipmentItemFactory()
        fault = reported(item)

        self.step(fault, "in_repair")
        assert self.state(item) == ("in_repair", 1)
        mended = self.step(fault, "mended")

        assert self.state(item) == ("in_service", 1)
        assert mended.settled_at
        assert [one.state for one in fault.steps.all()] == ["reported", "in_repair", "mended"]

    def test_leaves_in_repair_what_another_fault_keeps_there(self) -> None:
        item = EquipmentItemFactory()
        first, second = reported(item), reported(item, is_another=True)
        for fault in (first, second):
            self.step(fault, "in_repair")

        self.step(first, "mended")

        assert self.state(item) == ("in_repair", 1)

    def test_retires_a_piece_with_all_that_was_wrong_with_it(self) -> None:
        item = EquipmentItemFactory()
        first, second = reported(item), reported(item, is_another=True)

        self.step(first, "retired")

        assert self.state(item) == ("retired", 1)
        second.refresh_from_db()
        assert second.state == "retired"

    def test_retires_of_many_the_broken_ones(self) -> None:
        tables = EquipmentItemFactory(quantity=60)

        self.step(reported(tables, quantity=2), "retired")

        assert self.state(tables) == ("in_service", 58)

    def test_goes_no_way_back(self) -> None:
        fault = reported(EquipmentItemFactory())
        self.step(fault, "mended")

        for to in ("in_repair", "mended", "reported", "anything"):
            with pytest.raises(WrongFaultStep):
                self.step(fault, to)

    def test_is_not_taken_twice_from_two_pages(self) -> None:
        fault = reported(EquipmentItemFactory())
        self.step(fault, "in_repair", seen="reported")

        with pytest.raises(WrongFaultStep):
            self.step(fault, "mended", seen="reported")

    def test_is_for_those_who_mend(self, log_in: Any) -> None:
        fault = reported(EquipmentItemFactory())
        url, sent = (
            f"/admin/equipment/faults/{fault.pk}/",
            {"to": "mended", "note": "好了", "seen": "reported"},
        )

        log_in("Reception").post(url, sent)
        fault.refresh_from_db()
        assert fault.state == "reported"
        empty = log_in("Venue desk").post(url, sent | {"note": ""})
        log_in("Venue desk").post(url, sent)

        fault.refresh_from_db()
        assert fault.state == "mended"
        assert list(empty.context["form"].errors) == ["note"]


@pytest.mark.django_db
class TestTheRegister:
    def test_shows_what_is_open_and_what_is_settled(self, log_in: Any) -> None:
        lamp = reported(EquipmentItemFactory(), what="灯不亮")
        reported(EquipmentItemFactory(), what="有杂音")
        advance_fault(fault=lamp, to="mended", note="好了", by=UserFactory(), at=timezone.now())
        management = log_in("Management")

        shown = management.get("/admin/equipment/faults/").content.decode()
        settled = management.get("/admin/equipment/faults/?view=settled").content.decode()

        assert ("有杂音" in shown, "灯不亮" in shown) == (True, False)
        assert ("有杂音" in settled, "灯不亮" in settled) == (False, True)

    def test_is_taken_away_by_those_who_may(self, log_in: Any) -> None:
        reported(EquipmentItemFactory(), what="=HYPERLINK()")
        url = "/admin/equipment/faults/export/?view=open"
        wish = {
            "columns": ["number", "what", "state"],
            "language": "zh-hans",
            "kind": "csv",
            "purpose": "月度复盘",
        }

        sent = log_in("Venue desk").post(url, wish)

        text = b"".join(sent.streaming_content).decode("utf-8-sig")
        assert "'=HYPERLINK()" in text
        assert log_in("Reception").get(url).status_code == 302

    def test_asks_as_often_for_three_as_for_one(
        self, log_in: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
    ) -> None:
        keeper = log_in("Venue desk")
        reported(EquipmentItemFactory(home=RoomFactory()))
        keeper.get("/admin/equipment/faults/")
        with django_assert_max_num_queries(40) as asked:
            keeper.get("/admin/equipment/faults/")
        for _n in range(2):
            reported(EquipmentItemFactory(home=RoomFactory()))

        with django_assert_num_queries(len(asked.captured_queries)):
            keeper.get("/admin/equipment/faults/")
