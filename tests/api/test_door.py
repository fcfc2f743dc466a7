"""The short way of a scan and the long one: nobody can tell them apart."""

import json
import uuid
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections, connection

from foyer import wsgi
from foyer.api import door
from foyer.guests.models import Desk, Guest, SignIn
from tests.factories import GuestFactory, SignInFactory

pytestmark = pytest.mark.django_db
Answer = tuple[str, dict[str, str], Any]


@pytest.fixture(autouse=True)
def _connection_of_the_test() -> Iterator[None]:
    """Keep the connection open between requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    door._frame.cache_clear()
    yield
    door._frame.cache_clear()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def scan_of(desk: Desk, guest: Guest | None, **more: Any) -> bytes:
    body = {"id": str(uuid.uuid4()), "checkpoint": desk.checkpoints.get().pk}
    return json.dumps(body | ({"code": guest.code_sealed} if guest else {}) | more).encode()


def environ(desk: Desk, body: bytes, **more: Any) -> dict[str, Any]:
    """Return a request as a WSGI server hands it in."""
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": door.PATH,
        "QUERY_STRING": "",
        "SERVER_NAME": "foyer.example",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "foyer.example",
        "HTTP_AUTHORIZATION": f"Desk {desk.token}",
        "HTTP_ACCEPT_LANGUAGE": "zh-TW",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(),
    } | more


def ask(application: door.Application, request: dict[str, Any]) -> Answer:
    told: list[tuple[str, dict[str, str]]] = []
    body = b"".join(application(request, lambda status, heads: told.append((status, dict(heads)))))
    [(status, headers)] = told
    headers.pop("Content-Length", None)
    return status, headers, json.loads(body) if "json" in headers["Content-Type"] else body


def by_both_roads(desk: Desk, body: bytes, **more: Any) -> tuple[Answer, Answer, bool]:
    """Return the answers by the short road and by the long one, and whether there was a short one."""
    sent_on: list[bytes] = []

    def house(request: dict[str, Any], start_response: Any) -> Any:
        sent_on.append(request["wsgi.input"].read())
        request["wsgi.input"] = BytesIO(sent_on[-1])
        return wsgi.house(request, start_response)

    short = ask(door.Door(house), environ(desk, body, **more))
    assert sent_on in ([], [body])  # the house gets the body as it came
    return short, ask(wsgi.house, environ(desk, body, **more)), not sent_on


class TestShortRoad:
    @pytest.mark.parametrize("kind", ["welcome", "already", "unknown", "other_event", "cancelled"])
    def test_of_a_plain_scan_is_the_long_one_to_the_last_header(
        self, desk: Desk, guest: Guest, kind: str
    ):
        carried = {
            "other_event": GuestFactory(),
            "cancelled": GuestFactory(event=guest.event, cancelled=True),
        }.get(kind, guest)
        if kind == "already":
            SignInFactory(guest=guest, checkpoint=desk.checkpoints.get())
        code = {"code": "7" * 26} if kind == "unknown" else {}

        short, long, was_short = by_both_roads(desk, scan_of(desk, carried, **code))

        assert was_short
        assert short[2]["result"] == kind
        assert short == long
        assert short[1]["Content-Language"] == "zh-hant"

    @pytest.mark.parametrize("languages", ["zh-Hans", "en-GB", "fr", "", "*", ";;q=x"])
    def test_speaks_the_same_languages(self, desk: Desk, guest: Guest, languages: str):
        short, long, was_short = by_both_roads(
            desk, scan_of(desk, guest, code="x"), HTTP_ACCEPT_LANGUAGE=languages
        )

        assert was_short
        assert short == long

    def test_says_the_length_of_what_it_says(self, desk: Desk, guest: Guest):
        told: list[dict[str, str]] = []
        body = wsgi.application(
            environ(desk, scan_of(desk, guest)), lambda _status, heads: told.append(dict(heads))
        )

        assert told[0]["Content-Length"] == str(len(b"".join(body)))

    def test_keeps_to_https_where_the_house_does(self, desk: Desk, guest: Guest, settings):
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_HSTS_SECONDS = 3600
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        safe = {"HTTP_X_FORWARDED_PROTO": "https"}
        handler = wsgi.get_wsgi_application()  # a house that has read these settings

        def both(**more: str) -> list[Answer]:
            roads = (door.Door(handler), handler)
            return [ask(road, environ(desk, scan_of(desk, guest), **more)) for road in roads]

        plain, secure = both(), both(**safe)

        assert plain[0] == plain[1]
        assert plain[0][0].startswith("301")
        assert secure[0][:2] == (secure[1][0], secure[1][1])
        assert "Strict-Transport-Security" in secure[0][1]
        assert SignIn.objects.count() == 1


class TestEverythingElse:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b"\xff\xfe",
            b"[" * 5_000,
            b'{"code": "\\ud800"}',
            b'{"a": "' + b"7" * 100_000 + b'"}',
        ],
    )
    def test_that_cannot_be_read_goes_to_the_house_as_it_came(self, desk: Desk, body: bytes):
        short, long, was_short = by_both_roads(desk, body)

        assert not was_short
        assert short == long
        assert short[0][:1] == "4"
        assert short[1]["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"id": "x"},
            {"checkpoint": 0},
            {"party": 9},
            {"code": None},
            {"code": None, "ref": "x", "last4": "1234"},
            {"checkpoint": 2**60},
        ],
    )
    def test_that_is_refused_is_refused_in_the_houses_words(
        self, desk: Desk, guest: Guest, wrong: dict[str, Any]
    ):
        short, long, was_short = by_both_roads(desk, scan_of(desk, guest, **wrong))

        assert not was_short
        assert short == long
        assert short[0][:1] == "4"
        assert not SignIn.objects.exists()

    @pytest.mark.parametrize(
        "more",
        [
            {"REQUEST_METHOD": "GET"},
            {"REQUEST_METHOD": "PUT"},
            {"HTTP_AUTHORIZATION": "Bearer x"},
            {"HTTP_AUTHORIZATION": ""},
            {"CONTENT_LENGTH": ""},
            {"CONTENT_LENGTH": "x"},
            {"CONTENT_LENGTH": "²"},
            {"PATH_INFO": "/api/foyer/v1/desk/sign-ins/"},
            {"PATH_INFO": "/healthz"},
        ],
    )
    def test_is_none_of_the_doors_business(self, desk: Desk, guest: Guest, more: dict[str, str]):
        seen: list[dict[str, Any]] = []
        request = environ(desk, scan_of(desk, guest), **more)

        door.Door(lambda came, _start: seen.append(came) or [])(request, lambda *_: None)

        assert seen == [request]
        assert not SignIn.objects.exists()

    def test_that_goes_wrong_is_said_and_logged_by_the_house(
        self, desk: Desk, guest: Guest, caplog: pytest.LogCaptureFixture
    ):
        def broken(*_statement: Any) -> None:
            raise DatabaseError

        request = environ(desk, scan_of(desk, guest))
        with connection.execute_wrapper(broken):
            status, headers, body = ask(wsgi.application, request)

        assert status.startswith("500")
        assert headers["Content-Type"] == "application/problem+json"
        assert body["code"] == "server_error"
        assert "Internal Server Error" in caplog.text
        assert not SignIn.objects.exists()
