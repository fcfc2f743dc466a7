"""A host with a phone learns of a guest at the door, and meets them. (000-14)"""

import pytest
from playwright.sync_api import expect

from foyer.guests.models import Welcome
from tests.factories import GuestFactory, UserFactory
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db(transaction=True)


class TestAHostsPhone:
    def test_shows_the_guest_within_two_seconds_of_the_scan_and_takes_the_word_met(
        self, log_in_to, event, desk
    ):
        host = UserFactory(role="Account managers")
        guest = GuestFactory(event=event, host=host, name="欧阳明", table="松 1")
        phone = log_in_to("/admin/guests/mine/", user=host, size="phone")
        expect(phone.locator(".host-card--waiting")).to_have_count(0)

        assert Tablet(desk).scan(guest).json()["result"] == "welcome"

        card = phone.locator(".host-card--waiting")
        expect(card).to_be_visible(timeout=2500)  # two seconds, and the answer itself
        expect(card).to_contain_text(guest.greeting)
        expect(card).to_contain_text("松 1")
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert width <= 390

        card.get_by_role("button").click()

        expect(phone.locator(".host-card--met")).to_be_visible(timeout=2500)
        assert Welcome.objects.get().met_by == host
