"""What a client sees and does on their own page. (CASES 1, 4, 5)"""

import pytest
from django.test import Client
from django.utils import timezone

from foyer.cases.services import steps
from foyer.cases.services.secrets import case_path
from tests.cases.test_steps import advance
from tests.factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(role="Service desk")


@pytest.fixture
def case():
    return CaseFactory()


class TestTheClientsPage:
    def test_tells_what_is_meant_for_the_client_and_nothing_else(self, client, case, by):
        steps.tell_progress(case=case, text="工程师在路上", by=by, at=timezone.now())
        steps.add_note(case=case, text="此客户难缠", by=by, at=timezone.now())

        response = client.get(case_path(case))
        page = response.content.decode()

        assert case.number in page
        assert "工程师在路上" in page
        assert [word for word in ("难缠", "13800001234", "欧阳") if word in page] == []
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        ("language", "word"), [("zh-hans", "受理"), ("zh-hant", "受理"), ("en", "Received")]
    )
    def test_speaks_three_languages(self, client, case, language, word):
        page = client.get(f"{case_path(case)}?lang={language}")

        assert page["Content-Language"] == language
        assert word in page.content.decode()

    def test_takes_a_message(self, client, case):
        client.post(case_path(case), {"act": "message", "text": "请尽快"})

        assert [word.text for word in case.messages.all()] == ["请尽快"]

    def test_keeps_what_was_typed_when_the_reason_is_missing(self, client, case, by):
        advance(case, by, "following_up", timezone.now())

        response = client.post(case_path(case), {"act": "object", "reason": " "})

        assert response.status_code == 200
        case.refresh_from_db()
        assert case.status == "following_up"

    def test_takes_no_and_then_yes(self, client, case, by):
        advance(case, by, "following_up", timezone.now())
        client.post(case_path(case), {"act": "object", "reason": "仍然很冷"})
        case.refresh_from_db()
        assert case.status == "resolving"
        steps.ask_satisfaction(case=case, result="换了整机", by=by, at=timezone.now())

        client.post(case_path(case), {"act": "satisfied"})
        client.post(case_path(case), {"act": "satisfied"})  # a double tap

        case.refresh_from_db()
        assert (case.status, case.outcome) == ("closed", "satisfied")
        assert case.steps.filter(after="closed").count() == 1

    def test_asks_for_the_token_of_its_form(self, case):
        strict = Client(enforce_csrf_checks=True)

        assert strict.post(case_path(case), {"act": "message", "text": "x"}).status_code == 403

    @pytest.mark.parametrize("secret", ["7" * 26, "x", "%00", "7" * 300])
    def test_knows_no_other_secret(self, client, case, secret):
        assert client.get(f"/c/{secret}").status_code == 404

    def test_leads_on_from_a_duplicate(self, client, case, by):
        other = CaseFactory()
        steps.merge_duplicate(case=case, into=other, by=by, at=timezone.now())

        assert client.get(case_path(case)).url == case_path(other)


class TestLookUp:
    def test_finds_a_case_by_number_and_last_four(self, client, case):
        found = client.post("/c/", {"number": case.number.lower(), "last_four": "1234"})

        assert found.url == case_path(case)

    def test_answers_the_same_for_wrong_and_unknown(self, client, case):
        answers = [
            client.post("/c/", {"number": number, "last_four": digits}).content
            for number, digits in ((case.number, "9999"), ("K2026-9999", "1234"))
        ]

        assert all("查不到".encode() in answer for answer in answers)

    def test_is_limited(self, client, case):
        codes = [
            client.post("/c/", {"number": case.number, "last_four": "9999"}).status_code
            for _n in range(11)
        ]

        assert codes == [200] * 10 + [429]
