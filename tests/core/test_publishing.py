"""Pages that appear and disappear at a set time."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from foyer.core.publishing import publish_due
from foyer.core.ticks import run_due
from foyer.events.models import EventIndexPage, EventPage
from tests.factories import EventFactory
from tests.factories.pages import EventPageFactory
from tests.house import House, house

__all__ = ["house"]
INDEX = "/zh-hans/events/"
HOUR = timedelta(hours=1)


def typed(at: datetime | None) -> str:
    """A moment as the page editor sends it."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""


def schedule(
    client: Client, *, go_live_at: datetime | None = None, expire_at: datetime | None = None
) -> EventPage:
    """Make a page in the editor and publish it for a set time, as Marketing does."""
    parent = EventIndexPage.objects.get(locale__language_code="zh-hans")
    response = client.post(
        f"/admin/pages/add/events/eventpage/{parent.pk}/",
        {
            "title": "秋夜品鉴",
            "slug": "autumn",
            "event": EventFactory().pk,
            "visibility": "public",
            "body-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "go_live_at": typed(go_live_at),
            "expire_at": typed(expire_at),
            "action-publish": "1",
        },
    )
    assert response.status_code == 302
    page: EventPage = EventPage.objects.get()
    return page


def is_shown(page: EventPage) -> bool:
    """Whether a stranger finds a page, in the list, on the map and at its address alike."""
    client = Client()
    found = {
        page.title in client.get(INDEX).content.decode(),
        page.slug in client.get("/sitemap.xml").content.decode(),
        client.get(f"{INDEX}{page.slug}/").status_code == 200,
    }
    assert len(found) == 1
    return found.pop()


@pytest.mark.django_db
class TestPageWithASetTime:
    def test_appears_and_disappears_by_the_house_s_own_clock(
        self, log_in: Any, now: datetime
    ) -> None:
        page = schedule(log_in("Marketing"), go_live_at=now + HOUR, expire_at=now + 3 * HOUR)
        seen = []

        for hours in (0, 0.9, 1.1, 2.9, 3.1):
            with freeze_time(now + hours * HOUR):
                run_due(at=timezone.now())
                seen.append(is_shown(page))

        assert seen == [False, False, True, True, False]

    def test_leaves_what_was_published_before_in_place_until_then(
        self, log_in: Any, now: datetime
    ) -> None:
        page = EventPageFactory(title="旧题")
        page.title, page.go_live_at = "新题", now + HOUR
        page.save_revision(approved_go_live_at=now + HOUR)
        seen = []

        for hours in (0, 1.1):
            with freeze_time(now + hours * HOUR):
                publish_due(at=timezone.now())
                seen.append("新题" in Client().get(page.url).content.decode())

        assert seen == [False, True]

    def test_is_never_seen_when_all_its_time_passed_while_the_house_was_closed(
        self, log_in: Any, now: datetime
    ) -> None:
        page = schedule(log_in("Marketing"), go_live_at=now + HOUR, expire_at=now + 2 * HOUR)

        with freeze_time(now + 9 * HOUR):
            assert publish_due(at=timezone.now()) == 2

            assert not is_shown(page)

    def test_keeps_no_other_waiting_when_it_cannot_be_published(
        self, log_in: Any, now: datetime, caplog: pytest.LogCaptureFixture
    ) -> None:
        page = schedule(log_in("Marketing"), go_live_at=now + 2 * HOUR)
        broken = EventPageFactory(title="坏了的一页").save_revision(approved_go_live_at=now + HOUR)
        broken.content = {"pk": broken.object_id}
        broken.save()

        with freeze_time(now + 3 * HOUR):
            published = publish_due(at=timezone.now())

            assert (published, is_shown(page)) == (1, True)
        assert "could not be" in caplog.text


class TestWorker:
    def test_publishes_what_is_due_without_any_other_timetable(self, house: House) -> None:
        page = EventPageFactory()
        page.unpublish()
        page.go_live_at = timezone.now() - HOUR
        page.save_revision(approved_go_live_at=page.go_live_at)
        live = f"SELECT live FROM wagtailcore_page WHERE id = {page.pk}"
        house.open_doors()
        assert not house.rows(live)[0][0]

        house.start("worker")

        house.wait_for(lambda: house.rows(live)[0][0], "the page was never published")
