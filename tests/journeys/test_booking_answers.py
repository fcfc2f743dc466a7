"""A client is offered a room by letter and answers on a phone. (004-02 … 004-05; BOOKING 3)"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from freezegun import freeze_time
from playwright.sync_api import Page, expect

from foyer.bookings.models import Booking
from foyer.bookings.services.answering import cancel_booking
from foyer.bookings.services.letters import POST_LETTERS
from foyer.bookings.services.offering import offer_room, reject_request
from foyer.bookings.services.secrets import booking_path
from foyer.bookings.services.talking import write_to_client
from foyer.core.jobs import carry, start_job
from tests.factories import BookingFactory, ClientFactory, RoomFactory, UserFactory
from tests.factories.bookings import in_three_weeks, price_rooms
from tests.journeys.inspector import LANGUAGES, inspector
from tests.journeys.paper import read_sheets
from tests.smtp import SmtpInbox

__all__ = ["inspector"]
Ask = Callable[..., Booking]


@pytest.fixture
def ask(transactional_db: None) -> Ask:
    """Ask for three hours of a hall at 300 an hour, each time on another day: `ask(offered=True)`."""
    hall = RoomFactory(name="听松厅", name_zh_hant="聽松廳", name_en="Pine Hall", capacity=120)
    RoomFactory(name="望月轩", name_en="Moon Room", capacity=100)
    price_rooms(hall)
    days = iter(range(60))

    def _ask(**more: Any) -> Booking:
        return BookingFactory(
            **{"room": hall, "starts_at": in_three_weeks() + timedelta(days=next(days))} | more
        )

    return _ask


def post() -> None:
    """Let a worker send what waits."""
    at = timezone.now()
    job = start_job(kind=POST_LETTERS, arguments={}, by=None, at=at)
    carry(pk=job.pk, clock=lambda: at)


def press(page: Page, name: str) -> None:
    """Press a button that sends its form."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


class TestAnOffer:
    @pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
    def test_is_accepted_from_the_letter(
        self, open_page: Any, ask: Ask, smtp_inbox: SmtpInbox, scripts: bool
    ) -> None:
        booking = ask(client=ClientFactory(tier="key"))
        offer_room(booking=booking, by=UserFactory(), at=timezone.now())
        post()
        letter = smtp_inbox.letters[-1]
        body = letter.get_body(("plain",))
        assert body is not None
        (link,) = re.findall(r"http\S+/b/\w+", body.get_content())

        phone = open_page(link, size="phone", java_script_enabled=scripts)
        expect(phone.locator(".offer__left")).to_contain_text("还剩 47 小时")
        expect(phone.locator(".quote__total td")).to_have_text("¥900.00")
        press(phone, "接受，合计 ¥900.00")

        expect(phone.locator("[aria-current=step]")).to_have_text("已确认")
        for name, word in (("信函（PDF）", "听松厅"), ("合同（PDF）", "违约责任")):
            path = phone.get_by_role("link", name=name).get_attribute("href")
            sheets = read_sheets(phone.request.get(path).body())
            words = "".join("".join(sheet.words for sheet in sheets).split())
            assert [one for one in (word, "¥900.00", "收费标准") if one not in words] == []
        booking.refresh_from_db()
        assert booking.status == "confirmed"

    def test_is_answered_twice_in_two_windows(self, open_page: Any, ask: Ask) -> None:
        booking = ask(offered=True)
        first, second = (open_page(booking_path(booking), size="phone") for _n in range(2))

        press(first, "接受，合计 ¥900.00")
        second.locator("summary", has_text="谢绝").click()
        second.locator("[name=reason]").first.fill("另有安排")
        press(second, "是，谢绝此报价")

        expect(second.get_by_role("status")).to_contain_text("此报价此前已有答复：已确认")
        expect(second.locator("[aria-current=step]")).to_have_text("已确认")

    def test_lapses_by_its_moment_alone_and_is_asked_for_again(
        self, open_page: Any, ask: Ask
    ) -> None:
        booking = ask(offered=True)
        phone = open_page(booking_path(booking), size="phone")
        with freeze_time(booking.reply_by + timedelta(seconds=1), tick=True):
            press(phone, "接受，合计 ¥900.00")
            expect(phone.get_by_role("status")).to_contain_text("现已失效")
            expect(phone.locator("[aria-current=step]")).to_have_text("已失效")
            press(phone, "再次申请")

        fresh = Booking.objects.exclude(pk=booking.pk).get()
        assert phone.url.endswith(booking_path(fresh))
        expect(phone.locator("[aria-current=step]")).to_have_text("已申请")

    def test_is_answered_by_keys_alone(self, open_page: Any, ask: Ask) -> None:
        page = open_page(booking_path(ask(offered=True)))
        button = page.get_by_role("button", name="接受，合计 ¥900.00")

        for _step in range(20):
            page.keyboard.press("Tab")
            if button.evaluate("one => one === document.activeElement"):
                break
        with page.expect_navigation():
            page.keyboard.press("Enter")

        expect(page.locator("[aria-current=step]")).to_have_text("已确认")

    def test_is_cancelled_after_its_fee_was_shown(self, open_page: Any, ask: Ask) -> None:
        booking = ask(confirmed=True)
        with freeze_time(booking.starts_at - timedelta(days=2), tick=True):
            phone = open_page(booking_path(booking), size="phone")
            expect(phone.locator("section", has_text="现在取消须支付 ¥450.00").last).to_be_visible()
            phone.locator("summary", has_text="取消此预订").click()
            phone.locator("#cancel-reason").fill("航班取消")
            press(phone, "是，支付 ¥450.00 取消")

        expect(phone.locator("[aria-current=step]")).to_have_text("已取消")
        expect(phone.locator("body")).to_contain_text("取消费用：¥450.00")


class TestTheClientsPages:
    def test_have_no_fault_in_any_state_or_language(
        self, open_page: Any, inspector: Any, ask: Ask
    ) -> None:
        by, now = UserFactory(), timezone.now()
        states = {
            "requested": ask(),
            "offered": ask(offered=True),
            "confirmed": ask(client=ClientFactory(tier="key"), confirmed=True),
            "rejected": ask(),
            "cancelled": ask(confirmed=True),
        }
        reject_request(booking=states["rejected"], reason="检修", by=by, at=now)
        cancel_booking(booking=states["cancelled"], reason="改期", at=now)
        write_to_client(booking=states["offered"], text="投影已备", by=by, at=now)
        page = open_page("/b/", size="phone")

        for language in LANGUAGES:
            for state, booking in states.items():
                page.goto(f"{booking_path(booking)}?lang={language}")
                inspector.look(page, f"{state} {language}", language=language)
            for path in ("", "NOBODYKNOWSTHISC0DEATALL01"):
                page.goto(f"/b/{path}?lang={language}")
                inspector.look(page, f"{path} {language}", language=language)
            page.goto(f"{booking_path(states['confirmed'])}/contract?lang={language}")
            inspector.look(page, f"contract {language}", language=language)

        assert inspector.faults == []
