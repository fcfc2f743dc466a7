"""A stranger reckons what an evening costs; Finance hands in other fees, Management sees what changes. (004-21)"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from foyer.core.days import house_day
from foyer.fees.models import FeeSchedule
from tests.factories import FeeScheduleFactory, RoomFactory
from tests.factories.fee_pages import fee_page

PATIENCE = 20_000  # milliseconds; the editor is large, and two slow cores do other work beside


@pytest.fixture
def room(transactional_db: None) -> Any:
    """The room that is priced, in force and shown on the page."""
    hall = RoomFactory(name="听松厅", name_en="Pine Hall", capacity=60)
    lines = [
        {"room": hall, "key": "aa01", "unit": "hour", "amount": 300},
        {"room": hall, "key": "aa02", "unit": "half_day", "amount": 1000},
        {"kind": "equipment", "key": "bb01", "unit": "piece", "amount": 150},
    ]
    FeeScheduleFactory(approved=True, name="收费标准", name_en="Fees", items=lines)
    for language in ("zh-hans", "en"):
        fee_page(language)
    return hall


class TestStranger:
    @pytest.mark.parametrize("size", ["phone", "desk"])
    @pytest.mark.parametrize("scripts", [True, False])
    def test_reckons_an_afternoon(
        self, open_page: Any, room: Any, size: str, scripts: bool
    ) -> None:
        day = house_day(timezone.now()) + timedelta(days=3)
        page: Page = open_page("/en/fees/", size=size, java_script_enabled=scripts)

        page.get_by_label("Room", exact=True).select_option(str(room.pk))
        page.get_by_label("People").fill("80")
        page.get_by_label("From", exact=True).fill(f"{day}T13:00")
        page.get_by_label("To", exact=True).fill(f"{day}T17:00")
        page.locator("[name=x-bb01]").fill("2")
        page.get_by_role("button", name="Reckon").click()
        expect(page.locator(".field__error")).to_contain_text("holds 60 people")
        page.get_by_label("People").fill("40")
        page.get_by_role("button", name="Reckon").click()

        expect(page.locator(".quote__total td")).to_have_text("¥1,300.00")
        expect(page.locator(".quote")).to_contain_text("Fees, version 1")
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth") if scripts else 0
        assert width <= 0


class TestFinanceAndManagement:
    def test_hand_in_and_see_what_changes(self, log_in_to: Any, room: Any) -> None:
        first = FeeSchedule.objects.get()
        finance: Page = log_in_to(f"/admin/fees/{first.pk}/next/", role="Finance")
        finance.set_default_timeout(PATIENCE)
        finance.locator("main form button[type=submit]").click()
        finance.wait_for_url("**/edit/*/", timeout=PATIENCE)
        finance.locator("[name=reason]").fill("灯光更新")
        finance.locator("[name=items-0-amount]").fill("330")
        finance.locator("footer .w-dropdown__toggle").click()
        finance.locator("[name=action-submit]").click()
        finance.wait_for_url("**/feeschedule/", timeout=PATIENCE)
        drafted = FeeSchedule.objects.get(number=None)
        assert drafted.workflow_in_progress

        manager: Page = log_in_to(
            f"/admin/snippets/fees/feeschedule/edit/{drafted.pk}/", role="Management"
        )
        manager.set_default_timeout(PATIENCE)
        expect(manager.locator(".fee-change--up")).to_contain_text("¥330.00")
