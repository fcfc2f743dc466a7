"""Public pages kept ready."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import PageViewRestriction

from foyer.core import page_cache
from foyer.core.models import HousePolicy
from foyer.core.page_cache import PageCacheMiddleware, Stamp, stamp
from foyer.events.models import EventIndexPage, EventPage
from tests.factories import EventFactory, UserFactory
from tests.factories.pages import EventPageFactory

INDEX = "/zh-hans/events/"
API = "/api/foyer/v1/events"


def is_kept(client: Client, url: str, **headers: str) -> bool:
    """Whether the second look at an address was answered from memory: with an ETag, without a query."""
    client.get(url, headers=headers)
    return "ETag" in client.get(url, headers=headers)


@pytest.mark.django_db
class TestKeptAnswer:
    def test_costs_no_query_and_is_the_same_to_the_byte(
        self, django_assert_num_queries: Any
    ) -> None:
        HousePolicy.load()
        page, client = EventPageFactory(), Client()
        first = client.get(page.url)
        stamp.now()

        with django_assert_num_queries(0):
            second = client.get(page.url)

        assert (first.content, dict(first.items())) == (second.content, dict(second.items()))

    def test_is_for_everybody_and_must_be_asked_after(self) -> None:
        response = Client().get(INDEX)

        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert "Cookie" not in response.get("Vary", "")
        assert not response.cookies
        assert "Content-Security-Policy" in response

    def test_is_not_sent_again_to_whoever_has_it(self) -> None:
        client = Client()
        etag = client.get(INDEX)["ETag"]

        again = client.get(INDEX, headers={"If-None-Match": f'"other", W/{etag}'})
        other = client.get(INDEX, headers={"If-None-Match": '"other"'})

        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        assert "Content-Security-Policy" in again
        assert other.status_code == 200

    def test_is_made_anew_after_a_minute(self, monkeypatch: pytest.MonkeyPatch) -> None:
        HousePolicy.load()
        client = Client()
        client.get(INDEX)
        HousePolicy.objects.update(name="悄悄改过的名字")
        assert "悄悄改过的名字" not in client.get(INDEX).content.decode()

        monkeypatch.setattr(page_cache, "KEEP_FOR", -1.0)

        assert "悄悄改过的名字" in client.get(INDEX).content.decode()

    def test_is_kept_by_language(self) -> None:
        EventPageFactory(event__title_en="Autumn", event__type__name_en="Salon")
        client = Client()

        texts = [
            client.get(API, headers={"Accept-Language": language}).content.decode()
            for language in ("zh-CN", "en", "zh-CN", "en")
        ]

        assert texts[0] == texts[2] != texts[1] == texts[3]

    @pytest.mark.parametrize(
        ("url", "kept"),
        [
            ("/zh-hans/", True),
            (INDEX, True),
            (f"{INDEX}?when=past&page=2", True),
            (f"{INDEX}?utm_source=x", False),
            (f"{INDEX}?when=" + "x" * 300, False),
            (API, True),
            (f"{API}?lang=en", True),
            (f"{API}?lang=klingon", False),
            ("/en/nothing/", False),
            ("/", False),
            ("/robots.txt", False),
            ("/admin/login/", False),
            ("/zh-hans/_util/login/", False),
            ("/i/ABCDEF", False),
            ("/healthz", False),
            (f"{API}/unknown", False),
        ],
    )
    def test_is_only_what_is_the_same_for_everybody(self, url: str, kept: bool) -> None:
        assert is_kept(Client(), url) is kept

    def test_grows_no_further_than_it_may(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(page_cache, "MOST_ANSWERS", 2)
        client = Client()
        for number in range(1, 5):
            client.get(f"{INDEX}?page={number}")
        middleware = _middleware(client)

        assert len(middleware.answers) == 2

    def test_is_not_made_of_a_post(self) -> None:
        client = Client()
        client.get(INDEX)

        assert client.post(INDEX).get("ETag") is None


@pytest.mark.django_db
class TestMemberOfStaff:
    def test_passes_by_what_is_kept_and_leaves_nothing(self, log_in: Any) -> None:
        page = EventPageFactory()
        staff = log_in(user=UserFactory(is_superuser=True))

        response = staff.get(page.url)

        assert "ETag" not in response
        assert not _middleware(staff).answers
        assert "wagtail-userbar" in response.content.decode()
        assert "wagtail-userbar" not in Client().get(page.url).content.decode()


@pytest.mark.django_db
class TestChange:
    @pytest.fixture
    def page(self) -> EventPage:
        """A public page."""
        made: EventPage = EventPageFactory(title="秋夜品鉴", event__title="秋夜品鉴")
        return made

    @pytest.mark.parametrize(
        "change",
        [
            lambda page: _publish(page, title="春茶会"),
            lambda page: page.unpublish(),
            lambda page: page.delete(),
            lambda page: page.event.save(),
            lambda page: page.event.type.save(),
            lambda page: page.event.room.save(),
            lambda page: page.event.venue.save(),
            lambda page: HousePolicy.load().save(),
            lambda page: PageViewRestriction.objects.create(
                page=page, restriction_type=PageViewRestriction.LOGIN
            ),
        ],
        ids=[
            "publish", "unpublish", "delete", "event", "type", "room", "venue", "policy", "privacy",
        ],
    )  # fmt: skip
    def test_of_what_pages_show_makes_them_anew(self, page: EventPage, change: Any) -> None:
        HousePolicy.load()
        client = Client()
        client.get(INDEX)
        (kept,) = _middleware(client).answers.values()

        change(page)

        assert stamp.now() != kept.stamp

    def test_is_seen_at_once_by_the_process_that_made_it(self, page: EventPage) -> None:
        client = Client()
        assert "秋夜品鉴" in client.get(INDEX).content.decode()

        page.unpublish()

        assert "秋夜品鉴" not in client.get(INDEX).content.decode()
        assert client.get(page.url).status_code == 404

    @pytest.mark.parametrize("address", ["/zh-hans/", INDEX, "an event"])
    def test_of_what_all_pages_say_is_seen_on_each_of_them(
        self, page: EventPage, address: str
    ) -> None:
        client, url = Client(), f"{page.url if address == 'an event' else address}?anew=1"
        policy, index = HousePolicy.load(), EventIndexPage.objects.get(path=page.path[:12])
        client.get(url)

        policy.name = "听涛会"
        policy.save()
        index.title, index.show_in_menus = "雅集一览", True
        index.save_revision().publish()

        text = client.get(url).content.decode()
        assert "<span>听涛会</span>" in text
        assert re.findall('header__link"[^>]*>([^<]*)<', text) == ["雅集一览"]

    def test_of_a_draft_leaves_them_as_they_are(self, page: EventPage) -> None:
        before = stamp.now()

        page.title = "还没写完"
        page.save_revision()

        assert stamp.now() == before


@pytest.mark.django_db(transaction=True)
class TestOtherProcess:
    def test_hears_of_a_change_within_a_second(self) -> None:
        page = EventPageFactory(title="秋夜品鉴")
        elsewhere = Stamp()
        before = elsewhere.now()

        _publish(page, title="春茶会")

        deadline = time.monotonic() + 1.0
        while elsewhere.now() == before and time.monotonic() < deadline:
            pass
        assert elsewhere.now() != before
        assert time.monotonic() < deadline

    def test_hears_nothing_of_what_was_not_committed(self) -> None:
        event = EventFactory()
        before = Stamp().now()

        with pytest.raises(ZeroDivisionError):
            _change_and_fail(event)

        assert Stamp().now() == before


def _change_and_fail(event: Any) -> None:
    with transaction.atomic():
        event.starts_at += timedelta(days=1)
        event.ends_at += timedelta(days=1)
        event.save()
        raise ZeroDivisionError


def _publish(page: EventPage, *, title: str) -> None:
    page.title = title
    page.save_revision().publish()


def _middleware(client: Client) -> PageCacheMiddleware:
    """The cache in front of a test client."""
    assert EventIndexPage.objects.exists()
    handler: Any = client.handler._middleware_chain
    while not isinstance(handler, PageCacheMiddleware):
        handler = getattr(handler, "__wrapped__", None) or handler.get_response
    return handler
