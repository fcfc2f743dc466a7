"""Everybody can read and use what the house shows: WCAG 2.2 AA, in three languages, light and dark."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import expect

from foyer.events.enums import DressCode
from foyer.guests.services.codes import pass_path
from foyer.guests.views.guest_pass import UNKNOWN_A_MINUTE
from tests.factories import EventFactory, GuestFactory
from tests.journeys.inspector import LANGUAGES, inspector

__all__ = ["inspector"]


ROOMS = ("rooms/", "rooms/?heads=0", "rooms/pine-hall/")
FEES = ("fees/", "fees/?room=1&heads=9", "fees/history/", "fees/versions/1/")


@pytest.mark.filterwarnings("ignore::ResourceWarning")
class TestPublicPages:
    def test_have_no_fault(self, demo_house, open_page, inspector):
        page = open_page("/")
        for language in LANGUAGES:
            for path in (
                "",
                "events/",
                "events/?when=past",
                "events/autumn-gathering/",
                "about/",
                *FEES,
                *ROOMS,
            ):
                page.goto(f"/{language}/{path}")
                inspector.look(page, f"{language} {path}", language=language)

        assert inspector.faults == []


class TestRefusals:
    @pytest.mark.parametrize("template", ["403", "403_csrf", "404", "500"])
    def test_have_no_fault(self, open_page, inspector, template):
        page = open_page("/healthz")
        words = render_to_string(f"{template}.html")
        page.route("**/refused/", lambda route: route.fulfill(content_type="text/html", body=words))

        page.goto("/refused/")
        inspector.look(page, template)

        assert inspector.faults == []
        tags = page.locator("main [lang]").evaluate_all("all => all.map(one => one.lang)")
        assert tags == ["zh-Hans", "zh-Hant", "en"]

    def test_are_shown_at_an_address_that_leads_nowhere(self, open_page):
        page = open_page("/zh-hans/nowhere/")

        expect(page.locator("h1")).to_have_count(3)


class TestPass:
    def test_has_no_fault_in_any_state_or_language(self, open_page, inspector, house):
        soon = EventFactory(dress_code=DressCode.BUSINESS)
        over = EventFactory(past=True)
        passes = {
            "open": GuestFactory(event=soon, party_limit=3, table="松 3", seat="5"),
            "accepted": GuestFactory(event=soon, replied_yes=True),
            "declined": GuestFactory(event=soon, replied_no=True),
            "withdrawn": GuestFactory(event=soon, cancelled=True),
            "cancelled": GuestFactory(event=EventFactory(cancelled=True)),
            "over": GuestFactory(event=over),
            "closed": GuestFactory(
                event=EventFactory(starts_at=timezone.now() + timedelta(hours=9))
            ),
        }
        page = open_page(pass_path(passes["open"].code_sealed), size="phone")
        for language in LANGUAGES:
            for state, guest in passes.items():
                page.goto(f"{pass_path(guest.code_sealed)}?lang={language}")
                inspector.look(page, f"{state} {language}", language=language)
            page.goto(f"{pass_path(passes['open'].code_sealed)}?lang={language}")
            page.locator("[name=reply][value=yes]").check()
            page.locator("[name=party]").fill("9")
            page.locator(".pass__form [type=submit]").click()
            expect(page.locator(".field__error").first).to_be_visible()
            inspector.look(page, f"reply refused {language}", language=language)
            page.goto(f"/i/NOBODYKNOWSTHISC0DEATALL01?lang={language}")
            inspector.look(page, f"unknown {language}", language=language)
        for _ in range(UNKNOWN_A_MINUTE):
            page.request.get("/i/NOBODYKNOWSTHISC0DEATALL01")
        for language in LANGUAGES:
            answer = page.goto(f"/i/NOBODYKNOWSTHISC0DEATALL01?lang={language}")
            assert answer.status == 429
            inspector.look(page, f"throttled {language}", language=language)

        assert inspector.faults == []
