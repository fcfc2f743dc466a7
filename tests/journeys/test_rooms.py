"""A stranger finds a free room, asks for it, and waits where it is taken; with a script or without. (004-01, 004-02)"""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from foyer.bookings.models import Booking
from tests.factories import BookingFactory, RoomFactory
from tests.factories.bookings import in_three_weeks, price_rooms
from tests.factories.room_pages import room_list, room_page
from tests.journeys.inspector import LANGUAGES, inspector

__all__ = ["inspector"]


@pytest.fixture
def halls(transactional_db: None) -> list[Any]:
    """Two rooms with prices and pages."""
    halls = [
        RoomFactory(name="听松厅", name_en="Pine Hall", capacity=200),
        RoomFactory(name="观云台", name_en="Cloud Terrace", capacity=120),
    ]
    price_rooms(*halls)
    for language in LANGUAGES:
        below = room_list(language)
        for n, hall in enumerate(halls):
            room_page(hall, below=below, slug=f"room-{n}")
    return halls


def search(page: Page, *, heads: int) -> None:
    """Ask what is free on an afternoon in three weeks."""
    start = in_three_weeks(14)
    page.get_by_label("From", exact=True).fill(f"{start:%Y-%m-%dT%H:%M}")
    page.get_by_label("To", exact=True).fill(f"{start + timedelta(hours=3):%Y-%m-%dT%H:%M}")
    page.get_by_label("People", exact=True).fill(str(heads))
    page.get_by_role("button", name="Show free rooms").click()


class TestStranger:
    @pytest.mark.parametrize("size", ["phone", "desk"])
    @pytest.mark.parametrize("scripts", [True, False])
    def test_finds_a_room_and_asks_for_it(
        self, open_page: Any, halls: list[Any], size: str, scripts: bool
    ) -> None:
        page: Page = open_page("/en/rooms/", size=size, java_script_enabled=scripts)

        search(page, heads=150)
        expect(page.locator("#rooms-found")).to_have_text("1 room is free")
        found = page.locator(".room-found", has_text="Pine Hall")
        found.get_by_role("link", name="Ask for this room").click()
        expect(page.locator(".quote__total td")).to_have_text("¥900.00")
        page.get_by_role("button", name="Ask for this room").click()
        expect(page.locator("#id_name_error")).to_be_visible()
        page.get_by_label("Your name").fill("Lu Zhiwei")
        page.get_by_label("Phone").fill("138 0013 8042")
        page.get_by_label("What is it about?").fill("Product launch")
        page.get_by_role("button", name="Ask for this room").click()

        booking = Booking.objects.get()
        expect(page.locator("body")).to_contain_text(booking.number)
        assert (booking.heads, booking.theme, booking.language) == (150, "Product launch", "en")

    def test_waits_for_a_room_that_is_taken(self, open_page: Any, halls: list[Any]) -> None:
        BookingFactory(room=halls[0], confirmed=True)
        page: Page = open_page("/en/rooms/", size="phone")

        search(page, heads=100)
        found = page.locator(".room-found", has_text="Pine Hall")
        found.get_by_role("link", name="Other times, waiting list").click()
        expect(page.locator(".booking__other b").first).to_have_text("Cloud Terrace")
        page.get_by_label("Your name").fill("Lu Zhiwei")
        page.get_by_label("E-mail").fill("lu@jiangnan.example")
        expect(page.get_by_label("Put me on the waiting list")).to_be_checked()
        page.get_by_role("button", name="Ask for this room").click()

        expect(page.locator("body")).to_contain_text("B20")
        assert Booking.objects.get(waits=True).room == halls[0]


class TestPages:
    def test_have_no_fault_in_any_language_and_fit_a_phone(
        self, open_page: Any, halls: list[Any], inspector: Any
    ) -> None:
        BookingFactory(room=halls[0], confirmed=True)
        start = in_three_weeks(14)
        when = (
            f"from={start:%Y-%m-%dT%H:%M}&to={start + timedelta(hours=3):%Y-%m-%dT%H:%M}&heads=40"
        )
        page: Page = open_page("/en/rooms/", size="phone")
        for language in LANGUAGES:
            for path in (
                f"/{language}/rooms/?{when}",
                f"/{language}/rooms/room-0/",
                *(f"/rooms/ask?room={hall.pk}&lang={language}&{when}" for hall in halls),
                f"/rooms/ask?room=0&lang={language}",
            ):
                page.goto(path)
                inspector.look(page, path, language=language)
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, path

        assert inspector.faults == []
