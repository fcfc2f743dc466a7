"""A host with a phone learns of a guest at the door, and meets them. (000-14)"""

import pytest
from playwright.sync_api import expect

from foyer.guests.models import Welcome
from tests.factories import GuestFactory, UserFactory
from tests.journeys.kiosk import PATIENCE
from tests.tablet import Tablet

# Everything a browser keeps of this address: its own storage, and what workers put aside.
KEPT = """async () => {
  const told = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const name of await caches.keys()) {
    const store = await caches.open(name);
    for (const request of await store.keys()) told.push(request.url, await (await store.match(request)).text());
  }
  return told.join("\\n");
}"""
SCOPES = """() => navigator.serviceWorker.getRegistrations()
  .then((all) => all.map((one) => new URL(one.scope).pathname))"""
pytestmark = pytest.mark.django_db(transaction=True)


class TestAHostsPhone:
    def test_shows_the_guest_within_two_seconds_of_the_scan_and_takes_the_word_met(
        self, log_in_to, event, desk
    ):
        host = UserFactory(role="Account managers")
        guest = GuestFactory(event=event, host=host, name="欧阳明", table="松 1")
        phone = log_in_to("/admin/guests/mine/", user=host, size="phone")
        expect(phone.locator(".host-card--waiting")).to_have_count(0)
        assert float(phone.locator("main").get_attribute("data-seconds")) <= 2

        assert Tablet(desk).scan(guest).json()["result"] == "welcome"

        card = phone.locator(".host-card--waiting")
        expect(card).to_be_visible(timeout=PATIENCE)
        expect(card).to_contain_text(guest.greeting)
        expect(card).to_contain_text("松 1")
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert width <= 390

        card.get_by_role("button").click()

        expect(phone.locator(".host-card--met")).to_be_visible(timeout=PATIENCE)
        assert Welcome.objects.get().met_by == host

    def test_leaves_the_board_of_one_event_to_the_network(self, log_in_to, event, desk):
        guest = GuestFactory(event=event, name="欧阳明", table="松 1")
        board = log_in_to(f"/admin/guests/{event.pk}/arrivals/", size="phone")
        asked = []
        board.on("request", lambda request: asked.append(request.url))
        board.reload()
        expect(board.locator("main")).to_contain_text("欧阳明")
        assert Tablet(desk).scan(guest).json()["result"] == "welcome"

        expect(board.locator("main")).not_to_contain_text("欧阳明", timeout=PATIENCE)
        assert board.evaluate(SCOPES) == []
        assert not [url for url in asked if url.endswith("undefined")]

    def test_opens_without_a_network_says_so_and_comes_back_by_itself(self, log_in_to, event, desk):
        host = UserFactory(role="Account managers")
        guest = GuestFactory(event=event, host=host, name="欧阳明", table="松 1")
        phone = log_in_to("/admin/guests/mine/", user=host, size="phone")
        expect(phone.locator("main")).to_contain_text("欧阳明")
        phone.evaluate("navigator.serviceWorker.ready.then(() => true)")

        phone.context.set_offline(True)
        phone.reload()

        expect(phone.get_by_role("alert")).to_be_visible()
        expect(phone.locator("[data-last]")).to_be_visible()
        expect(phone.locator("body")).not_to_contain_text("欧阳明")
        kept = phone.evaluate(KEPT)
        assert [word for word in ("欧阳", guest.phone, guest.email) if word in kept] == []
        assert phone.evaluate(SCOPES) == ["/admin/guests/mine/"]

        phone.context.set_offline(False)

        expect(phone.locator("main")).to_contain_text("欧阳明", timeout=15_000)
