"""What search engines and chats are told about a page."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from foyer.core.models import HousePolicy
from foyer.events.models import EventPage, HomePage, StandardPage
from tests.factories.pages import EventPageFactory, PictureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]
SITE = "http://127.0.0.1:8000"
LANGUAGES = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "en_GB"}


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Keep files apart; Wagtail leaves some to be closed by the collector of garbage."""
    settings.MEDIA_ROOT = tmp_path
    yield
    gc.collect()


@pytest.fixture
def family() -> dict[str, EventPage]:
    """A page about one event in all three languages, with a picture."""
    first = EventPageFactory(title="秋夜品鉴", slug="tea", hero_image=PictureFactory())
    others = {
        code: EventPageFactory(
            language=code,
            title=title,
            slug="tea",
            event=first.event,
            translation_key=first.translation_key,
            hero_image=first.hero_image,
        )
        for code, title in {"zh-hant": "秋夜品鑑", "en": "An autumn tasting"}.items()
    }
    return {"zh-hans": first} | others


def head_of(url: str) -> Any:
    """The head of a page as a stranger gets it."""
    response = Client().get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").head


def told(head: Any, name: str) -> list[str]:
    """All values of a `meta` element, by its name or property."""
    found = head.find_all("meta", {"name": name}) + head.find_all("meta", {"property": name})
    return [element["content"] for element in found]


class TestMeta:
    @pytest.mark.parametrize("code", ["zh-hans", "zh-hant", "en"])
    def test_says_all_of_an_event_page_in_its_language(
        self, family: dict[str, EventPage], code: str
    ) -> None:
        page = family[code]
        policy = HousePolicy.load()
        house = {"zh-hans": policy.name, "zh-hant": policy.name, "en": policy.name_en}[code]
        here = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}[code]

        head = head_of(page.url)

        assert head.title.string == f"{page.title} · {house}"
        assert {name: told(head, name) for name in ("description", "og:description")} == {
            "description": [page.summary],
            "og:description": [page.summary],
        }
        assert [link["href"] for link in head.find_all("link", rel="canonical")] == [
            f"{SITE}/{code}/events/tea/"
        ]
        assert told(head, "og:url") == [f"{SITE}/{code}/events/tea/"]
        assert [told(head, name)[0] for name in ("og:title", "og:site_name", "og:type")] == [
            page.title,
            house,
            "website",
        ]
        assert told(head, "og:locale") == [LANGUAGES[here]]
        assert sorted(told(head, "og:locale:alternate")) == sorted(
            set(LANGUAGES.values()) - {LANGUAGES[here]}
        )
        assert told(head, "robots") == []

    def test_names_every_language_once_and_the_house_s_own_for_all_others(
        self, family: dict[str, EventPage]
    ) -> None:
        links = [
            (link["hreflang"], link["href"])
            for link in head_of(family["en"].url).find_all("link", rel="alternate")
        ]

        assert sorted(links) == [
            ("en", f"{SITE}/en/events/tea/"),
            ("x-default", f"{SITE}/zh-hans/events/tea/"),
            ("zh-Hans", f"{SITE}/zh-hans/events/tea/"),
            ("zh-Hant", f"{SITE}/zh-hant/events/tea/"),
        ]

    def test_shows_the_picture_at_the_size_chats_cut_it_to(
        self, family: dict[str, EventPage], tmp_path: Path
    ) -> None:
        head = head_of(family["zh-hans"].url)

        (address,) = told(head, "og:image")
        with PIL.Image.open(tmp_path / address.removeprefix(f"{SITE}/media/")) as picture:
            assert (picture.format, picture.size) == ("JPEG", (1200, 630))
        parts = ("type", "width", "height", "alt")
        assert {part: told(head, f"og:image:{part}") for part in parts} == {
            "type": ["image/jpeg"],
            "width": ["1200"],
            "height": ["630"],
            "alt": ["秋夜品鉴"],
        }
        assert told(head, "twitter:card") == ["summary_large_image"]

    @pytest.mark.parametrize("lost", ["picture", "file"])
    def test_shows_none_where_there_is_none(self, family: dict[str, EventPage], lost: str) -> None:
        picture = family["zh-hans"].hero_image
        Path(picture.file.path).unlink()
        if lost == "picture":
            picture.delete()

        head = head_of(family["zh-hans"].url)

        assert told(head, "og:image") == []
        assert told(head, "twitter:card") == ["summary"]

    def test_of_the_front_page_names_the_house(self) -> None:
        head = head_of("/zh-hans/")

        assert head.title.string == told(head, "og:title")[0] == HousePolicy.load().name
        assert told(head, "description")[0]

    def test_of_a_plain_page_is_as_complete(self) -> None:
        home = HomePage.objects.get(locale__language_code="en")
        page = StandardPage(title="The house", slug="about", locale=home.locale)
        home.add_child(instance=page)
        page.save_revision().publish()

        head = head_of("/en/about/")

        assert told(head, "og:title") == ["The house"]
        assert [link["href"] for link in head.find_all("link", rel="canonical")] == [
            f"{SITE}/en/about/"
        ]

    def test_keeps_search_engines_from_an_unlisted_page(self) -> None:
        page = EventPageFactory(unlisted=True)

        assert told(head_of(page.url), "robots") == ["noindex, nofollow"]
