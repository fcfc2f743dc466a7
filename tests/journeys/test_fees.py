"""A stranger reckons what an evening costs; Finance hands in other fees, Management judges them. (004-21)"""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from freezegun import freeze_time
from playwright.sync_api import Page, expect
from wagtail.models import TaskState

from foyer.core.days import house_day, start_of
from foyer.core.models import User
from foyer.fees.models import FeeSchedule
from tests.factories import FeeScheduleFactory, RoomFactory, UserFactory
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


EDITOR = "/admin/snippets/fees/feeschedule/edit/"


class Office:
    """Finance and Management, each before a browser of their own."""

    def __init__(self, log_in_to: Any) -> None:
        self.drafter: User = UserFactory(role="Finance")
        self.head: User = UserFactory(role="Management")
        self._log_in_to = log_in_to

    def finance(self, path: str) -> Page:
        """Finance at an address."""
        return self._at(path, self.drafter)

    def management(self, schedule: FeeSchedule) -> Page:
        """Management before a draft."""
        return self._at(f"{EDITOR}{schedule.pk}/", self.head)

    def _at(self, path: str, user: User) -> Page:
        page: Page = self._log_in_to(path, user=user)
        page.set_default_timeout(PATIENCE)
        return page


def act(page: Page, name: str) -> None:
    """Choose from the menu at the foot of the editor, by the words that stand there."""
    foot = page.locator("footer")
    foot.locator(".w-dropdown__toggle").click()
    foot.get_by_role("button", name=name, exact=True).click()


def say(page: Page, words: str) -> None:
    """Give the comment that the editor asks for, and go on."""
    window = page.locator(".modal-content")
    window.locator("[name=comment]").fill(words)
    window.locator("form [type=submit]").click()


def hand_in(page: Page, amount: str, *, act_name: str = "提交给管理层核准收费") -> None:
    """Type another price for the hour and hand the draft in."""
    page.locator("[name=items-0-amount]").fill(amount)
    act(page, act_name)
    page.wait_for_url("**/feeschedule/", timeout=PATIENCE)


# Wagtail's notices are still sent the way Django is about to leave behind; the server runs in this process.
@pytest.mark.filterwarnings("ignore::django.utils.deprecation.RemovedInDjango2028Warning")
class TestFinanceAndManagement:
    @pytest.fixture
    def office(self, log_in_to: Any) -> Office:
        """Finance and Management."""
        return Office(log_in_to)

    def draft(self, office: Office, amount: str) -> tuple[Page, FeeSchedule]:
        """Finance copies what is in force, changes a price and hands it in."""
        page = office.finance(f"/admin/fees/{FeeSchedule.objects.get().pk}/next/")
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/edit/*/", timeout=PATIENCE)
        page.locator("[name=reason]").fill("灯光更新")
        hand_in(page, amount)
        drafted = FeeSchedule.objects.get(number=None)
        assert drafted.workflow_in_progress
        return page, drafted

    def test_change_the_fees_of_a_day_to_come(
        self, office: Office, open_page: Any, room: Any
    ) -> None:
        _, drafted = self.draft(office, "330")

        page = office.management(drafted)
        expect(page.locator(".fee-change--up")).to_contain_text("¥330.00")
        act(page, "批准并发布")
        page.wait_for_url("**/feeschedule/", timeout=PATIENCE)

        approved = FeeSchedule.objects.get(pk=drafted.pk)
        assert (approved.number, approved.approved_by) == (2, office.head)
        before: Page = open_page("/zh-hans/fees/")
        expect(before.locator("section[aria-labelledby=fees-now]")).to_contain_text("¥300.00")
        expect(before.locator(".fees__next")).to_contain_text("¥330.00")
        with freeze_time(start_of(approved.valid_from) + timedelta(seconds=1), tick=True):
            after: Page = open_page("/zh-hans/fees/")
            now = after.locator("section[aria-labelledby=fees-now]")
            expect(now).to_contain_text("¥330.00")
            expect(now).not_to_contain_text("¥300.00")

    def test_agree_after_a_word(self, office: Office, room: Any) -> None:
        finance, drafted = self.draft(office, "390")

        page = office.management(drafted)
        act(page, "请求修改")
        say(page, "涨得太多，请控制在一成以内。")
        page.wait_for_url("**/feeschedule/", timeout=PATIENCE)
        assert not FeeSchedule.objects.get(pk=drafted.pk).workflow_in_progress
        assert "涨得太多，请控制在一成以内。" in mail.outbox[-1].body
        assert mail.outbox[-1].to == [office.drafter.email]

        finance.goto(f"{EDITOR}{drafted.pk}/")
        expect(finance.locator(".help-warning")).to_contain_text("涨得太多，请控制在一成以内。")
        hand_in(finance, "330", act_name="重新提交给管理层核准收费")
        page.goto(f"{EDITOR}{drafted.pk}/")
        expect(page.locator(".help-warning")).to_have_count(0)
        expect(page.locator(".fee-change--up")).to_contain_text("¥330.00")
        act(page, "带评论批准并发布")
        say(page, "同意。")
        page.wait_for_url("**/feeschedule/", timeout=PATIENCE)

        approved = FeeSchedule.objects.get(pk=drafted.pk)
        assert (approved.number, approved.items.first().amount) == (2, 330)
        assert TaskState.objects.filter(comment="同意。", finished_by=office.head).exists()
