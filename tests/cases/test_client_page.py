"""What a client sees and does on their own page. (CASES 1, 4, 5)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from foyer.cases.services import steps
from foyer.cases.services.evidence import add_evidence
from foyer.cases.services.merging import merge_duplicate
from foyer.cases.services.secrets import case_path
from foyer.core.uploads.cleaning import clean_upload
from tests.cases.test_steps import PLAN, advance
from tests.factories import CaseFactory, UserFactory
from tests.security.uploads import BAD, GOOD, PDF, PLACE, handed_in, photo_with_place

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
        steps.add_measures(case=case, measures=PLAN, by=by, at=timezone.now())
        steps.ask_satisfaction(case=case, result="换了整机", by=by, at=timezone.now())

        client.post(case_path(case), {"act": "satisfied"})
        client.post(case_path(case), {"act": "satisfied"})  # a double tap

        case.refresh_from_db()
        assert (case.status, case.outcome) == ("closed", "satisfied")
        assert case.steps.filter(after="closed").count() == 1

    def test_says_in_the_readers_language_what_may_be_handed_in(self, client, case):
        page = client.get(f"{case_path(case)}?lang=en").content.decode()

        assert "at most" in page
        assert "最多" not in page

    def test_asks_for_the_token_of_its_form(self, case):
        strict = Client(enforce_csrf_checks=True)

        assert strict.post(case_path(case), {"act": "message", "text": "x"}).status_code == 403

    @pytest.mark.parametrize("secret", ["7" * 26, "x", "%00", "7" * 300])
    def test_knows_no_other_secret(self, client, case, secret):
        assert client.get(f"/c/{secret}").status_code == 404

    def test_leads_on_from_a_duplicate(self, client, case, by):
        other = CaseFactory()
        merge_duplicate(case=case, into=other, by=by, at=timezone.now())

        assert client.get(case_path(case)).url == case_path(other)


class TestLookUp:
    def test_finds_a_case_by_number_and_last_four(self, client, case):
        found = client.post("/c/", {"number": case.number.lower(), "mark": "1234"})

        assert found.url == case_path(case)

    def test_answers_the_same_for_wrong_and_unknown(self, client, case):
        answers = [
            client.post("/c/", {"number": number, "mark": digits}).content
            for number, digits in ((case.number, "9999"), ("K2026-9999", "1234"))
        ]

        assert all("查不到".encode() in answer for answer in answers)

    @pytest.mark.parametrize("shape", ["{}", " {} ", "https://house.example/c/{}"])
    def test_finds_a_case_by_number_and_the_code_of_its_link(self, client, case, shape):
        other, code = CaseFactory(), shape.format(case.secret_sealed.lower())

        found = client.post("/c/", {"number": case.number, "mark": code})
        wrong = client.post("/c/", {"number": other.number, "mark": code})

        assert found.url == case_path(case)
        assert wrong.status_code == 200

    @pytest.mark.parametrize("mark", ["12", "abcd", "", "7" * 27, "七七七七"])
    def test_says_what_it_wants_instead_of_half_a_mark(self, client, case, mark):
        response = client.post("/c/?lang=en", {"number": case.number, "mark": mark})

        assert response.context["form"].errors.keys() == {"mark"}
        assert case.number in response.content.decode()

    def test_is_limited(self, client, case):
        codes = [
            client.post("/c/", {"number": case.number, "mark": "9999"}).status_code
            for _n in range(11)
        ]

        assert codes == [200] * 10 + [429]


class TestPhotosOnTheClientsPage:
    def test_are_kept_cleaned_and_given_back_to_the_client_alone(self, client, case, log_in):
        photo = SimpleUploadedFile("现场.jpg", photo_with_place("JPEG"))

        client.post(case_path(case), {"act": "message", "text": "请看", "photos": [photo]})

        [kept] = case.evidence.all()
        assert (kept.from_client, kept.message.text, kept.added_by) == (True, "请看", None)
        page = client.get(case_path(case)).content.decode()
        own = f"{case_path(case)}/files/{kept.pk}"
        assert own in page
        given = client.get(own)
        data = b"".join(given.streaming_content)
        assert PLACE.encode() not in data
        assert given["Content-Disposition"].startswith("attachment")
        assert (given["Cache-Control"], given["X-Content-Type-Options"]) == ("no-store", "nosniff")
        other = CaseFactory()
        assert client.get(f"{case_path(other)}/files/{kept.pk}").status_code == 404
        assert client.get(f"/admin/cases/files/{kept.pk}/").status_code == 302
        given = log_in("Service desk").get(f"/admin/cases/files/{kept.pk}/")
        assert given["Content-Disposition"].startswith("attachment")
        assert b"".join(given.streaming_content) == data

    def test_hides_what_staff_found(self, client, case, by):
        clean = clean_upload(handed_in("合同.pdf", PDF))
        kept = add_evidence(case=case, file=clean, by=by, at=timezone.now())

        assert "合同.pdf" not in client.get(case_path(case)).content.decode()
        assert client.get(f"{case_path(case)}/files/{kept.pk}").status_code == 404

    @pytest.mark.parametrize("name", BAD)
    def test_refuses_a_bad_file_and_loses_no_word(self, client, case, name):
        file, data, _code = BAD[name]
        sent = {"act": "message", "text": "空调太冷", "photos": [SimpleUploadedFile(file, data)]}

        response = client.post(case_path(case), sent)

        page = response.content.decode()
        assert response.status_code == 200
        assert "空调太冷</textarea>" in page
        assert "您写的内容已保留" in page
        assert not case.evidence.exists()
        assert not case.messages.exists()

    def test_takes_a_photo_without_a_word(self, client, case):
        photo = SimpleUploadedFile("现场.png", GOOD["印章.png"])

        client.post(case_path(case), {"act": "message", "text": "", "photos": [photo]})

        assert [word.text for word in case.messages.all()] == ["现场.png"]

    def test_asks_for_a_word_or_a_photo(self, client, case):
        response = client.post(case_path(case), {"act": "message", "text": " "})

        assert response.status_code == 200
        assert not case.messages.exists()

    def test_takes_five_at_once_and_no_more(self, client, case):
        photos = [SimpleUploadedFile(f"{n}.png", GOOD["印章.png"]) for n in range(6)]

        client.post(case_path(case), {"act": "message", "text": "x", "photos": photos})
        assert not case.messages.exists()
        for photo in photos:
            photo.seek(0)
        client.post(case_path(case), {"act": "message", "text": "x", "photos": photos[:5]})

        assert case.evidence.count() == 5

    def test_asks_as_often_for_three_photos_as_for_one(
        self, client, case, django_assert_num_queries, django_assert_max_num_queries
    ):
        clean = clean_upload(handed_in("合同.pdf", PDF))
        steps.write_as_client(case=case, text="一", files=[clean], at=timezone.now())
        client.get(case_path(case))
        with django_assert_max_num_queries(20) as asked:
            client.get(case_path(case))
        steps.write_as_client(case=case, text="二", files=[clean, clean], at=timezone.now())

        with django_assert_num_queries(len(asked.captured_queries)):
            client.get(case_path(case))
