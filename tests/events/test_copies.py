"""A page said again: copied for another evening, and in the house's other languages."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation

from foyer.events.enums import Visibility
from foyer.events.models import EventIndexPage, EventPage
from tests.factories import EventFactory, GuestFactory
from tests.factories.pages import EventPageFactory

pytestmark = pytest.mark.django_db
STORY = [{"type": "text", "value": "<p>围炉煮茶，看一场江南的雪。</p>"}]


@pytest.fixture
def page() -> EventPage:
    """A published page, with a guest on its event's list."""
    body = EventPage.body.field.stream_block.to_python(STORY)
    made: EventPage = EventPageFactory(title="冬日围炉茶会", slug="tea", body=body)
    GuestFactory(event=made.event)
    return made


@pytest.fixture
def marketing(log_in: Any) -> Client:
    """Marketing at work."""
    client: Client = log_in("Marketing")
    return client


def read(url: str) -> str:
    """The text of an address as a stranger reads it; nothing where there is no page."""
    response = Client().get(url)
    return response.content.decode() if response.status_code == 200 else ""


class TestCopy:
    def copy(self, marketing: Client, page: EventPage, **typed: str) -> EventPage:
        """Copy a page in the staff's tool."""
        parent = EventIndexPage.objects.get(locale__language_code="zh-hans")
        response = marketing.post(
            f"/admin/pages/{page.pk}/copy/",
            {"new_title": "再聚", "new_slug": "again", "new_parent_page": parent.pk} | typed,
        )
        assert response.status_code == 302
        made: EventPage = EventPage.objects.exclude(pk=page.pk).get()
        return made

    def test_is_a_draft_that_says_the_same(self, marketing: Client, page: EventPage) -> None:
        copy = self.copy(marketing, page)

        assert (copy.live, copy.title, copy.summary) == (False, "再聚", page.summary)
        assert list(copy.body.raw_data) == list(page.body.raw_data)
        assert not read("/zh-hans/events/again/")
        assert read(page.url)

    def test_is_put_to_another_event_and_leaves_the_first_and_its_guests_alone(
        self, marketing: Client, page: EventPage
    ) -> None:
        copy, other = self.copy(marketing, page), EventFactory()

        copy.event = other
        copy.save_revision().publish()

        page.refresh_from_db()
        assert (page.event.guests.count(), other.guests.count()) == (1, 0)
        assert other.venue_name in read("/zh-hans/events/again/")
        assert copy.translation_key != page.translation_key

    @pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.INVITATION])
    def test_of_a_hidden_page_is_as_hidden(
        self, marketing: Client, page: EventPage, visibility: Visibility
    ) -> None:
        page.visibility = visibility
        page.save_revision().publish()

        copy = self.copy(marketing, page, publish_copies="on")

        assert (copy.live, copy.visibility) == (True, visibility)
        assert "再聚" not in read("/zh-hans/events/")
        assert "/again/" not in Client().get("/sitemap.xml").content.decode()


class TestTranslation:
    @pytest.fixture
    def translations(self, marketing: Client, page: EventPage) -> dict[str, Translation]:
        """The page handed in for translation into both other languages."""
        others = Locale.objects.exclude(pk=page.locale_id)
        response = marketing.post(
            f"/admin/localize/submit/page/{page.pk}/",
            {"locales": [locale.pk for locale in others]},
        )
        assert response.status_code == 302
        return {one.target_locale.language_code: one for one in Translation.objects.all()}

    def say(self, marketing: Client, translation: Translation, words: dict[str, str]) -> None:
        """Type translations beside what they translate."""
        for segment in StringSegment.objects.filter(source=translation.source):
            if segment.string.data in words:
                response = marketing.put(
                    f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/",
                    urlencode({"value": words[segment.string.data]}),
                    content_type="application/x-www-form-urlencoded",
                )
                assert response.status_code == 201

    @pytest.fixture
    def publish(self, marketing: Client, django_capture_on_commit_callbacks: Any) -> Any:
        """Publish a translation from its editor; return where a stranger reads it."""

        def _publish(translation: Translation) -> str:
            url = f"/admin/pages/{translation.get_target_instance().pk}/edit/"
            with django_capture_on_commit_callbacks(execute=True):
                assert marketing.post(url, {"action": "publish"}).status_code == 302
            return str(translation.get_target_instance().url)

        return _publish

    def test_into_traditional_chinese_is_written_by_this_machine(
        self, marketing: Client, translations: dict[str, Translation], publish: Any
    ) -> None:
        translation = translations["zh-hant"]
        url = f"/admin/localize/translate/{translation.pk}/machine_translate/"

        assert marketing.post(url, {"next": "/admin/"}).status_code == 302
        text = read(publish(translation))

        assert "冬日圍爐茶會" in text
        assert "圍爐煮茶，看一場江南的雪。" in text

    def test_into_english_is_typed(
        self, marketing: Client, page: EventPage, translations: dict[str, Translation], publish: Any
    ) -> None:
        translation = translations["en"]
        words = {
            "冬日围炉茶会": "Tea by the fire",
            "围炉煮茶，看一场江南的雪。": "Tea by the fire, and snow in the south.",
        }

        self.say(marketing, translation, words)
        publish(translation)

        text = read("/en/events/tea/")
        assert all(said in text for said in words.values())
        assert page.event.title_en
        assert 'hreflang="zh-Hans" href="http://127.0.0.1:8000/zh-hans/events/tea/"' in text

    def test_speaks_of_the_same_event_and_guests(
        self, marketing: Client, page: EventPage, translations: dict[str, Translation], publish: Any
    ) -> None:
        for translation in translations.values():
            publish(translation)

        pages = EventPage.objects.filter(translation_key=page.translation_key, live=True)
        assert {one.locale.language_code for one in pages} == {"zh-hans", "zh-hant", "en"}
        assert {one.event for one in pages} == {page.event}
        assert page.event.guests.count() == 1

    def test_is_no_easier_to_find_than_what_it_translates(
        self, marketing: Client, page: EventPage, publish: Any
    ) -> None:
        page.visibility = Visibility.INVITATION
        page.save_revision().publish()
        english = Locale.objects.get(language_code="en")
        marketing.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [english.pk]})
        publish(Translation.objects.get())

        assert not read("/en/events/tea/")
        assert "/en/events/tea/" not in read("/en/events/")

    def test_of_a_page_with_a_chinese_address_has_an_address_too(
        self, marketing: Client, publish: Any
    ) -> None:
        page = EventPageFactory(title="冬日围炉茶会", slug="冬日围炉茶会")
        traditional = Locale.objects.get(language_code="zh-hant")
        marketing.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [traditional.pk]})

        address = publish(Translation.objects.get())

        assert address.removeprefix("/zh-hant/events/").strip("/")
        assert read(address)
