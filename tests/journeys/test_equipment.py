"""Equipment on a phone: a fault reported with a photo, a room checked with one failure. (004-15)"""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from foyer.venues.models import CheckLine, EquipmentFault
from foyer.venues.services import occupy_room
from tests.factories import EquipmentItemFactory, RoomFactory, UserFactory
from tests.security.uploads import photo_with_place


@pytest.fixture
def reception(transactional_db):
    return UserFactory(role="Reception")


@pytest.fixture
def room(transactional_db):
    return RoomFactory(name="听松厅")


@pytest.fixture
def pieces(room):
    return [EquipmentItemFactory(home=room, name=name) for name in ("激光投影", "无线话筒")]


@pytest.fixture
def use(room, now: datetime):
    minute = timedelta(minutes=1)
    told = {"purpose": "event", "title": "年度路演", "at": now}
    return occupy_room(room=room, starts_at=now, ends_at=now + minute, **told)


class TestReception:
    def test_reports_a_fault_with_a_photo(self, log_in_to, reception, pieces):
        phone = log_in_to("/admin/equipment/", user=reception, size="phone")

        phone.get_by_role("link", name="报告故障").click()
        phone.locator("[name=item]").select_option(str(pieces[0].pk))
        phone.locator("[name=what]").fill("没有画面")
        file = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo_with_place("JPEG")}
        phone.locator("[name=photo]").set_input_files([file])
        phone.locator("main form [type=submit]").click()

        phone.wait_for_url("**/admin/equipment/faults/*/")
        expect(phone.locator(".care-title")).to_contain_text("激光投影")
        fault = EquipmentFault.objects.get()
        assert (fault.what, fault.item, fault.photos.count()) == ("没有画面", pieces[0], 1)

    def test_checks_a_room_with_one_failure(self, log_in_to, reception, pieces, use):
        phone = log_in_to("/admin/equipment/", user=reception, size="phone")
        row = phone.locator(".equip-row", has_text="听松厅")
        expect(row).to_contain_text("未检查")
        row.get_by_role("link", name="检查").click()
        works, fails = (phone.locator(".equip-line", has_text=one.name) for one in pieces)
        expect(fails.locator("textarea")).to_be_hidden()

        works.get_by_label("正常").check()
        fails.get_by_label("故障").check()
        phone.locator("main form [type=submit]").click()
        expect(phone.locator("[role=alert]")).to_have_text(["请简单写明哪里不对。"])
        fails.locator("textarea").fill("没有声音")
        phone.locator("main form [type=submit]").click()

        phone.wait_for_url("**/admin/equipment/sheets/*/")
        expect(phone.locator("main table")).to_contain_text("没有声音")
        assert [line.passed for line in CheckLine.objects.all()] == [True, False]
        assert EquipmentFault.objects.get().item == pieces[1]
        phone.goto("/admin/equipment/")
        expect(phone.locator(".equip-row", has_text="听松厅")).to_contain_text("有故障")


class TestThePages:
    @pytest.mark.parametrize("size", ["desk", "phone"])
    def test_meet_no_barrier_and_need_no_sideways_scrolling(
        self, log_in_to, axe_faults, transactional_db, pieces, use, size
    ):
        keeper, faults = UserFactory(role="Venue desk"), {}
        page = log_in_to("/admin/equipment/", user=keeper, size=size, reduced_motion="reduce")

        for path in (
            "",
            "due/",
            "faults/",
            "faults/add/",
            "hires/",
            "hires/add/",
            f"items/{pieces[0].pk}/",
            f"uses/{use.pk}/check/",
        ):
            page.goto(f"/admin/equipment/{path}")
            faults[path] = axe_faults(page, "main")
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wider <= 0, path

        assert {path: found for path, found in faults.items() if found} == {}
