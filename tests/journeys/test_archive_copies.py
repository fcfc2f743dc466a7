"""A copy for the second medium, from its making to reading it in again, on desk and phone. (000-28)"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from foyer.archive.models import ArchiveRecord, Bag, IntegrityCheck
from tests.archive.keeping import carry, flip, path_of
from tests.factories import RecordFactory, UserFactory

CHECKS, BAGS = "/admin/archive/checks/", "/admin/archive/bags/"


@pytest.fixture
def record(transactional_db):
    """A record with two files, one of which is hurt; another that is whole."""
    hurt = RecordFactory(files={"名单.txt": "欧阳明".encode(), "座位.txt": "松 1".encode()})
    flip(hurt.files.get(name="名单.txt"))
    return RecordFactory(files={"菜单.txt": "十二道".encode()})


def overflow(page: Page) -> int:
    return int(
        page.evaluate("Math.max(0, document.documentElement.scrollWidth - window.innerWidth)")
    )


class TestACopy:
    @pytest.mark.parametrize("size", ["desk", "phone"])
    def test_is_checked_made_fetched_verified_and_read_in(
        self, log_in_to, axe_faults, record, size, tmp_path
    ):
        page = log_in_to(CHECKS, user=UserFactory(role="Archivist"), size=size)
        page.get_by_role("button", name="立即检查每个文件").click()
        carry()
        page.goto(f"{CHECKS}{IntegrityCheck.objects.get().pk}/")
        expect(page.locator("main")).to_contain_text("名单.txt")
        faults, wide = {"check": axe_faults(page, "main")}, {"check": overflow(page)}
        page.goto(BAGS)
        page.locator("[name=what]").select_option("all")
        page.get_by_role("button", name="看看会包含什么").click()
        page.locator("[name=purpose]").fill("月度备份")
        faults["bags"], wide["bags"] = axe_faults(page, "main"), overflow(page)
        page.get_by_role("button", name="制作这个副本").click()
        carry()
        bag = Bag.objects.get()
        page.goto(f"{BAGS}{bag.pk}/")
        expect(page.locator("main")).to_contain_text("未收入")
        faults["bag"], wide["bag"] = axe_faults(page, "main"), overflow(page)
        with page.expect_download() as fetched:
            page.get_by_role("link", name="取走副本").click()
        copy = tmp_path / "copy.zip"
        fetched.value.save_as(copy)
        paths = [path_of(file) for file in record.files.all()]
        ArchiveRecord.objects.filter(pk=record.pk).delete()
        for path in paths:
            path.unlink(missing_ok=True)

        page.goto(BAGS)
        page.locator("[name=file]").set_input_files(copy)
        page.locator("#hand-in").get_by_role("button", name="核对").click()
        expect(page.locator("[data-import-text]")).to_be_visible()
        carry()
        page.get_by_role("button", name="读入新的档案").click()
        expect(page.locator("[data-import-text]")).to_be_visible()
        carry()
        expect(page.locator("main")).to_contain_text("已读入")
        faults["read"], wide["read"] = axe_faults(page, "main"), overflow(page)

        assert ArchiveRecord.objects.filter(number=record.number).exists()
        assert {where: found for where, found in faults.items() if found} == {}
        assert {where: by for where, by in wide.items() if by} == {}
