"""What the tablet says in each language, when the line is lost, and to staff."""

import json
import re

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import Route, expect

from foyer.guests.models import Desk, SignIn
from tests.factories import CheckpointFactory, DeskFactory, EventFactory, GuestFactory
from tests.factories.guests import PIN
from tests.journeys.evening import (
    LANGUAGES,
    dinner,
    door,
    ming,
    say,
    tablet,
    title,
)
from tests.journeys.kiosk import Kiosk

__all__ = ["dinner", "door", "ming", "tablet"]


class TestLanguages:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_holds_for_every_word_on_the_tablet(self, tablet, dinner, language):
        page = tablet.page

        tablet.speak(language)

        expect(page.locator("html")).to_have_attribute("lang", LANGUAGES[language])
        with translation.override(language):
            expect(page.locator("#ready-title")).to_have_text(pgettext("kiosk", "Welcome"))
            expect(page.locator("#event-title")).to_have_text(dinner.title_text)
            expect(page.locator("#search-open .way__title")).to_have_text(gettext("Find my name"))
        page.locator("#search-open").click()
        tablet.shows("search")
        page.locator('[data-for="search"] [data-home]').click()
        expect(page.locator("html")).to_have_attribute("lang", LANGUAGES[language])
        tablet.scan("no code at all")
        tablet.answers("unknown")
        expect(tablet.words("title")).to_have_text(title(language, "We do not know this code"))
        expect(tablet.words("message")).to_have_text(
            say(
                language,
                "This code is damaged or has been replaced. Try your name instead, or ask our staff.",
            )
        )
        tablet.close_answer()
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


class TestLostConnection:
    def test_is_said_where_no_list_is_kept_and_trying_again_signs_in_once(
        self, open_page, house, door, ming
    ):
        tablet = Kiosk.paired(open_page, door, house=house, no_list=True)
        page = tablet.page
        scans = re.compile("/desk/sign-ins")
        lost: list[str] = []

        def lose_answer(route: Route) -> None:
            """Let the scan arrive, but not the house's answer."""
            lost.append(json.loads(route.request.post_data)["id"])
            route.fetch()
            route.abort()

        page.route(scans, lose_answer)
        tablet.scan(ming.code_sealed)
        tablet.shows("trouble")
        expect(page.locator("#trouble-title")).to_have_text(
            say("zh-hans", "Your arrival was not recorded")
        )
        page.unroute(scans)
        page.locator("#trouble-again").click()

        tablet.answers("welcome")
        assert SignIn.objects.count() == 1
        assert set(lost) == {str(SignIn.objects.get().scan_id)}
        assert len(lost) > 1


class TestStaffAtTheTablet:
    def test_change_the_event_behind_their_pin(self, open_page, house, dinner):
        later = EventFactory(running=True)
        lists = [CheckpointFactory(event=dinner), CheckpointFactory(event=later)]
        desk = DeskFactory(event=dinner, checkpoints=lists, paired=True)
        tablet = Kiosk.paired(open_page, desk, house=house)
        guest = GuestFactory(event=later)

        tablet.page.locator("#staff-open").click()
        tablet.shows("pin")
        tablet.type_digits("1357", pad="pin")
        tablet.page.locator("#pin-submit").click()
        expect(tablet.page.locator("#pin-error")).to_have_text(
            say("zh-hans", "This PIN is not right.")
        )
        tablet.type_digits(PIN, pad="pin")
        tablet.page.locator("#pin-submit").click()
        tablet.shows("staff")
        tablet.page.locator(f'#staff-events input[value="{later.number}"]').check()
        tablet.page.locator("#staff-event-submit").click()
        expect(tablet.page.locator("#event-title")).to_have_text(later.title)
        tablet.page.locator('[data-for="staff"] [data-home]').click()
        tablet.shows("ready")

        tablet.scan(guest.code_sealed)
        tablet.answers("welcome")
        assert SignIn.objects.get().event == later

    def test_lose_a_revoked_tablet_in_the_middle_of_a_scan(self, tablet, log_in_to, door, ming):
        staff = log_in_to(f"/admin/guests/desks/{door.pk}/revoke/", role="Reception")
        staff.locator("main form [type=submit]").click()
        staff.wait_for_url("**/admin/snippets/guests/desk/")

        tablet.scan(ming.code_sealed)

        tablet.shows("unpaired")
        expect(tablet.page.locator("#pair-notice")).to_have_text(
            say("zh-hans", "This tablet is no longer paired. Ask staff to pair it again.")
        )
        assert tablet.page.evaluate("localStorage.getItem('foyer.desk')") is None
        assert not SignIn.objects.exists()
        assert Desk.objects.get(pk=door.pk).token_hash is None
