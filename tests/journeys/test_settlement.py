"""A use from its end to the last payment, on the desk's screen and on a phone. (004-22, 004-23, 004-24)"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from foyer.settlement.models import Paper
from tests.factories import RoomFactory, UserFactory
from tests.factories.bookings import price_rooms
from tests.factories.settlement import used_booking

HOUSE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def booking(transactional_db):
    """Three hours of a hall at 300 an hour, used yesterday."""
    room = RoomFactory(name="听松厅", capacity=200)
    price_rooms(room)
    return used_booking(room=room)


def unfolded(page: Page, name: str):
    """Return the form of an act, opened where it is folded."""
    form = page.locator(f'[id^="act-{name}-"]')
    expect(form).to_be_attached()
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").click()
    return form


def send(page: Page, name: str, **values: str) -> None:
    form = unfolded(page, name)
    for field, value in values.items():
        form.locator(f"[name={field}]").fill(value)
    form.locator("[type=submit]").click()
    expect(page.locator(".messages[role=status]")).to_contain_text("已记录")


def too_wide(page: Page, selector: str = "html") -> int:
    """Return by how many pixels a part of a page, or one of several alike, scrolls sideways."""
    return page.locator(selector).evaluate_all(
        "all => Math.max(...all.map(one => one.scrollWidth - one.clientWidth))"
    )


class TestAUse:
    @pytest.mark.parametrize("size", ["desk", "phone"])
    def test_is_settled(self, log_in_to, axe_faults, booking, size):
        account = f"/admin/settlement/{booking.pk}/"
        finance = log_in_to("/admin/settlement/", user=UserFactory(role="Finance"), size=size)
        finance.get_by_role("link", name=booking.number).click()
        later = booking.ends_at.astimezone(HOUSE) + timedelta(hours=1)

        send(finance, "draw_up")
        send(finance, "use", ends=f"{later:%H:%M}")
        expect(finance.locator("#draft")).to_contain_text("¥1,200.00")
        send(finance, "reduce", amount="200", reason="空调迟开")
        expect(finance.locator("#draft")).to_contain_text("等待批准")
        faults = {"draft": axe_faults(finance, "main")}
        form = unfolded(finance, "issue")
        form.locator("[name=note_on_it]").fill("感谢惠顾")
        form.locator("[type=submit]").click()
        expect(form).to_contain_text("尚待批准")
        expect(form.locator("[name=note_on_it]")).to_have_value("感谢惠顾")
        manager = log_in_to(account, user=UserFactory(role="Management"), size=size)
        send(manager, "approve")
        finance.goto(account)
        send(finance, "issue", note_on_it="感谢惠顾")
        expect(finance.locator(".account-sums")).to_contain_text("¥1,000.00")
        send(finance, "pay", amount="400")
        expect(finance.locator(".care-title")).to_contain_text("部分")
        send(finance, "pay")
        expect(finance.locator(".care-title")).to_contain_text("已付清")
        faults["settled"] = axe_faults(finance, "main")
        wide = [too_wide(finance)]
        finance.goto("/admin/settlement/?view=paid")
        expect(finance.get_by_role("link", name=booking.number)).to_be_visible()
        faults["list"] = axe_faults(finance, "main")
        finance.goto("/admin/settlement/months/")
        faults["months"] = axe_faults(finance, "main")
        day = timezone.localdate()
        finance.goto(f"/admin/settlement/audit/?first={day}&last={day}")
        expect(finance.locator(".fee-audit__table").first).to_contain_text("1,000.00")
        faults["audit"] = axe_faults(finance, "main")
        wide += [too_wide(finance), too_wide(finance, ".fee-audit__scroll")]

        booking.refresh_from_db()
        assert (booking.status, Paper.objects.get().total) == ("settled", 1000)
        assert {where: found for where, found in faults.items() if found} == {}
        assert wide == [0, 0, 0]
