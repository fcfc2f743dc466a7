"""The API for everybody."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foyer.core.page_cache import stamp
from tests.factories import EventTypeFactory
from tests.factories.pages import EventPageFactory

pytestmark = pytest.mark.django_db
EVENTS = "/api/foyer/v1/events"


def numbers(query: dict[str, Any] | None = None) -> list[str]:
    """The numbers of the events an answer holds."""
    answer = Client().get(EVENTS, query or {}).json()
    assert answer["count"] >= len(answer["events"])
    return [event["number"] for event in answer["events"]]


class TestEvents:
    def test_are_those_to_come_the_nearest_first(self) -> None:
        later = EventPageFactory(event__starts_at=timezone.now() + timedelta(days=30))
        sooner = EventPageFactory(event__starts_at=timezone.now() + timedelta(days=3))
        EventPageFactory(event__past=True)

        assert numbers() == [sooner.event.number, later.event.number]

    def test_are_narrowed_down_by_time_and_kind(self) -> None:
        forum = EventTypeFactory(code="forum")
        past = EventPageFactory(event__past=True)
        to_come = EventPageFactory(event__type=forum)
        now = timezone.now()

        assert numbers({"from": "2020-01-01T00:00:00Z", "to": now.isoformat()}) == [
            past.event.number
        ]
        assert numbers({"type": "forum"}) == [to_come.event.number]
        assert numbers({"type": "no-such-kind"}) == []

    def test_speak_the_language_asked_for_or_the_nearest(self) -> None:
        page = EventPageFactory(title="秋夜品鉴", event__type__name_en="Salon")
        EventPageFactory(
            language="en",
            title="Autumn evening",
            event=page.event,
            translation_key=page.translation_key,
        )

        def told(**asked: Any) -> tuple[str, str]:
            (event,) = Client().get(EVENTS, **asked).json()["events"]
            return event["title"], event["url"]

        english = ("Autumn evening", "http://127.0.0.1:8000/en/events/")
        for asked in ({"data": {"lang": "en"}}, {"headers": {"Accept-Language": "en-GB"}}):
            title, url = told(**asked)
            assert (title, url.startswith(english[1])) == (english[0], True)
        assert told(data={"lang": "zh-hant"})[0] == "秋夜品鉴"

    def test_are_told_in_full_and_in_utc(self) -> None:
        page = EventPageFactory()
        event = page.event

        told = Client().get(f"{EVENTS}/{event.number}").json()

        assert told == {
            "number": event.number,
            "title": page.title,
            "summary": page.summary,
            "type": {"code": event.type.code, "name": event.type.name},
            "starts_at": f"{event.starts_at:%Y-%m-%dT%H:%M:%SZ}",
            "ends_at": f"{event.ends_at:%Y-%m-%dT%H:%M:%SZ}",
            "status": "announced",
            "venue": {
                "name": event.venue.name,
                "address": event.venue.address,
                "map_url": event.venue.map_url,
            },
            "room": event.room.name,
            "url": f"http://127.0.0.1:8000{page.url}",
        }

    def test_ask_no_more_of_the_database_for_three_than_for_one(self) -> None:
        def count() -> int:
            Client().get(EVENTS)
            stamp.forget()
            stamp.now()
            with CaptureQueriesContext(connection) as queries:
                Client().get(EVENTS)
            return len(queries)

        EventPageFactory()
        one = count()
        EventPageFactory.create_batch(2)

        assert one == count() <= 5

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("from=yesterday", "from"),
            ("from=2026-01-01", "from"),
            ("to=2026-13-01T00:00:00Z", "to"),
            ("limit=0", "limit"),
            ("limit=1000", "limit"),
            ("offset=-1", "offset"),
            ("lang=fr", "lang"),
            ("type=" + "x" * 41, "type"),
            ("type=%00", "type"),
        ],
    )
    def test_refuse_nonsense_by_field(self, query: str, field: str) -> None:
        response = Client().get(f"{EVENTS}?{query}")

        assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
        assert response.json()["code"] == "invalid"
        assert list(response.json()["errors"]) == [field]


class TestUnknown:
    @pytest.mark.parametrize(
        "path", ["events/E1999-0001", "events/%00", "events/" + "9" * 5000, "nothing", "../v2/"]
    )
    def test_is_a_problem_document(self, path: str) -> None:
        response = Client().get(f"/api/foyer/v1/{path}", headers={"Accept-Language": "en"})

        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
        assert response.json()["code"] == "not_found"

    def test_is_any_way_of_writing(self) -> None:
        assert Client().post(EVENTS).status_code == 405


class TestOtherSites:
    def test_read_only_when_the_settings_name_them(self, settings: Any) -> None:
        headers = {"Origin": "https://club.example"}
        assert "Access-Control-Allow-Origin" not in Client().get(EVENTS, headers=headers)

        settings.API_ORIGINS = ["https://club.example"]

        named = Client().get(EVENTS, headers=headers)
        other = Client().get(EVENTS, headers={"Origin": "https://evil.example"})
        preflight = Client().options(EVENTS, headers=headers)
        assert named["Access-Control-Allow-Origin"] == "https://club.example"
        assert "Origin" in named["Vary"]
        assert "Access-Control-Allow-Origin" not in other
        assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


class TestDocument:
    def test_describes_the_api_unless_switched_off(self, settings: Any) -> None:
        document = Client().get("/api/foyer/v1/openapi.json").json()
        assert {"/api/foyer/v1/events", "/api/foyer/v1/events/{number}"} <= set(document["paths"])

        settings.WAGTAILAPI_DOCS_ENABLED = False

        assert Client().get("/api/foyer/v1/openapi.json").status_code == 404
