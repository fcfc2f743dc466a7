"""Pictures of the key screens, for people to look at: `make screenshots`, then var/screenshots/."""

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.enums import DeskMode
from foyer.guests.models import Desk, Guest, SignIn
from foyer.guests.services.codes import pass_path
from foyer.guests.services.fleet import lock_desk, send_message
from foyer.guests.services.pairing import give_token
from tests.factories.guests import PIN
from tests.journeys.conftest import SIZES
from tests.journeys.kiosk import Kiosk

FOLDER = settings.PROJECT_DIR / "var" / "screenshots"
LANGUAGES = ("zh-hans", "zh-hant", "en")
PUBLIC = {"home": "", "events": "events/", "event": "events/autumn-gathering/", "about": "about/"}
TOKEN = "a-token-for-pictures"
DESK = "1号签到台"
SHOW_SLIDE = """async (at) => (await import("/static/kiosk/rest.js")).rest(at)"""
LOAD_PICTURES = """() => Promise.all([...document.images].map(one => {
    one.loading = "eager";
    return one.decode().catch(() => {});
}))"""

pytestmark = [
    pytest.mark.screenshots,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.parametrize("size", SIZES),
]


def picture(page: Page, name: str, *, language: str, size: str, whole: bool = False) -> None:
    """Keep a picture of what a page shows."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    width, height = SIZES[size]
    page.evaluate(LOAD_PICTURES)
    page.screenshot(path=FOLDER / f"{name}.{language}.{width}x{height}.png", full_page=whole)


@pytest.fixture
def gathering(demo_house) -> Event:
    """The event that is running in the demo house."""
    return Event.objects.get(pages__slug="autumn-gathering", pages__locale__language_code="en")


class TestPictures:
    def test_of_the_public_pages(self, open_page, gathering, size):
        page = open_page("/", size=size, reduced_motion="reduce")
        for language in LANGUAGES:
            for name, path in PUBLIC.items():
                page.goto(f"/{language}/{path}")
                picture(page, name, language=language, size=size, whole=True)
        page.emulate_media(color_scheme="dark")
        for name, path in PUBLIC.items():
            page.goto(f"/zh-hans/{path}")
            picture(page, f"{name}-dark", language="zh-hans", size=size, whole=True)

    def test_of_a_pass(self, open_page, gathering, size):
        guest = Guest.objects.filter(event=gathering, cancelled_at=None, party_limit__gt=1).first()
        page = open_page("/healthz", size=size)
        for language in LANGUAGES:
            page.goto(f"{pass_path(guest.code_sealed)}?lang={language}")
            picture(page, "pass", language=language, size=size, whole=True)

    def test_of_the_tablet(self, open_page, gathering, house, size):
        desk = Desk.objects.get(event=gathering, name=DESK)
        desk.token = give_token(desk=desk, token=TOKEN, at=timezone.now()).token
        tablet = Kiosk.paired(open_page, desk, house=house, size=size, reduced_motion="reduce")
        page = tablet.page
        for language in LANGUAGES:
            tablet.speak(language)
            picture(page, "kiosk-ready", language=language, size=size)
            page.locator("#search-open").click()
            page.locator("#search-query").fill("zh")
            page.locator(".hit").first.wait_for()
            picture(page, "kiosk-search", language=language, size=size)
            page.locator('[data-for="search"] [data-home]').click()
            page.locator("#staff-open").click()
            picture(page, "kiosk-pin", language=language, size=size)
            page.locator('[data-for="pin"] [data-home]').click()
            for result, code in self._codes(gathering, language).items():
                tablet.speak(language)
                tablet.scan(code)
                tablet.answers(result)
                picture(page, f"kiosk-{result}", language=language, size=size)
                tablet.close_answer()

    def test_of_the_steps_after_a_welcome(self, open_page, gathering, house, size):
        desk = Desk.objects.get(event=gathering, name=DESK)
        desk.token = give_token(desk=desk, token=TOKEN, at=timezone.now()).token
        tablet = Kiosk.paired(open_page, desk, house=house, size=size, reduced_motion="reduce")
        page = tablet.page
        expect(page.locator("body")).to_have_attribute("data-look", "")
        for language in LANGUAGES:
            came = SignIn.objects.standing().values("guest")
            listed = Guest.objects.filter(event=gathering, cancelled_at=None, language=language)
            guest = listed.exclude(pk__in=came).order_by("-party_limit", "pk").first()
            tablet.scan(guest.code_sealed)
            tablet.answers("welcome")
            picture(page, "kiosk-screen-welcome", language=language, size=size)
            page.locator("#result-done").click()
            while page.locator("body").get_attribute("data-screen") == "step":
                kind = page.locator("#step-box").get_attribute("data-kind")
                picture(page, f"kiosk-step-{kind}", language=language, size=size)
                page.locator("#step-skip").click()
            picture(page, "kiosk-end", language=language, size=size)
            page.locator("[data-for=end] [data-home]").click()
            tablet.speak(language)
            for slide in ("picture", "programme"):
                page.evaluate(SHOW_SLIDE, ["picture", "programme"].index(slide))
                picture(page, f"kiosk-rest-{slide}", language=language, size=size)
            page.locator("#rest").click()

    def test_of_other_tablets(self, open_page, gathering, house, size):
        guest = Guest.objects.filter(event=gathering, cancelled_at=None, party_limit=1).first()
        for name, mode in (("exit", DeskMode.EXIT), ("attended", DeskMode.ATTENDED)):
            desk = Desk.objects.filter(event=gathering, mode=mode).first()
            desk.token = give_token(desk=desk, token=f"{TOKEN}-{name}", at=timezone.now()).token
            tablet = Kiosk.paired(open_page, desk, house=house, size=size, reduced_motion="reduce")
            for language in LANGUAGES:
                tablet.speak(language)
                picture(tablet.page, f"kiosk-{name}", language=language, size=size)
        tablet.page.locator("#attend-open").click()
        tablet.type_digits(PIN, pad="pin")
        tablet.page.locator("#pin-submit").click()
        tablet.shows("ready")
        tablet.scan(guest.code_sealed)
        tablet.shows("guest")
        picture(tablet.page, "kiosk-attended-guest", language="zh-hans", size=size)
        tablet.page.locator('[data-for="guest"] [data-home]').click()
        by = User.objects.get(username="admin")
        send_message(desk=desk, text="请把大门打开。", by=by, at=timezone.now())
        tablet.page.reload()
        expect(tablet.page.locator("#message")).to_be_visible(timeout=30_000)
        picture(tablet.page, "kiosk-message", language="zh-hans", size=size)
        tablet.page.locator("#message-read").click()
        lock_desk(desk=desk, by=by, at=timezone.now())
        tablet.page.reload()
        tablet.shows("locked")
        picture(tablet.page, "kiosk-closed", language="zh-hans", size=size)

    @staticmethod
    def _codes(event: Event, language: str) -> dict[str, str]:
        """Return the code of somebody who has not come and of somebody who has."""
        came = SignIn.objects.standing().values("guest")
        guests = Guest.objects.filter(
            event=event, cancelled_at=None, language=language, party_limit=1
        )
        new = guests.exclude(pk__in=came).exclude(table="").first()
        return {"welcome": new.code_sealed, "already": new.code_sealed, "unknown": "ABCDEFGH"}

    def test_of_the_staffs_tool(self, log_in_to, gathering, size):
        for language in LANGUAGES:
            user = User.objects.get(username="admin")
            profile = UserProfile.get_for_user(user)
            profile.preferred_language = language
            profile.save()
            page = log_in_to(user=user, size=size)
            picture(page, "admin-home", language=language, size=size)
            for name, path in {
                "admin-guests": f"/admin/guests/{gathering.pk}/",
                "admin-import": f"/admin/guests/{gathering.pk}/import/",
                "admin-desks": "/admin/snippets/guests/desk/",
                "board": f"/admin/guests/{gathering.pk}/board/",
            }.items():
                page.goto(path)
                picture(page, name, language=language, size=size)
