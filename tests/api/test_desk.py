import json
import os
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone

from foyer.guests import door_queries
from foyer.guests.models import Desk, Guest, SignIn
from tests.factories import GuestFactory, SignInFactory
from tests.factories.guests import PIN
from tests.tablet import API, Tablet

pytestmark = pytest.mark.django_db


@pytest.fixture
def tablet(desk: Desk) -> Tablet:
    return Tablet(desk)


def is_problem(response, status: int, code: str) -> bool:
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "code", "detail"} <= set(body)
    return (response.status_code, body["status"], body["code"]) == (status, status, code)


class TestAnswer:
    def test_to_a_welcome_guest_has_everything_the_contract_names(self, tablet: Tablet, event):
        guest = GuestFactory(event=event, table="8", seat="A2", title="董事", language="en")
        scan_id = str(uuid.uuid4())

        response = tablet.scan(guest, id=scan_id, scanned_at="2026-01-01T10:00:00Z")

        body = response.json()
        kept = SignIn.objects.get().signed_in_at.astimezone(UTC)
        assert response["Content-Type"].startswith("application/json")
        assert body["guest"] == {
            "greeting": guest.greeting,
            "title": "董事",
            "table": "8",
            "seat": "A2",
            "language": "en",
            "party_limit": 1,
            "kind": "regular",
        }
        assert body["id"] == scan_id
        assert body["result"] == "welcome"
        assert body["desk"] == tablet.desk.name
        assert body["signed_in_at"].endswith("Z")
        assert abs(datetime.fromisoformat(body["signed_in_at"]) - kept).total_seconds() < 0.001
        assert body["message"]
        assert body["next"]

    @pytest.mark.parametrize("known", [False, True])
    @pytest.mark.parametrize("result", ["welcome", "already", "again", "unknown", "other_event"])
    def test_takes_few_questions(
        self, tablet: Tablet, guest: Guest, result, known, django_assert_max_num_queries
    ):
        if known:
            tablet.get_known(tablet.checkpoint.pk)
        carried = {"unknown": "7" * 26, "other_event": GuestFactory()}.get(result, guest)
        signed = {"already": timezone.now(), "again": timezone.now() - timedelta(minutes=5)}
        if result in signed:
            SignInFactory(guest=guest, checkpoint=tablet.checkpoint, signed_in_at=signed[result])
        # Who is seen again later is noted: on a list for clearing the house they are in.
        with django_assert_max_num_queries(3 if result == "again" else 2):
            answer = tablet.scan(carried).json()["result"]
        assert answer == {"again": "already"}.get(result, result)

    def test_speaks_the_language_asked_for(self, desk: Desk):
        answers = {
            header: Tablet(desk, language=header).scan("x")
            for header in ("zh-Hans", "zh-TW,zh;q=0.8", "en-GB", "fr", "", "*", ";;q=x" * 400)
        }

        spoken = [answer["Content-Language"] for answer in answers.values()]
        assert spoken == ["zh-hans", "zh-hant", "en", "zh-hans", "zh-hans", "zh-hans", "zh-hans"]
        assert all("Accept-Language" in answer["Vary"] for answer in answers.values())

    def test_survives_the_loss_of_the_connection_to_the_database(
        self, tablet: Tablet, guest: Guest, monkeypatch
    ):
        database, ask, lost = connections["default"], door_queries._ask, []

        def lose_once(statement, values):
            if not lost:
                lost.append(statement)
                raise OperationalError
            return ask(statement, values)

        monkeypatch.setattr(door_queries, "_ask", lose_once)
        monkeypatch.setattr(database, "in_atomic_block", False)  # the test's own
        monkeypatch.setattr(database, "is_usable", lambda: False)
        monkeypatch.setattr(database, "close", lambda: None)

        assert tablet.scan(guest).json()["result"] == "welcome"


class TestRoad:
    def test_runs_nothing_of_the_houses_other_middleware(
        self, tablet: Tablet, guest: Guest, monkeypatch
    ):
        def forbidden(*_args, **_kwargs):
            pytest.fail("a tablet's request met the house's middleware")

        for path in (
            "django.contrib.sessions.middleware.SessionMiddleware.process_request",
            "django.middleware.csrf.CsrfViewMiddleware.process_view",
            "django.contrib.auth.middleware.AuthenticationMiddleware.process_request",
            "django.contrib.messages.middleware.MessageMiddleware.process_request",
            "wagtail.contrib.redirects.middleware.RedirectMiddleware.process_response",
            "foyer.staff.middleware.SessionRulesMiddleware.__call__",
            "foyer.core.page_cache.PageCacheMiddleware.__call__",
        ):
            monkeypatch.setattr(path, forbidden)
        tablet.client.cookies["foyer_session"] = "x"

        answers = [
            tablet.scan(guest),
            tablet.get(),
            tablet.get("/board"),
            tablet.client.get("/kiosk/"),
        ]

        for answer in answers:
            assert answer.status_code == 200
            assert not answer.cookies
            assert "Cookie" not in answer.headers.get("Vary", "")
        assert all(answer["Cache-Control"] == "no-store" for answer in answers[:3])
        for answer in answers:
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'none'" in answer["Content-Security-Policy"]

    def test_ends_in_a_problem_where_nothing_is(self, tablet: Tablet):
        assert is_problem(tablet.get("/nothing-here"), 404, "not_found")
        assert is_problem(tablet.get("/sign-ins"), 405, "bad_request")

    @pytest.mark.parametrize("header", [None, "", "Desk", "Desk ", "Bearer x", "Basic eDp4"])
    def test_asks_for_a_token(self, client: Client, header: str | None):
        headers = {} if header is None else {"Authorization": header}
        for path in ("", "/board", "/search"):
            assert is_problem(client.get(API + path, headers=headers), 401, "not_authenticated")
        for path in ("/sign-ins", "/sign-ins/batch", "/walk-ins", "/pin", "/event", "/leave"):
            response = client.post(
                API + path, "{}", content_type="application/json", headers=headers
            )
            assert is_problem(response, 401, "not_authenticated")

    def test_knows_no_token_but_the_desks(self, tablet: Tablet, guest: Guest):
        for token in ("x", "x" * 10_000, "签到", "\x7f"):
            tablet.token = token
            assert is_problem(tablet.scan(guest), 401, "desk_revoked")

    @pytest.mark.parametrize(
        "path", ["/pair", "/sign-ins", "/sign-ins/batch", "/walk-ins", "/pin", "/event", "/leave"]
    )
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            b"[" * 100_000,
            b'{"a":' * 50_000,
            b'{"code": "' + b"7" * 10_000 + b'"}',
            b'{"code": "\\ud800", "pin": "\\ud800", "number": "\\udfff", "name": "\\ud800"}',
            b'{"code": "\\u0000", "pin": "\\u0000", "number": "\\u0000"}',
            b'{"code": 7, "pin": [], "sign_ins": {}}',
            b"a=b&c=d",
        ],
    )
    def test_takes_rubbish_for_what_it_is(self, tablet: Tablet, path: str, body: bytes):
        response = tablet.post(path, body)

        assert 400 <= response.status_code < 500
        assert response["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"id": "x"},
            {"id": None},
            {"checkpoint": "door"},
            {"checkpoint": 10**40},
            {"checkpoint": -1},
            {"party": 0},
            {"party": 10**40},
            {"scanned_at": "yesterday"},
            {"scanned_at": "2026-01-01T10:00:00"},
            {"scanned_at": 10**30},
            {"code": None},
            {"code": ["x"]},
        ],
    )
    def test_names_the_field_that_is_wrong(self, tablet: Tablet, guest: Guest, wrong: dict):
        refused = tablet.scan(guest, **wrong)

        assert is_problem(refused, 422, "invalid")
        assert wrong == {"code": None} or set(refused.json()["errors"]) == set(wrong)
        assert not SignIn.objects.exists()

    @pytest.mark.parametrize(
        "content_type", ["text/plain", "multipart/form-data; boundary=x", "application/xml", "x"]
    )
    def test_minds_the_body_and_not_its_name(self, tablet: Tablet, content_type: str):
        response = tablet.client.post(
            f"{API}/sign-ins", b"--x--", content_type=content_type, headers=tablet._headers()
        )

        assert is_problem(response, 400, "bad_request")

    @pytest.mark.parametrize("code", ["7" * 26, "x", "", "７" * 26, "签到" * 5_000, "\0"])
    def test_knows_no_such_code(self, tablet: Tablet, code: str):
        assert tablet.scan(code).json()["result"] == "unknown"


class TestBatch:
    def test_answers_each_entry_in_order_and_lets_no_bad_one_spoil_another(
        self, tablet: Tablet, event
    ):
        guests = GuestFactory.create_batch(2, event=event)
        good = [
            {"id": str(uuid.uuid4()), "checkpoint": tablet.checkpoint.pk, "code": guest.code_sealed}
            for guest in guests
        ]
        late = good[0] | {"id": str(uuid.uuid4())}
        bad = [{}, None, 7, good[0] | {"id": "x"}, good[1] | {"checkpoint": 2**60}]

        answers = tablet.post(
            "/sign-ins/batch", {"sign_ins": [good[0], *bad, good[1], late, good[0]]}
        ).json()

        assert [answer["result"] for answer in answers] == [
            "welcome", "error", "error", "error", "error", "error", "welcome", "already", "welcome",
        ]  # fmt: skip
        assert [answer["code"] for answer in answers[1:6]] == ["invalid"] * 4 + [
            "checkpoint_not_allowed"
        ]
        assert answers[5]["id"] == good[1]["id"]
        assert SignIn.objects.count() == 2

    def test_refuses_more_than_it_can_answer_rather_than_lose_any(self, tablet: Tablet):
        assert is_problem(tablet.post("/sign-ins/batch", {"sign_ins": [{}] * 501}), 422, "invalid")


class TestDesk:
    def test_is_told_all_it_shows(self, tablet: Tablet):
        desk, event = tablet.desk, tablet.desk.event
        body = tablet.get().json()

        assert body["name"] == desk.name
        assert body["event"]["number"] == event.number
        assert body["event"]["title"] == {
            "zh-hans": event.title, "zh-hant": event.title_zh_hant, "en": event.title_en,
        }  # fmt: skip
        assert {"starts_at", "ends_at", "walk_ins", "consent", "consent_version"} <= set(
            body["event"]
        )
        assert [point["id"] for point in body["checkpoints"]] == [tablet.checkpoint.pk]
        assert body["languages"] == ["zh-hans", "zh-hant", "en"]
        assert (
            abs(datetime.fromisoformat(body["server_time"]) - timezone.now()).total_seconds() < 60
        )
        assert {"house", "events", "idle_seconds", "dismiss_seconds"} <= set(body)

    def test_sees_figures_without_names_and_nothing_twice(
        self, tablet: Tablet, guest: Guest, monkeypatch
    ):
        monkeypatch.setattr("foyer.guests.board.SETTLING", timezone.timedelta(0))
        first = tablet.get("/board")
        same = tablet.get("/board", **{"If-None-Match": first["ETag"]})
        tablet.scan(guest)
        fresh = tablet.get("/board", **{"If-None-Match": first["ETag"]})

        assert (first.status_code, same.status_code, fresh.status_code) == (200, 304, 200)
        assert (first.json()["arrived"], fresh.json()["arrived"]) == (0, 1)
        assert guest.name not in fresh.content.decode()

    def test_checks_the_staff_pin(self, tablet: Tablet):
        assert tablet.post("/pin", {"pin": PIN}).json()["until"].endswith("Z")
        assert is_problem(tablet.post("/pin", {"pin": "0000"}), 422, "pin_wrong")


class TestDescription:
    def test_of_the_whole_api_tells_of_the_desks_addresses(self, client: Client):
        document = client.get("/api/foyer/v1/openapi.json").json()

        paths = {
            path.removeprefix(API): set(methods)
            for path, methods in document["paths"].items()
            if path.startswith(API)
        }
        assert paths == {
            "": {"get"},
            "/pair": {"post"},
            "/report": {"post"},
            "/sign-ins": {"post"},
            "/sign-outs": {"post"},
            "/muster": {"post"},
            "/unlock": {"post"},
            "/shift": {"post"},
            "/guest": {"post"},
            "/guest/undo": {"post"},
            "/guest/companion": {"post"},
            "/guest/swap": {"post"},
            "/sign-ins/batch": {"post"},
            "/walk-ins": {"post"},
            "/search": {"get"},
            "/board": {"get"},
            "/roster": {"get"},
            "/screen": {"get"},
            "/answers": {"post"},
            "/badges": {"post"},
            "/guest/badge": {"post"},
            "/pin": {"post"},
            "/event": {"post"},
            "/leave": {"post"},
        }
        assert "/api/foyer/v1/events" in document["paths"]
        assert "DeskToken" in document["components"]["securitySchemes"]
        for name in ("ScanIn", "WalkInIn", "EventOut"):
            assert name in document["components"]["schemas"]

    def test_names_only_parts_that_are_there(self, client: Client):
        text = client.get("/api/foyer/v1/openapi.json").content.decode()
        document = json.loads(text)

        named = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
        assert named <= set(document["components"]["schemas"])


class TestKioskProcess:
    SCRIPT = """
import time; began = time.perf_counter()
from foyer.wsgi import application
from django.test import Client
client = Client(raise_request_exception=False)
first = client.get("/kiosk/")
print("started", round(time.perf_counter() - began, 2))
paths = ["/kiosk/", "/kiosk/sw.js", "/healthz", "/static/kiosk/app.js", "/api/foyer/v1/desk",
         "/", "/admin/", "/i/x", "/api/v3/", "/api/foyer/v1/events", "/zh-hans/"]
print(*[client.get(path).status_code for path in paths])
import sys
heavy = ["wagtail.admin.views", "wagtail.admin.panels", "wagtail.images", "wagtail.documents", "PIL",
         "import_export", "wagtail_localize", "foyer.guests.wagtail_hooks", "foyer.events.models.pages",
         "phonenumbers.phonenumberutil", "pypinyin.core", "xlsxwriter"]
print(*[name for name in heavy if name in sys.modules])
"""

    def test_serves_the_tablets_alone(self, tmp_path):
        environment = os.environ | {
            "FOYER_PROCESS": "kiosk",
            "FOYER_DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "foyer.settings.testing",
            "PYTHONPATH": f"{settings.SOURCE_DIR.parent}:{settings.PROJECT_DIR}",
        }
        done = subprocess.run(
            [sys.executable, "-c", self.SCRIPT],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 0, done.stderr
        _started, statuses, heavy = done.stdout.splitlines()
        assert statuses == "200 200 200 200 401 404 404 404 404 404 404"
        assert heavy == ""
