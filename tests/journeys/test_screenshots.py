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
from tests.journeys.kiosk import PATIENCE, Kiosk

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
]


def picture(page: Page, name: str, *, language: str, whole: bool = False) -> None:
    """Keep a picture of what a page shows in each size; the house is loaded once for all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(LOAD_PICTURES)
        page.screenshot(path=FOLDER / f"{name}.{language}.{width}x{height}.png", full_page=whole)
    page.set_viewport_size(dict(zip(("width", "height"), SIZES["tablet"], strict=True)))


@pytest.fixture
def gathering(demo_house) -> Event:
    """The event that is running in the demo house."""
    return Event.objects.get(pages__slug="autumn-gathering", pages__locale__language_code="en")


class TestPictures:
    def test_of_the_public_pages(self, open_page, gathering):
        page = open_page("/", reduced_motion="reduce")
        for language in LANGUAGES:
            for name, path in PUBLIC.items():
                page.goto(f"/{language}/{path}")
                picture(page, name, language=language, whole=True)
        page.emulate_media(color_scheme="dark")
        for name, path in PUBLIC.items():
            page.goto(f"/zh-hans/{path}")
            picture(page, f"{name}-dark", language="zh-hans", whole=True)

    def test_of_a_pass(self, open_page, gathering):
        guest = Guest.objects.filter(event=gathering, cancelled_at=None, party_limit__gt=1).first()
        page = open_page("/healthz")
        for language in LANGUAGES:
            page.goto(f"{pass_path(guest.code_sealed)}?lang={language}")
            picture(page, "pass", language=language, whole=True)

    def test_of_the_tablet(self, open_page, gathering, house):
        desk = Desk.objects.get(event=gathering, name=DESK)
        desk.token = give_token(desk=desk, token=TOKEN, at=timezone.now()).token
        tablet = Kiosk.paired(open_page, desk, house=house, reduced_motion="reduce")
        page = tablet.page
        for language in LANGUAGES:
            tablet.speak(language)
            picture(page, "kiosk-ready", language=language)
            page.locator("#search-open").click()
            page.locator("#search-query").fill("zh")
            page.locator(".hit").first.wait_for()
            picture(page, "kiosk-search", language=language)
            page.locator('[data-for="search"] [data-home]').click()
            page.locator("#staff-open").click()
            picture(page, "kiosk-pin", language=language)
            page.locator('[data-for="pin"] [data-home]').click()
            for result, code in self._codes(gathering, language).items():
                tablet.speak(language)
                tablet.scan(code)
                tablet.answers(result)
                page.locator("#result-keep").click()
                picture(page, f"kiosk-{result}", language=language)
                tablet.close_answer()

    def test_of_the_steps_after_a_welcome(self, open_page, gathering, house):
        desk = Desk.objects.get(event=gathering, name=DESK)
        desk.token = give_token(desk=desk, token=TOKEN, at=timezone.now()).token
        tablet = Kiosk.paired(open_page, desk, house=house, reduced_motion="reduce")
        page = tablet.page
        expect(page.locator("body")).to_have_attribute("data-look", "")
        for language in LANGUAGES:
            came = SignIn.objects.standing().values("guest")
            listed = Guest.objects.filter(event=gathering, cancelled_at=None, language=language)
            guest = listed.exclude(pk__in=came).order_by("-party_limit", "pk").first()
            tablet.scan(guest.code_sealed)
            tablet.answers("welcome")
            page.locator("#result-keep").click()
            picture(page, "kiosk-screen-welcome", language=language)
            page.locator("#result-done").click()
            while page.locator("body").get_attribute("data-screen") == "step":
                kind = page.locator("#step-box").get_attribute("data-kind")
                picture(page, f"kiosk-step-{kind}", language=language)
                page.locator("#step-skip").click()
            picture(page, "kiosk-end", language=language)
            page.locator("[data-for=end] [data-home]").click()
            tablet.speak(language)
            for slide in ("picture", "programme"):
                page.evaluate(SHOW_SLIDE, ["picture", "programme"].index(slide))
                picture(page, f"kiosk-rest-{slide}", language=language)
            page.locator("#rest").click()

    def test_of_other_tablets(self, open_page, gathering, house):
        guest = Guest.objects.filter(event=gathering, cancelled_at=None, party_limit=1).first()
        for name, mode in (("exit", DeskMode.EXIT), ("attended", DeskMode.ATTENDED)):
            desk = Desk.objects.filter(event=gathering, mode=mode).first()
            desk.token = give_token(desk=desk, token=f"{TOKEN}-{name}", at=timezone.now()).token
            tablet = Kiosk.paired(open_page, desk, house=house, reduced_motion="reduce")
            for language in LANGUAGES:
                tablet.speak(language)
                picture(tablet.page, f"kiosk-{name}", language=language)
        tablet.page.locator("#attend-open").click()
        tablet.type_digits(PIN, pad="pin")
        tablet.page.locator("#pin-submit").click()
        tablet.shows("ready")
        tablet.scan(guest.code_sealed)
        tablet.shows("guest")
        picture(tablet.page, "kiosk-attended-guest", language="zh-hans")
        tablet.page.locator('[data-for="guest"] [data-home]').click()
        by = User.objects.get(username="admin")
        send_message(desk=desk, text="请把大门打开。", by=by, at=timezone.now())
        tablet.page.reload()
        expect(tablet.page.locator("#message")).to_be_visible(timeout=30_000)
        picture(tablet.page, "kiosk-message", language="zh-hans")
        tablet.page.locator("#message-read").click()
        lock_desk(desk=desk, by=by, at=timezone.now())
        tablet.page.reload()
        tablet.shows("locked")
        picture(tablet.page, "kiosk-closed", language="zh-hans")

    @staticmethod
    def _codes(event: Event, language: str) -> dict[str, str]:
        """Return the code of somebody who has not come and of somebody who has."""
        came = SignIn.objects.standing().values("guest")
        guests = Guest.objects.filter(
            event=event, cancelled_at=None, language=language, party_limit=1
        )
        new = guests.exclude(pk__in=came).exclude(table="").first()
        return {"welcome": new.code_sealed, "already": new.code_sealed, "unknown": "ABCDEFGH"}

    def test_of_the_staffs_tool(self, log_in_to, gathering, worker):
        user = User.objects.get(username="admin")
        for language in LANGUAGES:
            profile = UserProfile.get_for_user(user)
            profile.preferred_language = language
            profile.save()
            page = log_in_to(user=user, size="tablet")
            for name, path, link in (
                ("admin-home", "/admin/", ""),
                ("admin-event", f"/admin/snippets/events/event/edit/{gathering.pk}/", ""),
                ("admin-guests", f"/admin/guests/{gathering.pk}/", ""),
                ("admin-desks", "/admin/guests/desks/", ""),
                ("board", f"/admin/guests/{gathering.pk}/board/", ""),
                ("arrivals", f"/admin/guests/{gathering.pk}/arrivals/", ""),
                ("admin-client", "/admin/snippets/clients/client/", ".listing a[href*='/edit/']"),
                ("admin-cases", "/admin/cases/", ""),
                ("admin-case", "/admin/cases/", "a.care-name"),
                ("admin-calendar", "/admin/bookings/calendar/?span=week", ""),
                ("admin-booking", "/admin/bookings/", "a.care-name"),
                ("admin-accounts", "/admin/settlement/?view=all", ""),
                ("admin-statement", "/admin/settlement/?view=paid", "a.care-name"),
                ("admin-archive", "/admin/archive/", ""),
                ("admin-record", "/admin/archive/", "a.care-name"),
                ("admin-users", "/admin/users/", ""),
            ):
                page.goto(path)
                if link:
                    page.goto(page.locator(link).first.get_attribute("href"))
                picture(page, name, language=language)
            self._check_a_list(page, gathering)
            picture(page, "admin-import", language=language)

    @staticmethod
    def _check_a_list(page: Page, event: Event) -> None:
        """Hand in a guest list with a row that is right and one that is not, and have it checked."""
        rows = "姓名,手机,桌号\n沈雪堂,138 0055 0101,松 2\n方思远,12,竹 1\n"
        page.goto(f"/admin/guests/{event.pk}/import/")
        page.locator("[name=file]").set_input_files(
            {"name": "嘉宾.csv", "mimeType": "text/csv", "buffer": rows.encode("gb18030")}
        )
        page.locator("form[enctype] button[type=submit]").click()
        page.locator("button[name=check]").click()
        page.locator(".import-tabs").wait_for(timeout=PATIENCE)
