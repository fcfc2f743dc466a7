"""The main job: a guest comes to the door and is welcomed by name."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext
from PIL import Image
from playwright.sync_api import Page, Route, expect

from foyer.core.enums import FormOfAddress, Language
from foyer.events.enums import EventStatus
from foyer.guests.letters import code_picture
from foyer.guests.models import Desk, SignIn
from foyer.guests.services.codes import pass_path, qr_text
from tests.factories import CheckpointFactory, DeskFactory, EventFactory, GuestFactory
from tests.factories.guests import PIN
from tests.journeys.kiosk import PATIENCE, Kiosk

LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


@pytest.fixture
def dinner(transactional_db):
    """A dinner that is running; who is not on its list may come too."""
    return EventFactory(running=True, walk_ins=True)


@pytest.fixture
def ming(dinner):
    """A guest with a place."""
    return GuestFactory(
        event=dinner,
        name="王小明",
        form_of_address=FormOfAddress.MR,
        company="江南丝路文化有限公司",
        phone="138 0000 7788",
        table="松 3",
        seat="5",
    )


@pytest.fixture
def door(dinner):
    """A paired desk at the dinner's door."""
    return DeskFactory(event=dinner, name="1号签到台", paired=True)


@pytest.fixture
def tablet(open_page, house, door) -> Kiosk:
    """That desk's tablet."""
    return Kiosk.paired(open_page, door, house=house)


def say(language: str, sentence: str, **values: str) -> str:
    """Return a sentence of the house in a language, filled in."""
    with translation.override(language):
        return gettext(sentence) % values


def title(language: str, word: str) -> str:
    """Return the heading of an answer in a language."""
    with translation.override(language):
        return pgettext("kiosk result", word)


def clock(sign_in: SignIn) -> str:
    """Return the time somebody came, as the house's clock shows it."""
    return f"{timezone.localtime(sign_in.signed_in_at):%H:%M}"


def picture_of_code(page: Page) -> bytes:
    """Return a picture of the QR code on a pass, as a camera sees the guest's telephone."""
    tile = page.locator(".pass__tile")
    expect(tile).to_be_visible()
    return tile.screenshot()


class TestFirstEvening:
    """A desk is made and paired, and the camera sees the code on a guest's telephone."""

    def test_welcomes_the_guest_whose_pass_the_camera_sees(
        self, open_page, house, log_in_to, camera_showing, dinner, ming
    ):
        door = CheckpointFactory(event=dinner)
        picture = picture_of_code(open_page(pass_path(ming.code_sealed), size="phone"))
        found = [read.text for read in zxingcpp.read_barcodes(Image.open(BytesIO(picture)))]
        assert found == [qr_text(ming.code_sealed)]

        staff = log_in_to("/admin/snippets/guests/desk/add/", role="Reception")
        code = self._make_desk_and_pairing_code(staff, name="1号签到台", event=dinner, door=door)
        camera = camera_showing(picture)
        first = Kiosk(open_page("/kiosk/", size="tablet", browser=camera))
        first.shows("unpaired")
        first.page.locator("#pair-code").fill(code.lower())
        first.page.locator("#pair-form [type=submit]").click()

        welcome = first.answers("welcome")
        with translation.override("zh-hans"):
            expect(first.words("title")).to_have_text(ming.greeting)
        expect(first.words("message")).to_have_text(
            say("zh-hans", "Welcome, %(guest)s.", guest="王小明先生")
        )
        expect(first.words("table")).to_have_text("松 3")
        expect(first.words("seat")).to_have_text("5")
        expect(welcome).to_have_attribute("lang", "zh-Hans")
        expect(first.page.locator("body")).to_have_attribute("data-decoder", "zxing")
        came = SignIn.objects.get(guest=ming)
        assert (came.desk.name, came.checkpoint) == ("1号签到台", door)
        assert SignIn.objects.count() == 1

        second = Kiosk.paired(
            open_page,
            DeskFactory(event=dinner, checkpoints=[door], paired=True),
            house=house,
            browser=camera,
        )
        second.answers("already")
        expect(second.words("title")).to_have_text(title("zh-hans", "Already signed in"))
        expect(second.words("message")).to_have_text(
            say(
                "zh-hans",
                "Already signed in at %(time)s at %(desk)s.",
                time=clock(came),
                desk="1号签到台",
            )
        )
        assert SignIn.objects.count() == 1

    @staticmethod
    def _make_desk_and_pairing_code(staff: Page, *, name, event, door) -> str:
        staff.locator("[name=name]").fill(name)
        staff.locator("[name=event]").select_option(str(event.pk))
        staff.locator(f'[name=checkpoints][value="{door.pk}"]').check()
        staff.locator("form[method=post] [type=submit]").last.click()
        staff.locator("main table [data-controller~=w-dropdown] > button").first.click()
        staff.locator("a[href$='/pair/']:visible").click()
        staff.locator("main form [type=submit]").click()
        return staff.locator("[data-pairing-code]").inner_text()


class TestHandHeldScanner:
    def test_signs_in_whatever_the_scanner_types_and_says_exactly_who_came_before(
        self, tablet, ming
    ):
        tablet.scan(qr_text(ming.code_sealed))
        tablet.answers("welcome")
        came = SignIn.objects.get()
        tablet.close_answer()

        tablet.scan(ming.code_sealed.lower())

        tablet.answers("already")
        expect(tablet.words("message")).to_have_text(
            say(
                "zh-hans",
                "Already signed in at %(time)s at %(desk)s.",
                time=clock(came),
                desk="1号签到台",
            )
        )
        assert SignIn.objects.count() == 1

    def test_is_heard_while_somebody_is_about_to_type_a_name(self, tablet, ming):
        tablet.page.locator("#search-open").click()
        tablet.shows("search")
        tablet.page.locator("#search-query").focus()

        tablet.scan(qr_text(ming.code_sealed).lower())

        tablet.answers("welcome")

    def test_asks_how_many_have_come_when_the_invitation_is_for_more(self, tablet, dinner):
        guest = GuestFactory(event=dinner, party_limit=3)

        tablet.scan(guest.code_sealed)
        tablet.shows("party")
        expect(tablet.page.locator("[data-party]")).to_have_count(3)
        tablet.page.locator("[data-party='2']").click()

        tablet.answers("welcome")
        assert SignIn.objects.get().party == 2


class TestOtherAnswers:
    def test_are_exact(self, tablet, dinner, door):
        elsewhere = GuestFactory(event=EventFactory(running=True))
        struck_off = GuestFactory(event=dinner, cancelled=True)

        for code, result, sentence in (
            (
                "ABCDEFGH",
                "unknown",
                "We do not know this code. Try your name instead, or ask our staff.",
            ),
            (
                elsewhere.code_sealed,
                "other_event",
                "This invitation is for another event. Our staff will show you the way.",
            ),
            (
                struck_off.code_sealed,
                "cancelled",
                "This invitation is no longer valid. Please speak to our staff.",
            ),
        ):
            tablet.scan(code)
            tablet.answers(result)
            expect(tablet.words("message")).to_have_text(say("zh-hans", sentence))
            tablet.close_answer()
        assert not SignIn.objects.exists()

    def test_say_when_the_doors_open(self, tablet, dinner, ming):
        opens = timezone.now() + timedelta(minutes=1)
        dinner.doors_at, dinner.status = opens, EventStatus.ANNOUNCED
        dinner.save()

        tablet.scan(ming.code_sealed)

        tablet.answers("not_open")
        expect(tablet.words("message")).to_contain_text(f"{timezone.localtime(opens):%H:%M}")

    def test_say_that_a_cancelled_event_is_cancelled(self, tablet, dinner, ming):
        dinner.status = EventStatus.CANCELLED
        dinner.save()

        tablet.scan(ming.code_sealed)

        tablet.answers("cancelled")


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
            say(language, "We do not know this code. Try your name instead, or ask our staff.")
        )
        tablet.close_answer()
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


class TestLostConnection:
    def test_is_said_and_trying_again_signs_in_once(self, tablet, ming):
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


class TestLiveBoard:
    def test_shows_an_arrival_within_five_seconds_and_forgets_one_undone_with_a_reason(
        self, tablet, log_in_to, dinner, ming
    ):
        board = log_in_to(f"/admin/guests/{dinner.pk}/board/", role="Reception")
        arrived = board.locator(".board__figure--main .board__number")
        expect(arrived).to_have_text("0")

        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")
        expect(board.locator(".board__guest")).to_have_text("王小明先生", timeout=5000)
        expect(arrived).to_have_text("1")

        staff = board.context.new_page()
        staff.goto(f"/admin/guests/{dinner.pk}/{ming.pk}/")
        staff.locator("a[href*='/undo/']").click()
        staff.locator("[name=reason]").fill("扫了别人的手机")
        staff.locator("main form [type=submit]").click()
        expect(arrived).to_have_text("0", timeout=5000)

        tablet.close_answer()
        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")
        expect(arrived).to_have_text("1", timeout=5000)
        reasons = SignIn.objects.order_by("pk").values_list("undo_reason", flat=True)
        assert list(reasons) == ["扫了别人的手机", ""]


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
