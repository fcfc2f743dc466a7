"""Screens made without code: marketing makes one, a tablet shows it, a guest is asked on after the welcome."""

import time
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from forms_content.models import Submission
from forms_content.on_tablet import count_smileys
from foyer.events.models import TabletScreen
from foyer.events.screens.compiling import publish_screen
from foyer.guests.enums import AnswerState
from foyer.guests.models import GuestSignature, SignIn, StepAnswer
from foyer.privacy.models import Consent
from tests.factories import (
    ClientFactory,
    ContactFactory,
    DeskFactory,
    GiftFactory,
    GuestFactory,
    TabletScreenFactory,
)
from tests.factories.forms import FormPageFactory, block
from tests.journeys.evening import dinner, ming
from tests.journeys.kiosk import Kiosk
from tests.journeys.test_offline_desk import STORED

__all__ = ["dinner", "ming"]

PATIENCE = 15_000  # milliseconds


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds in the house."""
    for _turn in range(150):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(holds)


def asked(tablet: Kiosk, kind: str) -> Page:
    """Wait for a step and return the page."""
    expect(tablet.page.locator(f'#step-box[data-kind="{kind}"]')).to_be_visible(timeout=PATIENCE)
    return tablet.page


def sign(page: Page) -> None:
    """Draw a line on the pad."""
    pad = page.locator(".pad").bounding_box()
    page.mouse.move(pad["x"] + 40, pad["y"] + 40)
    page.mouse.down()
    page.mouse.move(pad["x"] + 200, pad["y"] + 80, steps=4)
    page.mouse.up()


@pytest.fixture
def tablet_at(open_page, house, dinner) -> Callable[..., Kiosk]:
    """Open a tablet at the dinner whose screen asks some steps in an order."""

    def open_tablet(*asks, **options) -> Kiosk:
        dinner.screen = TabletScreenFactory(asks=asks)
        dinner.save()
        desk = DeskFactory(event=dinner, name="1号签到台", paired=True)
        options.setdefault(
            "reduced_motion", "reduce"
        )  # colours are looked at when a screen stands still
        kiosk = Kiosk.paired(open_page, desk, house=house, **options)
        kiosk.keeps_list()
        expect(kiosk.page.locator("body")).to_have_attribute("data-look", "", timeout=PATIENCE)
        return kiosk

    return open_tablet


class TestSteps:
    def test_are_asked_in_their_order_and_reach_the_house(
        self, dinner, ming, tablet_at, axe_faults
    ):
        client = ClientFactory(key=True)
        ming.contact, ming.party_limit = ContactFactory(client=client), 3
        ming.dietary_notes = "对花生过敏"
        ming.save()
        gift = GiftFactory(event=dinner, name="龙井礼盒", stock=1)
        GiftFactory(event=dinner, name="丝巾", stock=0)
        form = FormPageFactory(
            blocks=[block("single", "您满意吗？", choices="满意\n一般\n不满意")], slug="exit-smiley"
        )
        tablet = tablet_at(
            "photos",
            "gift",
            "party",
            "dietary",
            "signature",
            "contact",
            ("smiley", {"form": form.pk}),
        )

        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")
        expect(tablet.words("kind")).to_have_text("恭迎贵宾莅临")
        expect(tablet.words("title")).to_have_text("王小明先生")
        tablet.page.locator("#result-done").click()
        page = asked(tablet, "photos")
        expect(page.locator("#step-progress")).to_have_text("第 1 问，共 7 问")
        page.locator("#step-box button").first.click()
        asked(tablet, "gift")
        assert page.locator(".gift:disabled").count() == 1
        page.locator(f'[data-gift="{gift.pk}"]').click()
        asked(tablet, "party").locator('[data-people="2"]').click()
        asked(tablet, "dietary").locator(".toggle").first.click()
        page.locator("#step-box textarea").fill("少盐")
        assert "花生过敏" not in page.locator("body").inner_text()
        assert axe_faults(page) == []
        page.locator("#step-next").click()
        asked(tablet, "signature").locator("#step-next").click()
        expect(page.locator("#step-notice")).not_to_be_empty()
        assert axe_faults(page) == []
        sign(page)
        page.locator("#step-next").click()
        asked(tablet, "contact").locator("#step-box [name=title]").fill("总监")
        page.locator("#step-next").click()
        asked(tablet, "smiley").locator(".face").first.click()
        tablet.shows("end")
        expect(page.locator("#end-title")).to_have_text("祝您今晚愉快")
        assert axe_faults(page) == []

        assert SignIn.objects.get().party == 2
        assert StepAnswer.objects.filter(guest=ming).count() == 7
        ming.refresh_from_db()
        assert ming.dietary_notes == "不吃猪肉、少盐\n对花生过敏"
        assert Consent.objects.get().person == ming.contact
        assert StepAnswer.objects.get(kind="gift").gift == gift
        assert StepAnswer.objects.get(kind="contact").state == AnswerState.OPEN
        assert GuestSignature.objects.get().size > 100
        count_smileys(at=timezone.now())
        assert Submission.objects.get().answers == {"q1": "c1"}
        assert StepAnswer.objects.get(kind="smiley").words == ""

    def test_end_when_the_next_guest_shows_a_code(self, dinner, ming, tablet_at):
        other = GuestFactory(event=dinner, name="林若兰")
        tablet = tablet_at("photos", "contact")
        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")
        tablet.page.locator("#result-done").click()
        asked(tablet, "photos").locator("#step-box button").last.click()
        asked(tablet, "contact").locator("#step-box [name=phone]").fill("139 8888 7777")

        tablet.scan(ming.code_sealed)
        asked(tablet, "contact")
        tablet.scan(other.code_sealed)

        tablet.answers("welcome")
        expect(tablet.words("title")).to_contain_text("林若兰")
        assert list(StepAnswer.objects.values_list("guest", "kind")) == [(ming.pk, "photos")]
        assert tablet.page.locator("#step-box").inner_html() == ""

    def test_go_on_without_a_network_and_leave_nothing_to_read(self, dinner, ming, tablet_at):
        gift = GiftFactory(event=dinner, name="龙井礼盒", stock=1)
        tablet = tablet_at("contact", "gift", "dietary", "signature")
        GiftFactory._meta.model.objects.update(stock=0)
        tablet.page.context.set_offline(True)
        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")
        tablet.page.locator("#result-done").click()
        page = asked(tablet, "contact")
        page.locator("#step-box [name=phone]").fill("139 8888 7777")
        page.locator("#step-next").click()
        asked(tablet, "gift").locator(f'[data-gift="{gift.pk}"]').click()
        asked(tablet, "dietary").locator("#step-box textarea").fill("对海鲜过敏")
        page.locator("#step-next").click()
        asked(tablet, "signature")
        expect(tablet.offline_line).to_contain_text("待上报的回答：3。")
        stored = page.evaluate(STORED)
        for word in (
            "139 8888 7777",
            "对海鲜过敏",
            "王小明",
            ming.code_sealed,
            'dietary"',
            "as_known",
        ):
            assert word not in stored.replace('"kind":"dietary"', "")
        page.reload()
        tablet.shows("ready")
        expect(page.locator("body")).to_have_attribute("data-look", "")
        expect(tablet.offline_line).to_contain_text("待上报的回答：3。")

        page.context.set_offline(False)

        wait_for(lambda: StepAnswer.objects.count() == 3)
        told = {row.kind: (row.guest, row.state) for row in StepAnswer.objects.all()}
        assert told == {
            "contact": (ming, AnswerState.OPEN),
            "gift": (ming, AnswerState.STUCK),
            "dietary": (ming, AnswerState.KEPT),
        }
        ming.refresh_from_db()
        assert ming.dietary_notes == "对海鲜过敏"
        tablet.has_handed_in()

    def test_clear_themselves_when_nobody_goes_on(self, dinner, ming, tablet_at):
        tablet = tablet_at("contact")
        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")
        tablet.page.locator("#result-done").click()
        asked(tablet, "contact").locator("#step-box [name=phone]").fill("139 8888 7777")

        expect(tablet.page.locator("body")).to_have_attribute(
            "data-screen", "ready", timeout=35_000
        )
        assert "139 8888 7777" not in tablet.page.content()


class TestScreens:
    def test_reach_a_tablet_without_a_reload(self, dinner, ming, tablet_at):
        tablet = tablet_at("photos")
        page = tablet.page
        page.evaluate("document.body.dataset.seen = 'yes'")
        screen = TabletScreen.objects.get()
        screen.ground, screen.ink, screen.accent = "#fdfaf4", "#1d1b18", "#7a1f2b"
        screen.on_accent = "#ffffff"
        screen.save()

        publish_screen(screen=screen, at=timezone.now())

        ground = "getComputedStyle(document.documentElement).getPropertyValue('--color-bg').trim()"
        wait = 250
        for _turn in range(120):
            if page.evaluate(ground) == "#fdfaf4":
                break
            page.wait_for_timeout(wait)
        assert page.evaluate(ground) == "#fdfaf4"
        expect(page.locator("body")).to_have_attribute("data-seen", "yes")

    def test_are_made_by_marketing_and_refused_where_nobody_could_read_them(self, log_in_to):
        page = log_in_to("/admin/snippets/events/tabletscreen/add/", role="Marketing")
        page.locator("[name=name]").fill("金色晚宴")
        for name, colour in (
            ("ground", "#14110f"),
            ("ink", "#3a352e"),
            ("accent", "#d8ba7c"),
            ("on_accent", "#241a08"),
        ):
            page.locator(f"[name={name}]").evaluate(
                "(field, colour) => { field.value = colour; }",
                colour,
            )
        page.locator("[name=greet_key]").fill("恭迎贵宾")
        page.locator("footer [type=submit]").first.click()
        refusal = page.locator(".error-message", has_text="4.5").first
        expect(refusal).to_be_visible(timeout=PATIENCE)
        expect(refusal).to_contain_text("#")
        assert not TabletScreen.objects.exists()
        page.locator("[name=ink]").evaluate("field => { field.value = '#f4ead6'; }")
        page.locator("footer [type=submit]").first.click()
        page.wait_for_url("**/tabletscreen/", timeout=PATIENCE)

        screen = TabletScreen.objects.get()
        assert screen.shown["look"]["dark"] is True
        assert screen.shown["greetings"]["key"]["zh-hans"] == "恭迎贵宾"

    def test_are_previewed_with_invented_guests_and_reach_nothing(self, log_in_to):
        screen = TabletScreenFactory(asks=["dietary", "gift"])
        page = log_in_to(f"/admin/snippets/events/tabletscreen/edit/{screen.pk}/", role="Marketing")
        asked_house = []
        page.context.on("request", lambda r: "/api/foyer/" in r.url and asked_house.append(r.url))
        page.locator("[data-side-panel-toggle=preview]").click()
        frame = page.frame_locator("iframe[id*=preview]")
        expect(frame.locator("#tablet")).to_be_visible(timeout=PATIENCE)
        page.goto(f"/admin/snippets/events/tabletscreen/preview/{screen.pk}/?in_preview_panel=true")
        tablet = page.frame_locator("#tablet")
        expect(tablet.locator("#ready-title")).to_be_visible(timeout=PATIENCE)
        page.locator("[name=shows]").select_option("key")
        expect(tablet.locator("#result-kind")).to_have_text("恭迎贵宾莅临", timeout=PATIENCE)
        page.locator("[name=language]").select_option("en")
        expect(tablet.locator("#result-kind")).to_have_text("An honour to welcome you")
        page.locator("[name=held]").select_option("portrait")
        page.locator("[name=shows]").select_option("step:1")
        expect(tablet.locator(".gift").first).to_be_visible(timeout=PATIENCE)
        assert page.locator("#tablet").get_attribute("width") == "768"
        page.locator("[name=shows]").select_option("end")
        expect(tablet.locator("#end-title")).to_have_text("Enjoy the evening", timeout=PATIENCE)
        assert asked_house == []
