"""Everybody can read and use what the house shows: WCAG 2.2 AA, in three languages, light and dark."""

import json
import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Page, expect

from foyer.core.enums import Language
from foyer.events.enums import DressCode, EventStatus
from foyer.guests.services.codes import pass_path
from tests.factories import DeskFactory, EventFactory, GuestFactory
from tests.factories.guests import PIN
from tests.journeys.kiosk import Kiosk

LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
NARROW = {"width": 320, "height": 640}
KIOSK_TARGET = 48  # pixels, for a finger in a hurry


class Inspector:
    """Looks at pages and notes what is wrong with them."""

    def __init__(self, axe_faults) -> None:
        self.axe_faults = axe_faults
        self.faults: list[str] = []

    def look(self, page: Page, name: str, *, language: str = "", narrow: bool = True) -> None:
        """Look at a page as it stands: by light, by dark, and on the narrowest screen."""
        lang = page.locator("html").get_attribute("lang")
        if language and lang != LANGUAGES[language]:
            self.faults.append(f"{name}: lang is {lang}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.faults += [f"{name} {scheme}: {fault}" for fault in self.axe_faults(page)]
        if narrow:
            self._look_narrow(page, name)

    def look_for_small_targets(self, page: Page, name: str) -> None:
        """Note what a finger would miss on a tablet."""
        small = page.evaluate(
            """least => [...document.querySelectorAll("button, input, select, a[href], label.choice")]
                .filter(one => one.checkVisibility({visibilityProperty: true}))
                .filter(one => !one.closest("label.choice, label.tick") || one.matches("label"))
                .filter(one => !one.matches(".visually-hidden"))
                .map(one => [one.id || one.className, one.getBoundingClientRect()])
                .filter(([, box]) => box.width > 0 && (box.width < least || box.height < least))
                .map(([label, box]) => `${label} ${Math.round(box.width)}x${Math.round(box.height)}`)""",
            KIOSK_TARGET - 0.5,
        )
        self.faults += [f"{name}: too small: {target}" for target in small]

    def _look_narrow(self, page: Page, name: str) -> None:
        size = page.viewport_size
        page.set_viewport_size(NARROW)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            self.faults.append(f"{name}: {width} pixels wide on a screen of {NARROW['width']}")
        page.set_viewport_size(size)


@pytest.fixture
def inspector(axe_faults) -> Inspector:
    """Somebody who notes what is wrong."""
    return Inspector(axe_faults)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
class TestPublicPages:
    def test_have_no_fault(self, demo_house, open_page, inspector):
        page = open_page("/")
        for language in LANGUAGES:
            for path in ("", "events/", "events/?when=past", "events/autumn-gathering/", "about/"):
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
    def test_has_no_fault_in_any_state(self, open_page, inspector, house):
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
            page.goto(f"{pass_path(passes['open'].code_sealed)}?lang={language}")
            inspector.look(page, f"open {language}", language=language)
        page.locator("[name=reply][value=yes]").check()
        page.locator("[name=party]").fill("9")
        page.locator(".pass__form [type=submit]").click()
        expect(page.locator(".field__error").first).to_be_visible()
        inspector.look(page, "reply refused")
        for state in ("accepted", "declined", "withdrawn", "cancelled", "over", "closed"):
            page.goto(pass_path(passes[state].code_sealed))
            inspector.look(page, state)
        page.goto("/i/NOBODYKNOWSTHISC0DEATALL01")
        inspector.look(page, "unknown")

        assert inspector.faults == []


class TestKiosk:
    @pytest.fixture
    def dinner(self, transactional_db):
        """A dinner, open to everybody."""
        return EventFactory(running=True, walk_ins=True, status=EventStatus.RUNNING)

    @pytest.fixture
    def tablet(self, open_page, house, dinner):
        """Its tablet."""
        return Kiosk.paired(open_page, DeskFactory(event=dinner, paired=True), house=house)

    def _look(self, inspector: Inspector, tablet: Kiosk, name: str, *, language: str = "") -> None:
        inspector.look(tablet.page, name, language=language)
        inspector.look_for_small_targets(tablet.page, name)

    def test_has_no_fault_on_any_screen_of_a_guest(self, tablet, inspector, dinner):
        ming = GuestFactory(event=dinner, name="王小明", phone="138 0000 7788", table="松 3")
        several = GuestFactory(event=dinner, party_limit=4)
        page = tablet.page
        for language in LANGUAGES:
            tablet.speak(language)
            self._look(inspector, tablet, f"ready {language}", language=language)
        tablet.speak("zh-hans")
        page.locator("#search-open").click()
        page.locator("#search-query").fill("小明")
        expect(page.locator(".hit")).to_be_visible()
        self._look(inspector, tablet, "search")
        page.locator(".hit").click()
        tablet.shows("confirm")
        self._look(inspector, tablet, "confirm")
        tablet.type_digits("7788", pad="confirm")
        self._look_at_answer(inspector, tablet, "welcome")
        for code, result in ((ming.code_sealed, "already"), ("ABCDEFGH", "unknown")):
            tablet.scan(code)
            self._look_at_answer(inspector, tablet, result)
        tablet.scan(several.code_sealed)
        tablet.shows("party")
        self._look(inspector, tablet, "party")

        assert inspector.faults == []

    def _look_at_answer(self, inspector: Inspector, tablet: Kiosk, result: str) -> None:
        tablet.answers(result)
        tablet.page.locator("#result-keep").click()
        self._look(inspector, tablet, result)
        tablet.close_answer()

    def test_has_no_fault_on_the_other_screens(self, open_page, tablet, inspector):
        page = tablet.page
        page.locator("#walk-in-open").click()
        tablet.shows("walk-in")
        page.locator("#walk-in-form [type=submit]").click()
        expect(page.locator("#walk-in-notice")).not_to_be_empty()
        self._look(inspector, tablet, "walk-in")
        page.locator('[data-for="walk-in"] [data-home]').click()
        page.locator("#staff-open").click()
        tablet.shows("pin")
        self._look(inspector, tablet, "pin")
        tablet.type_digits(PIN, pad="pin")
        page.locator("#pin-submit").click()
        tablet.shows("staff")
        page.locator("#staff-leave").click()
        self._look(inspector, tablet, "staff")
        refusal = {"status": 403, "code": "checkpoint_not_allowed", "detail": "请换一个签到点。"}
        page.route(
            re.compile("/desk/sign-ins"),
            lambda route: route.fulfill(
                status=403, content_type="application/problem+json", body=json.dumps(refusal)
            ),
        )
        page.locator('[data-for="staff"] [data-home]').click()
        tablet.shows("ready")
        tablet.scan("ABCDEFGH")
        tablet.shows("trouble")
        self._look(inspector, tablet, "trouble")
        unpaired = Kiosk(open_page("/kiosk/", size="tablet"))
        unpaired.shows("unpaired")
        self._look(inspector, unpaired, "unpaired")

        assert inspector.faults == []

    @pytest.mark.parametrize("language", [Language.ZH_HANT, Language.EN])
    def test_greets_a_guest_in_a_text_marked_with_its_language(self, tablet, dinner, language):
        tablet.scan(GuestFactory(event=dinner, language=language).code_sealed)

        expect(tablet.answers("welcome")).to_have_attribute("lang", LANGUAGES[language])
        expect(tablet.page.locator("html")).to_have_attribute("lang", "zh-Hans")
