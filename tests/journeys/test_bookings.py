"""Bookings as the desk works on them: by phone, by keyboard, with the mouse, two at once. (004-02, 004-03, 004-06)"""

from __future__ import annotations

import time
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from foyer.bookings.models import Booking
from foyer.bookings.services.changing import Change, change_booking
from foyer.venues.models import Room
from tests.factories import BookingFactory, RoomFactory, UserFactory
from tests.factories.bookings import in_three_weeks, price_rooms
from tests.journeys.test_cases_keyboard import tab_to

pytestmark = pytest.mark.everywhere

HOUR = timedelta(hours=1)
HOUSE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def by(transactional_db):
    return UserFactory(role="Venue desk", last_name="程", first_name="远山")


@pytest.fixture
def rooms(transactional_db) -> list[Room]:
    """Two rooms with prices."""
    made = [RoomFactory(name="听松厅", capacity=200), RoomFactory(name="枕流轩", capacity=80)]
    price_rooms(*made)
    return made


def day_of(booking: Booking) -> str:
    return f"/admin/bookings/calendar/?span=day&day={booking.starts_at.astimezone(HOUSE):%Y-%m-%d}"


def calendar_of(log_in_to, booking: Booking, by) -> Page:
    page = log_in_to("/admin/bookings/", user=by)
    page.goto(day_of(booking))
    return page


def bar_of(page: Page, booking: Booking):
    return page.locator(f'[data-move$="/bookings/{booking.pk}/move/"]')


class TestByPhone:
    def test_a_booking_is_taken_down_and_offered_in_under_a_minute_by_keyboard_alone(
        self, log_in_to, by, rooms
    ):
        page = log_in_to("/admin/bookings/add/", user=by)
        begun = time.monotonic()

        tab_to(page, page.locator("[name=heads]"))
        page.keyboard.type("60")
        page.keyboard.press("Enter")
        expect(page.locator("#rooms")).to_contain_text("¥900.00")
        tab_to(page, page.locator("[name=room]:checked"))
        tab_to(page, page.locator("[name=asker_name]"))
        page.keyboard.type("陆知微")
        tab_to(page, page.locator("[name=asker_phone]"))
        page.keyboard.type("13800138042")
        tab_to(page, page.locator("[name=offer]"))
        page.keyboard.press("Space")
        tab_to(page, page.locator("[name=take]"))
        page.keyboard.press("Enter")
        expect(page.locator(".care-title")).to_contain_text("已报价")

        assert time.monotonic() - begun < 60
        booking = Booking.objects.get()
        assert (booking.status, booking.heads, booking.asker_name) == ("offered", 60, "陆知微")

    def test_bad_input_is_named_and_nothing_is_typed_twice(self, log_in_to, by, rooms):
        page = log_in_to("/admin/bookings/add/", user=by)
        page.locator("[name=heads]").fill("60")
        page.locator("[name=look]").click()
        page.locator("[name=asker_name]").fill("陆知微")
        page.locator("[name=asker_phone]").fill("13800138042")
        page.locator("[name=wishes]").fill("讲台左侧留空")
        said = {}

        for name, values in {
            "past": {"day": "2020-01-01"},
            "heads": {"heads": "900"},
            "closed": {"starts": "03:00", "ends": "05:00"},
            "wrong way": {"starts": "17:00", "ends": "14:00"},
        }.items():
            before = {field: page.locator(f"[name={field}]").input_value() for field in values}
            for field, value in values.items():
                page.locator(f"[name={field}]").fill(value)
            with page.expect_navigation():
                page.locator("[name=take]").click()
            said[name] = page.locator(".error-message, .care-bad").all_inner_texts()
            expect(page.locator("[name=wishes]")).to_have_value("讲台左侧留空")
            for field, value in before.items():
                page.locator(f"[name={field}]").fill(value)

        assert all(said.values()), said
        assert not Booking.objects.exists()


class TestRivals:
    def test_are_named_and_turned_down_with_the_offer(self, log_in_to, by, rooms):
        booking, rival = (BookingFactory(room=rooms[0], theme=name) for name in ("年会", "论坛"))
        page = log_in_to(f"/admin/bookings/{booking.pk}/", user=by)

        form = page.locator("#act-offer")
        form.get_by_label("论坛").check()
        form.locator("[name=reason]").fill("已先提供他人")
        form.locator("[type=submit]").click()
        expect(page.locator(".care-title")).to_contain_text("已报价")

        rival.refresh_from_db()
        assert (rival.status, rival.reason) == ("rejected", "已先提供他人")


class TestTheCalendar:
    def test_moves_a_booking_with_the_mouse_after_it_asked(self, log_in_to, by, rooms):
        booking = BookingFactory(room=rooms[0], confirmed=True)
        before = booking.starts_at
        page = calendar_of(log_in_to, booking, by)
        bar = bar_of(page, booking)
        box = bar.bounding_box()
        hour = box["width"] / 3
        line = page.locator(f'[data-room-line="{rooms[1].pk}"]').bounding_box()

        page.mouse.move(box["x"] + 20, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(box["x"] + 20 + hour, line["y"] + 20, steps=8)
        page.mouse.up()
        expect(page.locator("#calendar-ask")).to_be_visible()
        booking.refresh_from_db()
        assert booking.starts_at == before
        page.locator("#calendar-ask [type=submit]").click()
        expect(page.locator(".messages[role=status]")).to_contain_text(booking.number)

        booking.refresh_from_db()
        assert (booking.starts_at, booking.room) == (before + HOUR, rooms[1])

    def test_makes_a_booking_longer_at_its_end_and_leaves_it_when_told(self, log_in_to, by, rooms):
        booking = BookingFactory(room=rooms[0], confirmed=True)
        before = booking.ends_at
        page = calendar_of(log_in_to, booking, by)
        box = bar_of(page, booking).bounding_box()
        half = box["width"] / 6
        end = box["x"] + box["width"] - 4

        for answer in ("[data-ask-leave]", "[type=submit]"):
            page.mouse.move(end, box["y"] + 60)
            page.mouse.down()
            page.mouse.move(end + half, box["y"] + 60, steps=6)
            page.mouse.up()
            page.locator(f"#calendar-ask {answer}").click()
        expect(page.locator(".messages[role=status]")).to_contain_text(booking.number)

        booking.refresh_from_db()
        assert booking.ends_at == before + HOUR / 2

    def test_moves_a_booking_by_keyboard(self, log_in_to, by, rooms):
        booking = BookingFactory(room=rooms[0], confirmed=True)
        before = booking.starts_at
        page = calendar_of(log_in_to, booking, by)

        tab_to(page, bar_of(page, booking).locator(".booking-bar__name"))
        for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Enter"):
            page.keyboard.press(key)
        expect(page.locator("#calendar-ask")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator(".messages[role=status]")).to_contain_text(booking.number)

        booking.refresh_from_db()
        assert booking.starts_at == before + HOUR

    def test_tells_the_second_of_two_who_move_one(self, log_in_to, by, rooms):
        booking = BookingFactory(room=rooms[0], confirmed=True)
        page = calendar_of(log_in_to, booking, by)
        earlier = Change(starts_at=in_three_weeks(9), ends_at=in_three_weeks(11))
        change_booking(booking=booking, change=earlier, by=UserFactory(), at=timezone.now())

        bar_of(page, booking).locator(".booking-bar__name").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator("#move")).to_contain_text("其间有人更改了这个预订")

        expect(page.locator(".care-details")).to_contain_text("09:00")
        expect(page.locator("[name=starts]")).to_have_value("14:30")

    @pytest.mark.parametrize("size", ["desk", "phone"])
    def test_and_the_pages_around_it_meet_no_barrier(self, log_in_to, axe_faults, by, rooms, size):
        booking = BookingFactory(room=rooms[0], offered=True)
        BookingFactory(room=rooms[0])
        page = log_in_to("/admin/bookings/", user=by, size=size)
        faults, wide = {}, {}

        for path in (
            "?view=all",
            "add/",
            "feeds/",
            f"{booking.pk}/",
            f"{booking.pk}/move/",
            day_of(booking).removeprefix("/admin/bookings/"),
            day_of(booking).removeprefix("/admin/bookings/").replace("day&", "week&"),
        ):
            page.goto(f"/admin/bookings/{path}")
            faults[path] = axe_faults(page, "main")
            wide[path] = page.evaluate(
                "Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"
            )

        assert {path: found for path, found in faults.items() if found} == {}
        assert {path: more for path, more in wide.items() if more} == {}
