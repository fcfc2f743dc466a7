"""Pictures on public pages."""

import gc
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Image

from foyer.core.page_cache import stamp
from foyer.events.models import EventPage
from tests.factories.pages import EventPageFactory, PictureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Keep files apart; Wagtail leaves some to be closed by the collector of garbage."""
    settings.MEDIA_ROOT = tmp_path
    yield
    gc.collect()


def gallery(*pictures: Image, caption: str = "") -> Any:
    """The story of a page with these pictures side by side."""
    shown = [{"image": one.pk, "caption": caption} for one in pictures]
    value = {"heading": "去年的秋会", "pictures": shown}
    return EventPage.body.field.stream_block.to_python([{"type": "gallery", "value": value}])


def read(page: EventPage) -> str:
    """The text of a page as a stranger reads it, nothing kept of it."""
    stamp.forget()
    stamp.now()
    response = Client().get(page.url)
    assert response.status_code == 200
    return response.content.decode()


class TestPicture:
    def test_comes_in_two_formats_and_several_sizes(self) -> None:
        page = EventPageFactory(body=gallery(PictureFactory(), caption="观云台茶会"))

        (shown,) = re.findall(r"<picture>.*?</picture>", read(page))

        assert re.findall(r"fill-\d+x\d+\S*\.(\w+) (\d+w)", shown) == [
            ("webp", "480w"),
            ("webp", "960w"),
            ("jpg", "480w"),
            ("jpg", "960w"),
        ]
        assert 'alt="观云台茶会"' in shown
        assert 'loading="lazy"' in shown

    def test_keeps_its_own_words_in_each_place(self) -> None:
        picture = PictureFactory()
        body = gallery(picture, caption="清晨")
        body.extend(gallery(picture, caption="傍晚"))

        text = read(EventPageFactory(body=body, hero_image=picture))

        assert re.findall('<img[^>]* alt="([^"]*)"', text) == ["", "清晨", "傍晚"]

    def test_that_was_deleted_leaves_a_page_that_can_be_read(self) -> None:
        picture, other = PictureFactory(), PictureFactory()
        page = EventPageFactory(body=gallery(picture, other), hero_image=picture)

        picture.delete()

        assert read(page).count("<picture>") == 1

    def test_whose_file_is_lost_leaves_a_page_that_can_be_read(self) -> None:
        picture = PictureFactory()
        page = EventPageFactory(body=gallery(picture), hero_image=picture)

        Path(picture.file.path).unlink()

        assert read(page)


class TestGallery:
    def test_asks_no_more_of_the_database_for_three_pictures_than_for_one(self) -> None:
        pages = [
            EventPageFactory(body=gallery(*PictureFactory.create_batch(number)))
            for number in (1, 3)
        ]
        counts = []
        for page in pages:
            read(page)  # draws the sizes
            with CaptureQueriesContext(connection) as queries:
                read(page)
            counts.append(len(queries))

        assert counts[0] == counts[1]
