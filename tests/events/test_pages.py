"""Public pages of the events room."""

import json
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, Site, Workflow
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import TranslationSource
from wagtail_localize.views.edit_translation import apply_machine_translation

from foyer.core.models import HousePolicy
from foyer.core.page_cache import stamp
from foyer.events.enums import EventStatus
from foyer.events.models import EventIndexPage, EventPage, EventType, HomePage
from tests.factories import EventTypeFactory, UserFactory
from tests.factories.pages import EventPageFactory

pytestmark = pytest.mark.django_db
INDEX = "/zh-hans/events/"


def read(url: str, **headers: str) -> str:
    """The text of a page as a stranger reads it."""
    response = Client().get(url, headers=headers)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode()


class TestFirstPages:
    def test_stand_in_three_languages_below_a_sound_tree(self) -> None:
        addresses = {page.locale.language_code: page.url for page in EventIndexPage.objects.all()}

        assert addresses == {
            "zh-hans": "/zh-hans/events/",
            "zh-hant": "/zh-hant/events/",
            "en": "/en/events/",
        }
        assert Page.find_problems() == ([], [], [], [], [])
        assert Page.objects.filter(depth=2).count() == HomePage.objects.count() == 3
        assert Site.objects.get().root_page.locale.language_code == "zh-hans"

    def test_are_translations_of_each_other(self) -> None:
        home = HomePage.objects.get(locale__language_code="zh-hans")

        translated = home.get_translation(Locale.objects.get(language_code="en"))

        assert translated.title == "Home"

    def test_come_with_the_five_kinds_of_events(self) -> None:
        assert list(EventType.objects.values_list("code", flat=True)) == [
            "banquet",
            "seminar",
            "forum",
            "club-event",
            "study-trip",
        ]

    def test_are_moderated_by_management(self) -> None:
        task = Workflow.objects.get(name="Moderators approval").tasks.get().specific

        assert "Management" in task.groups.values_list("name", flat=True)

    def test_need_no_further_migration(self) -> None:
        call_command("makemigrations", "events", "venues", check=True, dry_run=True, verbosity=0)


class TestFrontDoor:
    @pytest.mark.parametrize(
        ("preferred", "home"),
        [
            ("", "/zh-hans/"),
            ("zh-CN,zh;q=0.9", "/zh-hans/"),
            ("zh-TW", "/zh-hant/"),
            ("zh-HK,en;q=0.5", "/zh-hant/"),
            ("en-GB", "/en/"),
            ("fr-FR", "/zh-hans/"),
        ],
    )
    def test_leads_to_the_language_preferred(self, preferred: str, home: str) -> None:
        response = Client().get("/", headers={"Accept-Language": preferred})

        assert (response.status_code, response["Location"]) == (302, home)
        assert "Accept-Language" in response["Vary"]


class TestHomePage:
    def test_shows_the_next_three_public_events_of_its_language(self) -> None:
        for days in (5, 1, 3, 9):
            starts = timezone.now() + timedelta(days=days)
            EventPageFactory(title=f"第{days}日雅集", event__starts_at=starts)
        EventPageFactory(title="密约", invitation=True)
        EventPageFactory(title="English only", language="en")

        text = read("/zh-hans/")

        assert re.findall(r"第\d日雅集|密约|English only", text) == [
            "第1日雅集",
            "第3日雅集",
            "第5日雅集",
        ]

    def test_leads_to_the_same_page_in_other_languages(self) -> None:
        text = read("/zh-hans/")

        assert '<html lang="zh-Hans">' in text
        assert 'rel="alternate" hreflang="zh-Hant" href="http://127.0.0.1:8000/zh-hant/"' in text
        assert 'rel="alternate" hreflang="en" href="http://127.0.0.1:8000/en/"' in text

    def test_asks_no_more_of_the_database_for_three_events_than_for_one(self) -> None:
        EventPageFactory()
        one = count_queries("/zh-hans/")
        EventPageFactory.create_batch(2)

        assert count_queries("/zh-hans/") == one


class TestEventIndexPage:
    def test_parts_what_is_to_come_from_what_is_past(self) -> None:
        EventPageFactory(title="将来之会")
        EventPageFactory(title="过去之会", event__past=True)

        assert re.findall("(?:将来|过去)之会", read(INDEX)) == ["将来之会"]
        assert re.findall("(?:将来|过去)之会", read(f"{INDEX}?when=past")) == ["过去之会"]

    def test_is_narrowed_down_by_kind_and_month(self) -> None:
        starts = timezone.now() + timedelta(days=40)
        forum = EventTypeFactory(code="forum")
        EventPageFactory(title="论坛之会", event__type=forum, event__starts_at=starts)
        EventPageFactory(title="晚宴之会", event__starts_at=starts + timedelta(days=62))

        by_type = read(f"{INDEX}?type=forum")
        by_month = read(f"{INDEX}?month={timezone.localtime(starts):%Y-%m}")

        assert re.findall("(?:论坛|晚宴)之会", by_type) == ["论坛之会"]
        assert re.findall("(?:论坛|晚宴)之会", by_month) == ["论坛之会"]

    @pytest.mark.parametrize(
        "query",
        [
            "page=abc",
            "page=-1",
            "page=99999999999999999999",
            "month=2026-13",
            "month=13",
            "month=" + "9" * 5000,
            "type=" + "x" * 5000,
            "type=%00",
            "when=%FF",
            "page=１&month=２０２６",
        ],
    )
    def test_answers_nonsense_with_a_sensible_page(self, query: str) -> None:
        EventPageFactory(title="将来之会")

        assert "将来之会" in read(f"{INDEX}?{query}")

    def test_turns_its_pages(self) -> None:
        for _ in range(13):
            EventPageFactory(event__type=EventTypeFactory(code="forum"))

        second = read(f"{INDEX}?type=forum&page=2")

        assert second.count('class="card"') == 1
        assert "type=forum&amp;page=1" in second

    def test_asks_no_more_of_the_database_for_three_events_than_for_one(self) -> None:
        EventPageFactory()
        one = count_queries(INDEX)
        EventPageFactory.create_batch(2)

        assert count_queries(INDEX) == one


class TestEventPage:
    def test_tells_search_engines_about_the_event(self) -> None:
        page = EventPageFactory(title="秋夜</script><b>", event__cancelled=True)

        text = read(page.url)
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        assert block
        data = json.loads(block[1])

        assert data["@type"] == "Event"
        assert data["name"] == "秋夜</script><b>"
        assert data["eventStatus"] == "https://schema.org/EventCancelled"
        assert data["location"]["name"] == page.event.venue_name
        assert data["organizer"]["name"] == HousePolicy.load().name
        assert data["startDate"].endswith("+08:00")
        assert data["url"] == f"http://127.0.0.1:8000{page.url}"
        assert "offers" not in data

    def test_links_its_translation_and_the_front_page_where_there_is_none(self) -> None:
        page = EventPageFactory()
        english = EventPageFactory(
            language="en", event=page.event, translation_key=page.translation_key
        )

        text = read(page.url)

        assert f'hreflang="en" href="http://127.0.0.1:8000{english.url}"' in text
        assert 'rel="alternate" hreflang="zh-Hant"' not in text
        assert 'href="/zh-hant/"' in text

    def test_costs_at_most_eight_queries(self) -> None:
        page = EventPageFactory()

        assert count_queries(page.url) <= 8

    def test_is_turned_into_traditional_chinese_on_this_machine(self) -> None:
        page = EventPageFactory(title="春季客户答谢会", summary="软件与网络")

        translated = machine_translate(page, "zh-hant")

        assert (translated.title, translated.summary) == ("春季客戶答謝會", "軟體與網路")
        assert translated.event == page.event

    def test_shows_all_states_without_falling(self) -> None:
        for status in EventStatus:
            page = EventPageFactory(event__status=status, event__venue=None, event__room=None)

            assert read(page.url)


class TestNotFound:
    @pytest.mark.parametrize(
        ("path", "lang"), [("/en/nothing/", "en"), ("/zh-hant/無/", "zh-Hant")]
    )
    def test_is_said_in_the_language_of_the_address(self, path: str, lang: str) -> None:
        response = Client().get(path)

        assert response.status_code == 404
        assert f'<html lang="{lang}">' in response.content.decode()


class TestSitemap:
    def test_names_public_pages_and_their_other_languages(self) -> None:
        page = EventPageFactory(slug="open-evening")
        EventPageFactory(
            language="en",
            slug="open-evening",
            translation_key=page.translation_key,
            event=page.event,
        )
        EventPageFactory(unlisted=True, slug="quiet-evening")
        EventPageFactory(invitation=True, slug="closed-evening")

        text = read_xml("/sitemap.xml")

        assert "<loc>http://127.0.0.1:8000/zh-hans/events/open-evening/</loc>" in text
        assert 'hreflang="en" href="http://127.0.0.1:8000/en/events/open-evening/"' in text
        assert "quiet-evening" not in text
        assert "closed-evening" not in text

    def test_asks_no_more_of_the_database_for_three_pages_than_for_one(self) -> None:
        EventPageFactory()
        one = count_queries("/sitemap.xml")
        EventPageFactory.create_batch(2)

        assert count_queries("/sitemap.xml") == one

    def test_is_named_by_robots(self) -> None:
        text = Client().get("/robots.txt").content.decode()

        assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text
        assert "Disallow: /i/\n" in text
        assert "Disallow: /admin/\n" in text


def read_xml(url: str) -> str:
    """The text of a document that is no page."""
    return Client().get(url).content.decode()


def count_queries(url: str) -> int:
    """How many queries a stranger's look at an address costs when nothing is kept of it."""
    Client().get(url)
    stamp.forget()
    stamp.now()
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(url).status_code == 200
    return len(queries)


def machine_translate(page: EventPage, language: str) -> EventPage:
    """Translate a page as "translate this page" and the machine's button in the editor do."""
    target = Locale.objects.get(language_code=language)
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation = source.translations.create(target_locale=target)
    translation.save_target(publish=False)
    apply_machine_translation(
        translation.pk, UserFactory(is_superuser=True), get_machine_translator()
    )
    translation.save_target(publish=True)
    return EventPage.objects.get(locale=target)
