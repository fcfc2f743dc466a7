"""Marketing puts an event on the house's pages, in two languages, without anybody's help."""

import json
from datetime import timedelta

import icalendar
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from foyer.events.models import Event, EventIndexPage, EventPage
from tests.factories import EventTypeFactory

PATIENCE = 20_000  # milliseconds; the editor is large, and two slow cores do other work beside
STORY = "围炉煮茶，看一场江南的雪。"


@pytest.fixture
def salon(transactional_db):
    """A type of event."""
    return EventTypeFactory(code="salon", name="雅集", name_en="Salon")


class TestNewEvent:
    def test_is_made_previewed_published_and_read_in_two_languages(
        self, log_in_to, open_page, house, salon
    ):
        parent = EventIndexPage.objects.get(locale__language_code="zh-hans")
        editor = log_in_to(f"/admin/pages/add/events/eventpage/{parent.pk}/", role="Marketing")
        editor.set_default_timeout(PATIENCE)
        starts = timezone.localtime() + timedelta(days=20)
        self._describe(editor, salon, starts)
        self._tell_the_story(editor)
        self._look_at_preview(editor)
        assert not Event.objects.exists()

        editor.locator("footer .w-dropdown__toggle").click()
        editor.locator("[name=action-publish]").click()
        editor.wait_for_url("**/admin/pages/*/", timeout=PATIENCE)
        page = EventPage.objects.select_related("event").get(live=True)
        assert page.event.title == "冬日围炉茶会"
        assert page.event.number

        self._translate(editor, page)

        self._read(open_page, page)
        assert EventPage.objects.filter(live=True, event=page.event).count() == 2

    @staticmethod
    def _describe(editor: Page, salon, starts) -> None:
        editor.locator("[name=title]").fill("冬日围炉茶会")
        editor.locator(".w-panel:has([name=new_title]) .w-panel__toggle").first.click()
        editor.locator("[name=new_title]").fill("冬日围炉茶会")
        editor.locator("[name=new_type]").select_option(str(salon.pk))
        for name, moment in (
            ("new_starts_at", starts.replace(hour=19, minute=0)),
            ("new_ends_at", starts.replace(hour=22, minute=0)),
        ):
            editor.locator(f"[name={name}]").fill(f"{moment:%Y-%m-%d %H:%M}")
            editor.keyboard.press("Escape")
        editor.locator("[name=new_capacity]").fill("40")
        editor.locator("[name=summary]").fill("围炉煮茶，听雪夜话。")

    @staticmethod
    def _tell_the_story(editor: Page) -> None:
        body = editor.locator("section[id*=body-section]")
        body.locator(".c-sf-add-button").last.click()
        editor.locator("div[role=option]").nth(0).click()
        body.locator(".public-DraftEditor-content").click()
        editor.keyboard.insert_text(STORY)
        body.locator(".c-sf-add-button").last.click()
        editor.locator("div[role=option]").nth(1).click()
        segment = "body-1-value-segments-0-value"
        editor.locator(f"[name={segment}-starts]").fill("19:30")
        editor.keyboard.press("Escape")
        editor.locator(f"[name={segment}-title]").fill("第一泡：岩茶")

    @staticmethod
    def _look_at_preview(editor: Page) -> None:
        editor.locator("[data-side-panel-toggle=preview]").click()
        shown = editor.frame_locator("iframe[id*=preview]")
        expect(shown.locator("h1")).to_have_text("冬日围炉茶会", timeout=PATIENCE)
        expect(shown.get_by_text(STORY)).to_be_attached(timeout=PATIENCE)
        editor.locator("[data-side-panel-toggle=preview]").click()

    @staticmethod
    def _translate(editor: Page, page: EventPage) -> None:
        editor.goto(f"/admin/localize/submit/page/{page.pk}/")
        traditional = EventIndexPage.objects.get(locale__language_code="zh-hant").locale
        editor.locator(f"main [name=locales][value='{traditional.pk}']").check()
        editor.locator("main form [type=submit]").last.click()
        editor.wait_for_url("**/edit/", timeout=PATIENCE)
        editor.locator("form[action$='/machine_translate/']:visible button").first.click()
        expect(editor.get_by_text("冬日圍爐茶會").first).to_be_visible(timeout=PATIENCE)
        with editor.expect_navigation():
            editor.locator("footer [name=action][value=publish]").click()

    @staticmethod
    def _read(open_page, page: EventPage) -> None:
        reader = open_page("/zh-hans/events/")
        reader.locator("main a", has_text="冬日围炉茶会").first.click()
        expect(reader.locator("h1")).to_have_text("冬日围炉茶会")
        expect(reader.get_by_text("第一泡：岩茶")).to_be_visible()
        facts = json.loads(reader.locator("script[type='application/ld+json']").inner_text())
        assert facts["@type"] == "Event"
        assert facts["name"] == "冬日围炉茶会"
        calendar = reader.request.get(f"{reader.url}calendar.ics")
        assert calendar.ok
        (entry,) = icalendar.Calendar.from_ical(calendar.body()).walk("VEVENT")
        assert entry.decoded("dtstart") == page.event.starts_at

        reader.locator(".languages__button").click()
        reader.locator(".languages__link[hreflang='zh-Hant']").click()
        expect(reader.locator("html")).to_have_attribute("lang", "zh-Hant")
        expect(reader.locator("h1")).to_have_text("冬日圍爐茶會")
        expect(reader.get_by_text("圍爐煮茶，看一場江南的雪。")).to_be_visible()
