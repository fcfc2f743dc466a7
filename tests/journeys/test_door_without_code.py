"""Guests who come without a code, without a camera, or on no list."""

from contextlib import closing
from io import BytesIO
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from benchmarks.frames import frame
from foyer.core.enums import FormOfAddress, Language
from foyer.guests.letters import code_picture
from foyer.guests.models import SignIn
from tests.factories import GuestFactory
from tests.journeys.conftest import SIZES, launch
from tests.journeys.evening import dinner, door, ming, say, tablet
from tests.journeys.kiosk import PATIENCE, Kiosk

__all__ = ["dinner", "door", "ming", "tablet"]


class TestNameSearch:
    def test_finds_a_guest_by_the_middle_of_the_name_and_asks_for_the_phone(self, tablet, ming):
        for other in range(8):
            GuestFactory(event=ming.event, name=f"李晓明{other}", phone=f"138 0000 100{other}")
        page = tablet.page

        page.locator("#search-open").click()
        page.locator("#search-query").fill("明")
        expect(page.locator(".hit")).to_have_count(0)
        page.locator("#search-query").fill("晓明")
        expect(page.locator(".hit")).to_have_count(5)
        page.locator("#search-query").fill("小明")
        expect(page.locator(".hit")).to_have_text(["王*明 · 江南**"])
        page.locator(".hit").click()
        tablet.shows("confirm")
        tablet.type_digits("1234", pad="confirm")
        expect(page.locator("#confirm-error")).to_have_text(
            say("zh-hans", "These digits do not match. Please try again, or ask our staff.")
        )
        assert not SignIn.objects.exists()
        tablet.type_digits("7788", pad="confirm")

        tablet.answers("welcome")
        expect(tablet.words("title")).to_have_text("王小明先生")
        assert SignIn.objects.get().guest == ming

    def test_finds_a_guest_by_pinyin_initials_and_answers_in_the_guests_language(
        self, tablet, dinner
    ):
        GuestFactory(
            event=dinner,
            name="歐陽文軒",
            form_of_address=FormOfAddress.MS,
            phone="138 0000 4321",
            language=Language.ZH_HANT,
        )
        tablet.page.locator("#search-open").click()
        tablet.page.locator("#search-query").fill("oywx")
        tablet.page.locator(".hit").click()
        tablet.shows("confirm")

        for digit in "4321":
            tablet.page.keyboard.press(digit, delay=150)

        expect(tablet.answers("welcome")).to_have_attribute("lang", "zh-Hant")
        expect(tablet.words("title")).to_have_text("歐陽文軒女士")
        expect(tablet.words("message")).to_have_text(
            say("zh-hant", "Welcome, %(guest)s.", guest="歐陽文軒女士")
        )


class TestWalkIn:
    def test_signs_in_somebody_who_is_on_no_list_after_their_consent(self, tablet, dinner):
        page = tablet.page
        page.locator("#walk-in-open").click()
        tablet.shows("walk-in")
        consent = page.locator("#walk-in-consent-text").inner_text()
        page.locator("#walk-in-name").fill("沈星河")
        page.locator("#walk-in-company").fill("云岭茶业有限公司")
        page.locator("#walk-in-phone").fill("139 0000 6655")
        page.locator("#walk-in-form [type=submit]").click()
        expect(page.locator("#walk-in-consent-error")).to_have_text(
            say(
                "zh-hans",
                "We need your agreement to keep these details. Without it, please ask our staff.",
            )
        )
        assert not SignIn.objects.exists()

        page.locator("#walk-in-consent").check()
        page.locator("#walk-in-form [type=submit]").click()

        tablet.answers("welcome")
        came = SignIn.objects.select_related("guest__consent").get()
        assert came.guest.name == "沈星河"
        assert came.guest.event == dinner
        assert came.guest.consent.text == consent


class TestWithoutCamera:
    def test_is_said_with_the_reason_beside_the_other_ways(self, tablet):
        page = tablet.page

        expect(page.locator("body")).to_have_attribute("data-camera", "none", timeout=PATIENCE)
        expect(page.locator("#camera-title")).to_have_text(say("zh-hans", "No camera was found"))
        expect(page.locator("#camera-text")).to_be_visible()
        expect(page.locator("#search-open")).to_be_visible()

    def test_is_said_where_the_address_is_not_secure(self, playwright, house, door):
        elsewhere = f"http://door.example:{urlsplit(house).port}"
        browser = launch(playwright, "--host-resolver-rules=MAP door.example 127.0.0.1")

        def opened(path: str, *, size: str, **options: object) -> Page:
            width, height = SIZES[size]
            viewport = {"width": width, "height": height}
            page = browser.new_page(
                base_url=elsewhere, locale="zh-CN", viewport=viewport, **options
            )
            page.goto(path)
            return page

        with closing(browser):
            page = Kiosk.paired(opened, door, house=elsewhere).page

            expect(page.locator("body")).to_have_attribute("data-camera", "insecure")
            title = say("zh-hans", "The camera needs a secure address")
            expect(page.locator("#camera-title")).to_have_text(title)
            expect(page.locator("#camera-text")).to_be_visible()
            expect(page.locator("#search-open")).to_be_visible()

    def test_a_photo_of_the_code_does_where_the_camera_is_not_allowed(
        self, open_page, house, camera_showing, door, ming
    ):
        picture = code_picture(ming.code_sealed)
        browser = camera_showing(picture, allowed=False)
        tablet = Kiosk.paired(open_page, door, house=house, browser=browser)
        page = tablet.page
        expect(page.locator("body")).to_have_attribute("data-camera", "denied", timeout=PATIENCE)
        expect(page.locator("#camera-title")).to_have_text(
            say("zh-hans", "The camera is not allowed")
        )
        expect(page.locator("#photo-open")).to_be_visible()

        photo = {"name": "IMG_0815.png", "mimeType": "image/png", "buffer": picture}
        page.locator("#photo-file").set_input_files(photo)

        tablet.answers("welcome")

    def test_a_cracked_screen_is_shown_to_the_second_decoder(
        self, open_page, house, camera_showing, door
    ):
        cracked = BytesIO()  # zxing sees a code in this one and cannot read it (docs/drills.md)
        frame("cracked screen", 5, seed=2026).picture.save(cracked, "PNG")
        browser = camera_showing(cracked.getvalue(), allowed=False)
        tablet = Kiosk.paired(open_page, door, house=house, browser=browser)
        expect(tablet.page.locator("body")).to_have_attribute(
            "data-decoder", "zxing", timeout=PATIENCE
        )

        photo = {"name": "IMG_0816.png", "mimeType": "image/png", "buffer": cracked.getvalue()}
        tablet.page.locator("#photo-file").set_input_files(photo)

        tablet.answers("unknown")  # it was read: no guest of this house has that code
