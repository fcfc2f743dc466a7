"""The main job: a guest comes to the door and is welcomed by name."""

from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from django.utils import timezone, translation
from PIL import Image
from playwright.sync_api import Page, expect

from foyer.events.enums import EventStatus
from foyer.guests.models import SignIn
from foyer.guests.services.codes import pass_path, qr_text
from tests.factories import CheckpointFactory, DeskFactory, EventFactory, GuestFactory
from tests.journeys.evening import clock, dinner, door, ming, picture_of_code, say, tablet, title
from tests.journeys.kiosk import Kiosk

pytestmark = pytest.mark.everywhere

__all__ = ["dinner", "door", "ming", "tablet"]


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
        expect(tablet.page.locator("#result-tell")).to_be_hidden()
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

    @pytest.mark.parametrize("kind", ["composing", "full width"])
    def test_is_read_while_a_chinese_input_method_is_on(self, tablet, ming, kind):
        tablet.scan_through_input_method(qr_text(ming.code_sealed), kind=kind)

        tablet.answers("welcome")
        assert SignIn.objects.get().guest == ming

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
                "This code is damaged or has been replaced. Try your name instead, or ask our staff.",
            ),
            (
                elsewhere.code_sealed,
                "other_event",
                "Please wait a moment: our staff will help you find your event.",
            ),
            (
                struck_off.code_sealed,
                "cancelled",
                "This invitation is no longer valid. Please speak to our staff.",
            ),
        ):
            tablet.scan(code)
            tablet.answers(result)
            expect(tablet.page.locator("#result-tell")).to_be_visible()
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


class TestLiveBoard:
    def test_shows_an_arrival_within_five_seconds_and_forgets_one_undone_with_a_reason(
        self, tablet, log_in_to, dinner, ming
    ):
        board = log_in_to(f"/admin/guests/{dinner.pk}/board/", role="Reception")
        arrived = board.locator(".board__figure--main .board__number")
        expect(arrived).to_have_text("0")
        assert float(board.locator("main[data-board]").get_attribute("data-seconds")) <= 5

        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")
        expect(board.locator(".board__guest")).to_have_text("王小明先生")
        expect(arrived).to_have_text("1")

        staff = board.context.new_page()
        staff.goto(f"/admin/guests/{dinner.pk}/{ming.pk}/")
        staff.locator("a[href*='/undo/']").click()
        staff.locator("[name=reason]").fill("扫了别人的手机")
        staff.locator("main form [type=submit]").click()
        expect(arrived).to_have_text("0")

        tablet.close_answer()
        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")
        expect(arrived).to_have_text("1")
        reasons = SignIn.objects.order_by("pk").values_list("undo_reason", flat=True)
        assert list(reasons) == ["扫了别人的手机", ""]
