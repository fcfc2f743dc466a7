"""Cases over the API: by their secret, and by a token. (interfaces: Public; 001-19, 001-23, 001-24; security 1, 19)"""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from foyer.cases.models import Case
from foyer.cases.services import steps
from foyer.staff.models import ApiScope
from tests.api.test_clients import Program
from tests.cases.test_steps import PLAN, advance
from tests.factories import CaseFactory, ClientFactory, EventFactory, UserFactory
from tests.security.uploads import BAD, GOOD

pytestmark = pytest.mark.django_db
ROOT = "/api/foyer/v1/cases"


@pytest.fixture
def by():
    return UserFactory(role="Service desk")


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def program(by):
    return Program(by)


def address(case: Case, more: str = "") -> str:
    return f"{ROOT}/{case.secret_sealed}{more}"


def send(client, path: str, body: object, **headers: str):
    data = json.dumps(body)
    return client.post(path, data, content_type="application/json", headers=headers)


class TestACaseByItsSecret:
    def test_tells_what_is_meant_for_the_client_in_their_language(self, client, case, by):
        steps.tell_progress(case=case, text="工程师在路上", by=by, at=timezone.now())
        steps.add_note(case=case, text="此客户难缠", by=by, at=timezone.now())

        response = client.get(address(case), headers={"Accept-Language": "en"})
        told = response.json()

        assert (told["number"], told["status"], told["status_label"]) == (
            case.number, "received", "Received",
        )  # fmt: skip
        assert [step["state"] for step in told["steps"]] == ["now"] + ["ahead"] * 5
        assert [(word["from"], word["text"]) for word in told["messages"]] == [
            ("client", case.content), ("house", "工程师在路上"),
        ]  # fmt: skip
        text = response.content.decode()
        assert [word for word in ("难缠", "13800001234", "欧阳") if word in text] == []
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert client.get(f"{address(case)}?lang=zh-hant").json()["status_label"] == "受理"

    def test_may_be_written_to_from_the_pages_of_the_sites_that_are_named(
        self, client, case, settings
    ):
        settings.API_ORIGINS = ["https://club.example"]
        asked = {"Origin": "https://club.example", "Access-Control-Request-Method": "POST"}

        told = client.options(address(case, "/messages"), headers=asked)

        assert told["Access-Control-Allow-Origin"] == "https://club.example"
        assert "POST" in told["Access-Control-Allow-Methods"]
        assert "Idempotency-Key" in told["Access-Control-Allow-Headers"]

    def test_answers_the_same_for_wrong_and_unknown(self, client, case):
        wrong = [client.get(f"{ROOT}/{one}") for one in ("7" * 26, "x", "%00", case.number)]
        wrong.append(send(client, f"{ROOT}/{'7' * 25}/messages", {"text": "x"}))

        assert {answer.status_code for answer in wrong} == {404}
        assert len({answer.content for answer in wrong}) == 1

    def test_takes_a_message_once_however_often_it_is_sent(self, client, case):
        key = {"Idempotency-Key": "a-1"}

        codes = [
            send(client, address(case, "/messages"), {"text": "请尽快"}, **key).status_code
            for _n in range(2)
        ]
        send(client, address(case, "/messages"), {"text": "请尽快"})

        assert codes == [201, 201]
        assert case.messages.count() == 2

    def test_takes_photos(self, client, case):
        photo = SimpleUploadedFile("现场.png", GOOD["印章.png"])

        sent = client.post(address(case, "/messages"), {"text": "请看", "photos": [photo]})

        [file] = sent.json()["messages"][1]["files"]
        assert file["name"] == "现场.png"
        path = file["url"].partition("/c/")[2]
        given = client.get(f"/c/{path}")
        assert given["Content-Disposition"].startswith("attachment")
        assert b"".join(given.streaming_content).startswith(b"\x89PNG")

    @pytest.mark.parametrize("name", ["a drawing that runs", "a vast picture"])
    def test_refuses_a_bad_file_by_its_field(self, client, case, name):
        file, data, _code = BAD[name]

        sent = client.post(address(case, "/messages"), {"photos": [SimpleUploadedFile(file, data)]})

        assert (sent.status_code, list(sent.json()["errors"])) == (422, ["photos"])
        assert not case.messages.exists()

    @pytest.mark.parametrize(
        ("body", "status"),
        [(b"{", 400), (b"[]", 422), (b'{"text": 7}', 422), (b'{"text": " "}', 422), (b"", 400)],
    )
    def test_refuses_what_it_cannot_read(self, client, case, body, status):
        path = address(case, "/messages")

        answer = client.post(path, body, content_type="application/json")

        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")

    def test_is_answered_no_and_then_yes(self, client, case, by):
        answer = address(case, "/answer")
        assert send(client, answer, {"satisfied": True}).json()["code"] == "wrong_step"
        advance(case, by, "following_up", timezone.now())
        assert client.get(address(case)).json()["asks_whether_settled"] is True

        assert send(client, answer, {"satisfied": False}).status_code == 422
        again = send(client, answer, {"satisfied": False, "reason": "仍然很冷"})
        steps.add_measures(case=case, measures=PLAN, by=by, at=timezone.now())
        steps.ask_satisfaction(case=case, result="换了整机", by=by, at=timezone.now())
        closed = [send(client, answer, {"satisfied": True}) for _n in range(2)]

        assert again.json()["status"] == "resolving"
        assert [one.json()["outcome"] for one in closed] == ["satisfied"] * 2

    def test_is_opened_again_once_closed_with_a_reason_and_only_in_time(self, client, case, by):
        answer, now = address(case, "/answer"), timezone.now()
        advance(case, by, "following_up", now)
        send(client, answer, {"satisfied": True})

        refused = send(client, answer, {"satisfied": False})
        again = send(client, answer, {"satisfied": False, "reason": "又坏了"})
        assert (refused.status_code, refused.json()["errors"].keys()) == (422, {"reason"})
        assert (again.status_code, again.json()["status"]) == (200, "resolving")

        steps.add_measures(case=case, measures=PLAN, by=by, at=now)
        steps.ask_satisfaction(case=case, result="换了整机", by=by, at=now)
        steps.close_satisfied(case=case, at=now)
        Case.objects.update(closed_at=now - timedelta(days=40))
        late = send(client, answer, {"satisfied": False, "reason": "又坏了"})
        assert late.json()["code"] == "reopening_over"

    def test_is_limited(self, client, case):
        codes = [
            send(client, address(case, "/messages"), {"text": "x"}).status_code for _n in range(21)
        ]

        assert codes == [201] * 20 + [429]


class TestCasesByAToken:
    def test_are_taken_in_once_and_read_with_their_state(self, program):
        client, event = ClientFactory(), EventFactory()
        body = {
            "kind": "complaint", "content": "空调太冷", "client": client.number,
            "event": event.number, "name": "欧阳明月", "phone": "13800001234",
        }  # fmt: skip

        made = program.send("put", "cases/by-external-id/CRM-7", body)
        again = program.send("put", "cases/by-external-id/CRM-7", body)
        read = program.send("get", f"cases/{made.json()['id']}")

        assert (made.status_code, again.status_code) == (201, 200)
        case = Case.objects.get()
        assert (case.channel, case.client, case.event) == ("api", client, event)
        assert read.json()["phone"] == "13800001234"
        assert read.json()["track_url"].endswith(case.secret_sealed)
        unchanged = program.send("get", f"cases/{case.pk}", **{"If-None-Match": read["ETag"]})
        assert unchanged.status_code == 304
        assert "no-store" in read["Cache-Control"]

    def test_are_listed_by_filter_and_cursor(self, program):
        for kind in ("complaint", "enquiry", "complaint"):
            CaseFactory(kind=kind)

        first = program.send("get", "cases?kind=complaint&open=true&limit=1").json()
        last = program.send("get", f"cases?kind=complaint&limit=1&cursor={first['next']}").json()

        assert len(first["cases"]) == len(last["cases"]) == 1
        assert last["next"] is None
        assert program.send("get", "cases?q=ouyang").json()["cases"] != []
        assert program.send("get", "cases?open=false").json()["cases"] == []

    def test_are_masked_and_refused_by_scope_and_right(self, by):
        case = CaseFactory()
        reader = Program(by, ApiScope.READ_CASES)
        reception = Program(UserFactory(role="Reception"))

        told = reader.send("get", f"cases/{case.pk}").json()

        assert "13800001234" not in json.dumps(told)
        assert reader.send("post", "cases", {"content": "x"}).status_code == 403
        assert reception.send("get", f"cases/{case.pk}").status_code == 404
        assert Program(by, ApiScope.READ_CLIENTS).send("get", "cases").status_code == 403

    def test_ask_as_often_for_three_as_for_one(
        self, program, django_assert_num_queries, django_assert_max_num_queries
    ):
        CaseFactory(client=ClientFactory(), owner=UserFactory(), event=EventFactory())
        program.send("get", "cases")
        with django_assert_max_num_queries(12) as asked:
            program.send("get", "cases")
        for _n in range(2):
            CaseFactory(client=ClientFactory(), owner=UserFactory(), event=EventFactory())

        with django_assert_num_queries(len(asked.captured_queries)):
            program.send("get", "cases")

    @pytest.mark.parametrize("field", ["client", "event"])
    def test_say_which_field_is_unknown(self, program, field):
        refused = program.send("post", "cases", {"content": "x", field: "nobody"})

        assert (refused.status_code, list(refused.json()["errors"])) == (422, [field])


class TestTheDocument:
    def test_describes_the_cases(self, client, settings):
        settings.WAGTAILAPI_DOCS_ENABLED = True

        paths = client.get("/api/foyer/v1/openapi.json").json()["paths"]

        public = paths["/api/foyer/v1/cases/{secret}/messages"]["post"]
        assert set(public["requestBody"]["content"]) == {"application/json", "multipart/form-data"}
        assert "/api/foyer/v1/cases/{pk}" in paths
