"""A pass goes where its guest goes: without a network, and on paper."""

import re
import time

import pytest
from playwright.sync_api import Error, Page, expect

from foyer.core.enums import Language
from foyer.events.enums import DressCode
from foyer.guests.models import SignIn
from foyer.guests.services.codes import pass_path
from tests.factories import EventFactory, GuestFactory, UserFactory

DEADLINE = 15.0  # seconds
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page(?![a-z])")


@pytest.fixture
def guest(transactional_db):
    """A guest of whom the pass has everything to say."""
    event = EventFactory(
        title="松涧会二十周年庆典暨年度答谢晚宴与冬季收藏预展",
        dress_code=DressCode.FORMAL,
        host=UserFactory(),
    )
    return GuestFactory(event=event, party_limit=4, table="听松厅 12", seat="24")


class TestOfflinePass:
    def test_opens_again_without_a_network_once_it_was_opened(self, open_page, guest):
        path = pass_path(guest.code_sealed)
        page = open_page(path, size="phone")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        for address in ("location.href", "document.querySelector('link[rel=stylesheet]').href"):
            self._wait_until(page, f"caches.match({address}).then(found => found !== undefined)")

        page.context.set_offline(True)
        never_opened = pass_path(GuestFactory(event=guest.event).code_sealed)
        other_page = page.context.new_page()
        with pytest.raises(Error, match="ERR_"):
            other_page.goto(never_opened)
        page.goto(path)

        expect(page.locator(".pass__tile svg")).to_be_visible()
        expect(page.locator("[data-offline]")).to_be_visible()
        expect(page.locator(".pass__form [type=submit]")).to_be_disabled()
        assert page.locator(".pass__tile").bounding_box()["width"] > 150
        assert page.locator(".pass__digits").inner_text().replace(" ", "") == guest.code_sealed
        assert not SignIn.objects.exists()

    @staticmethod
    def _wait_until(page: Page, question: str) -> None:
        """Ask until the answer is yes; the content policy refuses Playwright's own way of waiting."""
        last = time.monotonic() + DEADLINE
        while not page.evaluate(question):
            assert time.monotonic() < last, question


class TestPrintedPass:
    @pytest.mark.parametrize("language", Language.values)
    def test_fits_on_one_page(self, open_page, guest, language):
        page = open_page(f"{pass_path(guest.code_sealed)}?lang={language}")

        for paper in ("A4", "Letter"):
            assert len(PAGE_OF_PDF.findall(page.pdf(format=paper))) == 1
        page.emulate_media(media="print")
        expect(page.locator(".pass__tile")).to_be_visible()
        expect(page.locator(".pass__form")).to_be_hidden()
