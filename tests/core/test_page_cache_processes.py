"""Public pages kept by several processes of one house, while another process changes what they show."""

import time
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any

import pytest
from django.db import transaction

from foyer.core.page_cache import KEEP_FOR
from foyer.events.enums import EventStatus
from foyer.events.models import EventPage
from tests.core.test_serve import answers, port
from tests.factories.pages import EventPageFactory
from tests.house import House, house

__all__ = ["house", "port"]
INDEX = "/zh-hans/events/"
# Asked so often, each over a line of its own, that each of the two processes answers some time.
LOOKS = 8
# Far from the time after which a kept answer is made anew anyway, and patient with a busy machine.
PATIENCE = KEEP_FOR / 3


class Served:
    """A house of two web processes, as strangers read it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, url: str, **headers: str) -> tuple[int, str, str]:
        """Status, ETag and text of an address, asked for over a line of its own."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("GET", url, headers=headers)
            response = line.getresponse()
            return response.status, response.getheader("ETag") or "", response.read().decode()
        finally:
            line.close()

    def always(self, url: str, fits: Callable[[int, str], bool]) -> bool:
        """Whether every process answers an address fittingly."""
        looks = (self.get(url) for _look in range(LOOKS))
        return all(fits(status, text) for status, _etag, text in looks)

    def comes_to(self, url: str, fits: Callable[[int, str], bool]) -> bool:
        """Whether every process comes to answer fittingly long before it would do so by itself."""
        last = time.monotonic() + PATIENCE
        while time.monotonic() < last:
            if self.always(url, fits):
                return True
        return False


@pytest.fixture(params=["database", "redis"])
def stamp_kept_in(request: pytest.FixtureRequest, settings: Any) -> str:
    """Where the stamp lies that all processes look at."""
    if request.param == "database":
        settings.REDIS_URL = ""
    elif not settings.REDIS_URL:
        pytest.skip("REDIS_URL names no Redis")
    return str(request.param)


@pytest.fixture
def page(transactional_db: None) -> EventPage:
    """A public page about an event."""
    made: EventPage = EventPageFactory(title="秋夜品鉴", event__title="秋夜品鉴")
    return made


@pytest.fixture
def served(house: House, port: int, stamp_kept_in: str, page: EventPage) -> Served:
    """The house with a page in it, which both of its processes have read and kept."""
    if stamp_kept_in == "database":
        house.environment.pop("REDIS_URL", None)
    house.share_database()
    house.start("serve", "--port", str(port), "--workers", "2")
    house.wait_for(lambda: answers(port, "/healthz"), "the house was never served")
    served = Served(port)
    for url in (INDEX, page.url):
        assert served.always(url, lambda status, text: "秋夜品鉴" in text)
        assert served.get(url)[1]
    return served


class TestOtherProcess:
    def test_shows_what_was_published_changed_or_taken_down(
        self, served: Served, page: EventPage
    ) -> None:
        def shows(words: str) -> Callable[[int, str], bool]:
            return lambda status, text: status == 200 and words in text

        page.title = "春茶会"
        page.save_revision().publish()
        assert served.comes_to(page.url, shows("春茶会"))
        assert served.comes_to(INDEX, shows("春茶会"))

        page.event.status = EventStatus.CANCELLED
        page.event.save()
        assert served.comes_to(page.url, shows("EventCancelled"))
        assert served.comes_to(INDEX, shows("card__status"))

        page.unpublish()
        assert served.comes_to(page.url, lambda status, text: status == 404)
        assert served.comes_to(INDEX, lambda status, text: "春茶会" not in text)

    def test_shows_nothing_of_what_is_not_committed_and_says_that_nothing_has_changed(
        self, served: Served, page: EventPage
    ) -> None:
        status, etag, _text = served.get(page.url)
        assert status == 200

        with transaction.atomic():
            page.title = "春茶会"
            page.save_revision().publish()
            inside = [served.get(page.url, **{"If-None-Match": etag}) for _look in range(LOOKS)]
            transaction.set_rollback(True)
        after = [served.get(page.url, **{"If-None-Match": etag}) for _look in range(LOOKS)]

        assert set(inside + after) == {(304, etag, "")}
