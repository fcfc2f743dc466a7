"""Text that would run if it were markup: in a browser it runs nowhere, and asks nobody. (SEC-14, SEC-15)"""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, Page, expect

from foyer.events.models import EventPage
from foyer.guests.models import Desk, Guest
from foyer.guests.services.codes import pass_path
from foyer.guests.services.pairing import give_token
from tests.factories import UserFactory
from tests.journeys.kiosk import Kiosk
from tests.security.addresses import address, build_world
from tests.security.canary import LONG, MARK, plant

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# The pages staff work on; every other answer of the admin is read in tests/security/test_canary.py.
STAFF = (
    "",
    "account/",
    "guests/",
    "guests/<int:event_pk>/",
    "guests/<int:event_pk>/<int:pk>/",
    "guests/<int:event_pk>/<int:pk>/edit/",
    "guests/<int:event_pk>/<int:pk>/strike-off/",
    "guests/<int:event_pk>/add/",
    "guests/<int:event_pk>/board/",
    "guests/<int:event_pk>/checkpoints/",
    "guests/<int:event_pk>/contacts/",
    "guests/<int:event_pk>/import/",
    "guests/desks/<int:pk>/pair/",
    "guests/signin/",
    "images/",
    "pages/<int:page_id>/edit/",
    "pages/<int:page_id>/history/",
    "pages/<int:parent_page_id>/",
    "reports/site-history/",
    "settings/<slug:app_name>/<slug:model_name>/<int:pk>/",
    "snippets/clients/client/",
    "snippets/clients/client/inspect/<int:pk>/",
    "snippets/clients/contact/",
    "snippets/clients/contact/edit/<int:pk>/",
    "snippets/events/event/",
    "snippets/events/event/edit/<int:pk>/",
    "snippets/events/event/history/<int:pk>/",
    "snippets/guests/desk/",
    "snippets/guests/invitationwording/edit/<int:pk>/",
    "snippets/venues/venue/edit/<int:pk>/",
    "users/",
    "users/<int:pk>/second-step/",
)
PUT_IN = """async html => {
    document.body.insertAdjacentHTML("beforeend", html);
    const picture = document.querySelector("img[src=x]");
    await new Promise((done) => picture.addEventListener("error", done));
}"""
STORED = "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"


class Lookout:
    """Notes what ran, and what became an element, on the pages of one window."""

    def __init__(self, page: Page) -> None:
        self.page, self.troubles, self.shown = page, [], 0
        page.on("dialog", self._dialog)

    def _dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"ran: {dialog.message} at {self.page.url}")
        dialog.dismiss()

    def look(self, name: str) -> None:
        """Look at the page as it stands."""
        page = self.page
        self.shown += MARK in page.content()
        if page.locator(f".{MARK}").count():
            self.troubles.append(f"became markup: {name}")
        if MARK in page.evaluate(STORED):
            self.troubles.append(f"kept in the browser: {name}")


@pytest.fixture
def world(house) -> dict[str, str]:
    """One record of each kind, the canary in every text of it."""
    world = build_world(at=timezone.now())
    plant()
    return world


class TestTheLookout:
    def test_sees_what_runs_and_what_becomes_markup(self, log_in_to):
        page = log_in_to("/admin/account/")
        lookout = Lookout(page)

        page.evaluate(PUT_IN, f'<i a="{LONG}')
        lookout.look("here")

        assert len(lookout.troubles) == 2


class TestText:
    def test_runs_nowhere_in_the_staffs_tool(self, log_in_to, world):
        user = UserFactory(is_superuser=True, first_name=LONG, last_name=LONG)
        page = log_in_to(user=user)
        lookout = Lookout(page)

        for pattern in STAFF:
            page.goto(address(pattern, world), wait_until="load")
            lookout.look(pattern)

        assert lookout.troubles == []
        assert lookout.shown == len(STAFF)

    def test_runs_nowhere_on_the_way_of_an_import(self, log_in_to, world, tmp_path: Path):
        page = log_in_to(f"/admin/guests/{world['event']}/import/")
        lookout = Lookout(page)
        cell = '"' + LONG.replace('"', '""') + '"'
        file = tmp_path / "list.csv"
        file.write_text(f"姓名,单位,{cell}\r\n{cell},{cell},{cell}\r\n", "utf-8-sig")

        page.locator("input[type=file]").set_input_files(file)
        page.locator(".import form[enctype] [type=submit]").click()
        page.wait_for_url("**/import/*/")
        lookout.look("preview")
        page.locator("[name=check]").first.click()
        page.wait_for_load_state("load")
        lookout.look("check")

        assert lookout.troubles == []
        assert lookout.shown == 2

    def test_runs_nowhere_on_public_pages(self, open_page, world):
        guest, event_page = Guest.objects.get(pk=world["guest"]), EventPage.objects.get()
        page = open_page("/healthz")
        lookout = Lookout(page)
        paths = (
            "/zh-hans/",
            "/zh-hant/",
            "/en/",
            "/zh-hans/events/",
            event_page.url,
            pass_path(guest.code_sealed),
            f"{pass_path(guest.code_sealed)}/event",
        )

        for path in paths:
            page.goto(path, wait_until="load")
            lookout.look(path)

        assert lookout.troubles == []
        assert lookout.shown == len(paths)

    def test_runs_nowhere_on_a_tablet(self, open_page, house, world):
        desk, guest = Desk.objects.get(pk=world["desk"]), Guest.objects.get(pk=world["guest"])
        guest.sign_ins.all().delete()
        guest.name = f"canary {LONG}"
        guest.save()  # finds its way into what the tablet searches
        desk.token = give_token(desk=desk, token="a-token-for-the-canary", at=timezone.now()).token
        tablet = Kiosk.paired(open_page, desk, house=house)
        lookout = Lookout(tablet.page)

        lookout.look("ready")
        tablet.page.locator("#search-open").click()
        tablet.page.locator("#search-query").fill("canary")
        expect(tablet.page.locator(".hit")).to_be_visible()
        lookout.look("search")
        tablet.page.locator('[data-for="search"] [data-home]').click()
        tablet.scan(guest.code_sealed)
        tablet.answers("welcome")
        lookout.look("welcome")

        assert lookout.troubles == []
        assert lookout.shown > 0
