"""The calendar file."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from foyer.events.calendar import event_calendar
from foyer.events.enums import DressCode, EventStatus
from foyer.events.models import Event
from tests.factories import EventFactory
from tests.factories.pages import EventPageFactory

pytestmark = pytest.mark.django_db
STARTS = datetime(2026, 11, 28, 10, 30, tzinfo=UTC)


@pytest.fixture
def evening() -> Event:
    """An evening in Hangzhou with everything that could break a line."""
    made: Event = EventFactory(
        title="秋夜品鉴；茶, 琴与一湖秋色的漫谈——与诸位故人新知共度一个不急不缓的晚上",
        title_en="An autumn evening; tea, music",
        theme="一山一水\n一席",
        dress_code=DressCode.TRADITIONAL,
        starts_at=STARTS,
    )
    return made


def entry(event: Event, language: str = "zh-hans") -> dict[str, object]:
    """The one entry of an event's calendar as a calendar library reads it."""
    content = event_calendar(event=event, url="https://house.example/e/", language=language)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    return found  # type: ignore[no-any-return]  # icalendar is untyped here


class TestEventCalendar:
    def test_is_read_back_by_a_calendar_library(self, evening: Event) -> None:
        found = entry(evening)

        assert str(found["SUMMARY"]) == evening.title
        assert found["DTSTART"].dt == STARTS
        assert found["DTEND"].dt - found["DTSTART"].dt == timedelta(hours=4)
        assert evening.venue.address in str(found["LOCATION"])
        assert evening.room.name in str(found["LOCATION"])
        assert str(found["URL"]) == "https://house.example/e/"
        assert str(found["STATUS"]) == "CONFIRMED"

    def test_carries_the_time_zone_it_speaks_of(self, evening: Event) -> None:
        content = event_calendar(event=evening, url="https://house.example/", language="en")

        (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")

        assert str(zone["TZID"]) == "Asia/Shanghai"
        assert b"DTSTART;TZID=Asia/Shanghai:20261128T183000" in content

    def test_speaks_the_language_asked_for(self, evening: Event) -> None:
        found = entry(evening, "en")

        assert str(found["SUMMARY"]) == "An autumn evening; tea, music"
        assert evening.venue.name_en in str(found["LOCATION"])

    def test_keeps_its_uid_and_counts_its_changes(self, evening: Event) -> None:
        before = entry(evening)
        evening.starts_at = STARTS + timedelta(days=1)
        evening.changed_at = evening.created_at + timedelta(hours=1)

        after = entry(evening)

        assert after["UID"] == before["UID"]
        assert after["SEQUENCE"] > before["SEQUENCE"]

    def test_says_that_an_event_is_cancelled(self, evening: Event) -> None:
        evening.status = EventStatus.CANCELLED

        assert str(entry(evening)["STATUS"]) == "CANCELLED"

    def test_needs_neither_venue_nor_theme(self) -> None:
        assert "LOCATION" not in entry(EventFactory(venue=None, room=None, theme=""))

    def test_is_downloaded_from_beside_the_page(self) -> None:
        page = EventPageFactory()

        response = Client().get(f"{page.url}calendar.ics")

        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert f'filename="{page.event.number}.ics"' in response["Content-Disposition"]
        assert f'href="{page.url}calendar.ics"' in Client().get(page.url).content.decode()

    @pytest.mark.parametrize(
        "path", ["/zh-hans/events/none/calendar.ics", "/en/events/calendar.ics"]
    )
    def test_is_not_there_where_no_event_is(self, path: str) -> None:
        assert Client().get(path).status_code == 404
