"""Staff look after many tablets from one page: what they ask, the tablets do. (KIOSK 4)"""

import io

import pytest
import segno
from django.utils import timezone
from playwright.sync_api import expect

from foyer.guests.enums import DeskMode
from foyer.guests.models import Departure, Desk, SignIn
from foyer.guests.services.fleet import ask_to_wipe, move_desk
from tests.factories import (
    CheckpointFactory,
    DeskFactory,
    EventFactory,
    GuestFactory,
    SignInFactory,
)
from tests.factories.guests import PIN
from tests.journeys.evening import dinner, door, ming, tablet
from tests.journeys.kiosk import PATIENCE, Kiosk

__all__ = ["dinner", "door", "ming", "tablet"]

ASKS_AGAIN = 20_000  # milliseconds within which a tablet asks what staff want of it


@pytest.fixture
def desks_page(log_in_to):
    """The desks' page, open at reception."""
    return log_in_to("/admin/guests/desks/", role="Reception")


class TestDesksPage:
    def test_closes_a_tablet_which_its_pin_opens_again(self, tablet: Kiosk, desks_page, door, ming):
        card = desks_page.locator(f'[data-desk="{door.pk}"]')
        expect(card).to_have_attribute("data-state", "online")
        card.locator('button[value="close"]').click()
        expect(card).to_have_attribute("data-state", "locked")

        expect(tablet.page.locator("body")).to_have_attribute(
            "data-screen", "locked", timeout=ASKS_AGAIN
        )
        closed = tablet.page.locator(".locked__title")
        assert closed.all_inner_texts() == [
            "本签到台暂停服务",
            "本簽到臺暫停服務",
            "This desk is closed",
        ]
        tablet.scan(ming.code_sealed)
        tablet.shows("locked")
        tablet.page.locator("#locked-open").click()
        tablet.type_digits(PIN, pad="pin")
        tablet.page.locator("#pin-submit").click()

        tablet.shows("ready")
        expect(card).to_have_attribute("data-state", "online")
        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")
        assert SignIn.objects.count() == 1

    def test_shows_a_message_until_it_was_read(self, tablet: Kiosk, desks_page, door):
        card = desks_page.locator(f'[data-desk="{door.pk}"]')
        card.locator(f'a[href="/admin/guests/desks/{door.pk}/message/"]').click()
        desks_page.locator("textarea[name=text]").fill("请把队伍引到二号台")
        desks_page.locator("main form [type=submit]").click()
        desks_page.wait_for_url("**/admin/guests/desks/")

        told = tablet.page.locator("#message-text")
        expect(told).to_have_text("请把队伍引到二号台", timeout=ASKS_AGAIN)
        expect(told).to_be_visible(timeout=PATIENCE)
        tablet.page.locator("#message-read").click()

        expect(told).to_be_hidden()
        expect(card).to_contain_text("已读", timeout=PATIENCE)


class TestTablet:
    def test_forgets_the_old_list_and_takes_the_new_one_when_it_is_moved(self, tablet, door, ming):
        later = EventFactory(running=True)
        CheckpointFactory(event=later)
        guest = GuestFactory(event=later)
        tablet.keeps_list()

        move_desk(desk=door, event=later)

        expect(tablet.page.locator("#event-title")).to_have_text(later.title, timeout=ASKS_AGAIN)
        tablet.keeps_list()
        tablet.page.context.set_offline(True)
        tablet.scan(guest.code_sealed)
        tablet.answers("welcome")
        tablet.close_answer()
        tablet.scan(ming.code_sealed)
        tablet.answers("other_event")

    def test_wipes_itself_when_asked_and_stays_paired(self, tablet, door, administrator):
        tablet.keeps_list()
        tablet.page.evaluate(
            "localStorage.setItem('foyer.settings', JSON.stringify({ sound: 'off' }))"
        )

        ask_to_wipe(desk=door, by=administrator, at=timezone.now())

        with tablet.page.expect_event("load", timeout=ASKS_AGAIN):
            pass
        tablet.shows("ready")
        tablet.keeps_list()
        assert "sound" not in (tablet.page.evaluate("localStorage.getItem('foyer.settings')") or "")
        kept = Desk.objects.get(pk=door.pk)
        assert (kept.wipe_asked_at, kept.token_hash) == (None, door.token_hash)
        assert kept.wiped_at is not None


class TestExit:
    def test_lets_guests_out_without_a_network_and_shows_who_is_in(
        self, open_page, house, dinner, ming
    ):
        way_out = DeskFactory(event=dinner, name="出口", paired=True, mode=DeskMode.EXIT)
        other = SignInFactory(guest=GuestFactory(event=dinner)).guest
        SignInFactory(guest=ming, checkpoint=way_out.checkpoints.get())
        tablet = Kiosk.paired(open_page, way_out, house=house)
        tablet.keeps_list()
        tablet.page.context.set_offline(True)

        tablet.scan(ming.code_sealed)
        tablet.answers("goodbye")
        expect(tablet.words("title")).to_have_text("王小明先生")
        tablet.close_answer()
        tablet.scan(ming.code_sealed)
        tablet.answers("gone")
        tablet.close_answer()
        tablet.page.context.set_offline(False)
        tablet.has_handed_in()

        assert Departure.objects.get().guest == ming
        tablet.page.locator("#staff-open").click()
        tablet.type_digits(PIN, pad="pin")
        tablet.page.locator("#pin-submit").click()
        tablet.page.locator("#staff-muster").click()
        expect(tablet.page.locator("#muster-rows th")).to_have_text([other.name])
        tablet.page.locator('[data-for="muster"] [data-home]').click()
        expect(tablet.page.locator("#muster-rows")).to_be_empty()


@pytest.fixture
def attended(open_page, house, dinner):
    """A tablet whose staff have typed the PIN."""
    desk = DeskFactory(event=dinner, name="贵宾台", paired=True, mode=DeskMode.ATTENDED)
    tablet = Kiosk.paired(open_page, desk, house=house)
    begin_shift(tablet)
    return tablet


def picture_of(code: str) -> bytes:
    """Return a code as a telephone shows it."""
    picture = io.BytesIO()
    segno.make(code, error="m").save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


def begin_shift(tablet: Kiosk) -> None:
    tablet.page.locator("#attend-open").click()
    tablet.type_digits(PIN, pad="pin")
    tablet.page.locator("#pin-submit").click()
    tablet.shows("ready")


class TestAttendedTablet:
    @pytest.mark.parametrize("size", ["tablet", "phone"])
    def test_shows_staff_the_guest_and_lets_them_set_right(
        self, open_page, house, dinner, ming, size
    ):
        absent = GuestFactory(event=dinner, name="李静")
        desk = DeskFactory(event=dinner, name="贵宾台", paired=True, mode=DeskMode.ATTENDED)
        tablet = Kiosk.paired(open_page, desk, house=house, size=size)
        page = tablet.page
        begin_shift(tablet)

        tablet.scan(ming.code_sealed)
        tablet.shows("guest")
        expect(page.locator("#guest-name")).to_have_text("王小明")
        expect(page.locator('[data-detail="place"] dd')).to_have_text("松 3 · 5")
        page.locator("#guest-companion").click()
        expect(page.locator("#guest-answer")).to_contain_text("共 2 人")
        page.locator("#guest-undo-open").click()
        page.locator("#guest-undo-mistake").click()
        expect(page.locator("#guest-sign-in")).to_be_visible()
        page.locator('[data-for="guest"] [data-home]').click()

        page.locator("#search-open").click()
        page.locator("#search-query").fill("李静")
        page.locator(".hit").click()
        tablet.shows("guest")
        page.locator("#guest-swap-open").click()
        page.locator("#guest-swap-name").fill("沈星河")
        page.locator("#guest-swap [type=submit]").click()
        tablet.answers("welcome")
        page.locator("#result-done").click()
        page.locator("#search-open").click()
        page.locator("#search-query").fill("沈星河")
        page.locator(".hit").click()
        page.locator("#guest-sign-out").click()
        tablet.answers("goodbye")

        assert Departure.objects.get().guest.name == "沈星河"
        assert SignIn.objects.standing().get().guest.in_place_of == absent
        assert SignIn.objects.exclude(undone_at=None).get().guest == ming

    def test_shows_the_next_guest_on_the_card_of_the_one_before(self, attended, dinner, ming):
        page = attended.page
        jing = GuestFactory(event=dinner, name="李静", table="松 9", party_limit=1)

        attended.scan(ming.code_sealed)
        expect(page.locator("#guest-name")).to_have_text("王小明")
        attended.scan(jing.code_sealed)

        expect(page.locator("#guest-name")).to_have_text("李静")
        expect(page.locator('[data-detail="place"] dd')).to_have_text("松 9")
        page.locator("#guest-companion").click()
        expect(page.locator("#guest-answer")).to_contain_text("共 2 人")
        assert SignIn.objects.get(guest=jing).party == 2

    def test_shows_a_guest_as_in_whom_its_own_button_signed_in(self, attended, ming):
        page = attended.page
        page.locator("#search-open").click()
        page.locator("#search-query").fill("王小明")
        page.locator(".hit").click()
        attended.shows("guest")

        page.locator("#guest-sign-in").click()

        expect(page.locator("#guest-sign-in")).to_be_hidden()
        expect(page.locator("#guest-companion")).to_be_visible()
        expect(page.locator("#guest-name")).to_have_text("王小明")
        assert SignIn.objects.get().guest == ming

    def test_takes_the_next_code_from_the_camera_with_a_card_open(
        self, open_page, house, dinner, ming, camera_showing
    ):
        jing = GuestFactory(event=dinner, name="李静", party_limit=1)
        desk = DeskFactory(event=dinner, paired=True, mode=DeskMode.ATTENDED)
        seen = camera_showing(picture_of(ming.code_sealed))
        tablet = Kiosk.paired(open_page, desk, house=house, browser=seen)
        name = tablet.page.locator("#guest-name")
        tablet.answers("welcome")
        tablet.close_answer()
        begin_shift(tablet)  # the telephone stays in view all the while

        tablet.scan(jing.code_sealed)

        expect(name).to_have_text("王小明", timeout=PATIENCE)
        assert set(SignIn.objects.values_list("guest", flat=True)) == {ming.pk, jing.pk}

    def test_keeps_the_queue_moving_while_the_network_swallows_everything(
        self, attended, dinner, ming
    ):
        page, jing = attended.page, GuestFactory(event=dinner, name="李静", party_limit=1)
        page.reload()  # the list with both
        expect(page.locator("body")).to_have_attribute("data-list", "kept", timeout=PATIENCE)
        begin_shift(attended)
        page.route("**/api/foyer/v1/desk**", lambda _route: None)
        page.route("**/api/foyer/v1/desk/**", lambda _route: None)

        attended.scan(ming.code_sealed)
        attended.answers("welcome")
        attended.close_answer()
        attended.scan(jing.code_sealed)

        told = page.locator('[data-for="result"][data-result="welcome"]')
        expect(told).to_be_visible(timeout=6000)  # a card that is waited for takes nine seconds
        attended.close_answer()
        page.locator("#walk-in-open").click()
        expect(page.locator("#walk-in-notice")).not_to_be_empty()
        page.locator("#walk-in-name").fill("沈星河")
        page.locator("#walk-in-phone").fill("13900001111")
        page.locator("#walk-in-consent").check()
        page.locator("#walk-in-form [type=submit]").click()
        attended.shows("walk-in")
        expect(page.locator("#walk-in-name")).to_have_value("沈星河")
