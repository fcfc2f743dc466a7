"""Files and signatures handed in with a form: looked over, held, kept with the copy, given out with care."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from forms_content.models import FormPage, Submission, SubmittedFile
from forms_content.services.files import purge_held
from forms_content.services.submitting import purge_submissions
from forms_content.traps import new_stamp
from foyer.core.roles import MARKETING, SERVICE_DESK
from tests.conftest import LogIn
from tests.factories.forms import FormPageFactory, block, when
from tests.security.uploads import BAD, GOOD, PLACE, SCRIPT, photo_with_place, picture

pytestmark = pytest.mark.django_db
PHOTO = picture("JPEG")
# The whole corpus goes over the API, these on the page too: both ways end in the same check.
CORPUS = [
    "a drawing that runs",
    "a page called picture",
    "a PDF with an archive behind",
    "a document that unpacks to much",
    "a document that lies",
    "a vast picture",
    "a picture cut off",
    "an iPhone's picture renamed",
    "nothing in it",
]


def asking(*more: dict[str, Any], **fields: Any) -> FormPage:
    """A form that asks for a name and for files of any kind."""
    questions = [block("text", "称呼", required=True), block("file", "照片", most=3, files="any")]
    fields = {"notice": "仅用于处理。"} | fields
    page: FormPage = FormPageFactory(blocks=[*questions, *more], **fields)
    return page


def opened(version: int = 1) -> str:
    """The stamp of a page that was opened a while ago."""
    return new_stamp(version=version, at=timezone.now() - timedelta(minutes=1))


def send(page: FormPage, stamp: str = "", **given: Any) -> Any:
    """Send a filled page with files, as a browser does."""
    posted = {"stamp": stamp or opened()} | given
    return Client().post(f"/f/{page.slug}?lang=zh-hans", posted)


def named(name: str, data: bytes = PHOTO) -> ContentFile:
    """A file as it is handed in."""
    return ContentFile(data, name=name)


def call(page: FormPage, key: str = "", **parts: Any) -> Any:
    """Send a copy in parts over the API."""
    parts["answers"] = json.dumps(parts.get("answers", {"q1": "孙女士"}))
    return Client().post(
        f"/api/foyer/v1/forms/{page.slug}/submissions?lang=zh-hans",
        parts,
        headers={"Idempotency-Key": key} if key else {},
    )


class TestAFileOnThePage:
    def test_is_kept_with_the_copy_out_of_every_public_address(self) -> None:
        page = asking()

        response = send(
            page, q1="孙女士", q2=[named("漏水.jpg"), named("账单.pdf", GOOD["合同.pdf"])]
        )

        kept = Submission.objects.get()
        first, second = kept.files.all()
        assert response.status_code == 200
        assert kept.all_answers == {"q1": "孙女士", "q2": ["漏水.jpg", "账单.pdf"]}
        assert (first.file_kind, second.file_kind) == ("jpg", "pdf")
        assert storages["private"].exists(first.file.name)
        assert "漏水" not in first.file.name
        assert kept.answers == {"q1": "孙女士"}  # names of files tell about people

    @pytest.mark.parametrize("case", CORPUS)
    def test_that_could_harm_is_refused_by_a_sentence_and_nothing_else_is_lost(
        self, case: str
    ) -> None:
        page = asking()
        name, data, _code = BAD[case]

        response = send(page, q1="孙女士", q2=[named(name, data), named("漏水.jpg")])

        words = response.content.decode()
        assert response.status_code == 422
        assert 'value="孙女士"' in words
        assert "漏水.jpg" in words
        assert Submission.objects.count() == 0
        assert [file.file_name for file in SubmittedFile.objects.all()] == ["漏水.jpg"]

    def test_of_more_bytes_than_is_taken_is_refused(self) -> None:
        name, data, _code = BAD["more bytes than are taken"]

        response = send(asking(), q1="孙女士", q2=named(name, data))

        assert (response.status_code, Submission.objects.count()) == (422, 0)
        assert "15 MB" in response.content.decode()

    @pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
    def test_says_no_longer_where_it_was_taken(self, kind: str, name: str) -> None:
        send(asking(), q1="孙女士", q2=named(name, photo_with_place(kind)))

        with SubmittedFile.objects.get().file.open() as file:
            data = file.read()
        with Image.open(io.BytesIO(data)) as drawn:
            assert dict(drawn.getexif()) == {}
        assert PLACE.encode() not in data
        assert SCRIPT not in data

    def test_is_not_lost_when_another_answer_is_wrong(self) -> None:
        page, stamp = asking(), opened()
        photos = [named("漏水.jpg"), named("水渍.png", picture("PNG"))]

        wrong = send(page, stamp, q2=photos)
        held = {file.file_name: file.pk for file in SubmittedFile.objects.all()}
        right = send(page, stamp, q1="孙女士", **{"q2.remove": str(held["水渍.png"])})

        assert (wrong.status_code, right.status_code) == (422, 200)
        assert all(name in wrong.content.decode() for name in ("漏水.jpg", "水渍.png"))
        assert [file.file_name for file in Submission.objects.get().files.all()] == ["漏水.jpg"]

    def test_of_another_visitor_is_neither_shown_nor_removed(self) -> None:
        page, mine, theirs = asking(), opened(), opened()
        send(page, mine, q2=named("漏水.jpg"))
        held = SubmittedFile.objects.get()

        shown = send(page, theirs, **{"q2.remove": [str(held.pk), "x", "9" * 40]}).content.decode()

        assert "漏水.jpg" not in shown
        assert SubmittedFile.objects.get() == held

    def test_beyond_the_limit_is_refused_and_the_same_one_counts_once(self) -> None:
        page, stamp = asking(), opened()
        photos = [named(f"{n}.png", picture("PNG", size=(n, n))) for n in range(1, 5)]

        response = send(page, stamp, q1="孙女士", q2=photos)
        again = send(page, stamp, q1="孙女士", q2=named("1.png", picture("PNG", size=(1, 1))))

        assert response.status_code == 422
        assert "最多接收 3 个文件" in response.content.decode()
        assert again.status_code == 200
        assert Submission.objects.get().files.count() == 3

    def test_sent_twice_is_kept_once(self) -> None:
        page, stamp = asking(), opened()

        for _ in range(2):
            send(page, stamp, q1="孙女士", q2=named("漏水.jpg"))

        assert (Submission.objects.count(), SubmittedFile.objects.count()) == (1, 1)

    def test_of_a_question_that_is_hidden_goes(self) -> None:
        page = asking(
            block("consent", "有照片"),
            block("file", "更多照片", most=1, files="pictures", show_if=when("有照片", "answered")),
        )

        send(page, q1="孙女士", q4=named("漏水.jpg"))

        assert Submission.objects.get().files.count() == 0
        assert SubmittedFile.objects.count() == 0

    def test_heavier_than_all_files_together_is_not_even_read(self) -> None:
        page = FormPageFactory()

        response = send(page, q1="5", q9=named("大.jpg", b"\xff\xd8\xff" + bytes(6 * 1024 * 1024)))

        assert response.status_code == 413
        assert "5 MB" in response.content.decode()


class TestASignature:
    def test_is_drawn_or_typed(self) -> None:
        page = FormPageFactory(
            blocks=[block("signature", "签名", required=True)], notice="仅供签收。"
        )

        none = send(page)
        typed = send(page, q1="孙女士")
        drawn = send(page, q1=named("signature.png", picture("PNG", size=(80, 30))))

        assert [one.status_code for one in (none, typed, drawn)] == [422, 200, 200]
        by_hand, in_words = Submission.objects.all()
        assert in_words.all_answers == {"q1": "孙女士"}
        assert by_hand.all_answers == {"q1": ["signature.png"]}
        assert by_hand.files.get().file_kind == "png"

    def test_is_nothing_but_a_small_drawing(self) -> None:
        page = FormPageFactory(blocks=[block("signature", "签名")], notice="仅供签收。")

        response = send(page, q1=named("signature.jpg"))

        assert (response.status_code, SubmittedFile.objects.count()) == (422, 0)


class TestAFileOverTheApi:
    def test_is_a_part_of_its_own(self) -> None:
        page = asking()

        answers = [call(page, key="once", q2=named("漏水.jpg")) for _ in range(2)]

        assert [one.status_code for one in answers] == [201, 201]
        kept = Submission.objects.get()
        assert kept.all_answers == {"q1": "孙女士", "q2": ["漏水.jpg"]}
        assert SubmittedFile.objects.get().submission == kept

    @pytest.mark.parametrize("case", BAD)
    def test_that_could_harm_is_refused_by_a_sentence_and_none_stays(self, case: str) -> None:
        name, data, _code = BAD[case]

        response = call(asking(), q2=[named("漏水.jpg"), named(name, data or b" ")])

        assert response.status_code == 422
        assert list(response.json()["errors"]) == ["answers.q2"]
        assert (Submission.objects.count(), SubmittedFile.objects.count()) == (0, 0)

    def test_is_not_named_instead_of_sent(self) -> None:
        response = call(asking(), answers={"q1": "孙女士", "q2": ["漏水.jpg"]})

        assert response.status_code == 422
        assert list(response.json()["errors"]) == ["answers.q2"]

    def test_is_described(self) -> None:
        page = asking(block("signature", "签名"))

        told = Client().get(f"/api/foyer/v1/forms/{page.slug}?lang=en").json()
        document = Client().get("/api/foyer/v1/openapi.json").json()

        asked = told["answers"]["properties"]["q2"]
        assert (asked["type"], asked["maxItems"]) == ("array", 3)
        assert "image/jpeg" in told["layout"]["steps"][0]["questions"][1]["accept"]
        body = document["paths"]["/api/foyer/v1/forms/{slug}/submissions"]["post"]["requestBody"]
        assert set(body["content"]) == {"application/json", "multipart/form-data"}

    @pytest.mark.parametrize(
        ("body", "content_type", "status"),
        [
            (b"{", "application/json", 400),
            (b"[]", "application/json", 422),
            (b"\xff", "application/json", 400),
            (b"[" * 100_000, "application/json", 400),
            (b"x", "multipart/form-data", 400),
            (b"x", "multipart/form-data; boundary=x", 422),
            (b"q1=a", "application/x-www-form-urlencoded", 400),
            (b"", "", 400),
        ],
    )
    def test_is_told_apart_from_what_cannot_be_read(
        self, body: bytes, content_type: str, status: int
    ) -> None:
        response = Client().generic(
            "POST",
            f"/api/foyer/v1/forms/{asking().slug}/submissions",
            body,
            content_type=content_type,
        )

        assert response.status_code == status
        assert response["Content-Type"] == "application/problem+json"


class TestAKeptFile:
    def test_is_given_out_as_an_attachment_to_those_who_may_see_it(self, log_in: LogIn) -> None:
        page = asking()
        send(page, q1="孙女士", q2=named("漏水.jpg"))
        kept = Submission.objects.get()
        address = f"/admin/forms/{page.pk}/answers/{kept.pk}/"
        file = f"{address}files/{kept.files.get().pk}/"

        service = log_in(SERVICE_DESK)
        shown, given = service.get(address).content.decode(), service.get(file)
        marketing = log_in(MARKETING)
        hidden, refused = marketing.get(address).content.decode(), marketing.get(file)

        assert file in shown
        given.close()
        assert given["Content-Disposition"].startswith("attachment")
        assert "default-src 'none'" in given["Content-Security-Policy"]
        assert ("漏水" in hidden, refused.status_code) == (False, 302)
        assert Client().get(file).status_code == 302  # to the log-in

    def test_of_another_form_is_not_found(self, log_in: LogIn) -> None:
        page, other = asking(), asking()
        send(page, q1="孙女士", q2=named("漏水.jpg"))
        kept = Submission.objects.get()

        address = f"/admin/forms/{other.pk}/answers/{kept.pk}/files/{kept.files.get().pk}/"

        assert log_in(SERVICE_DESK).get(address).status_code == 404

    def test_goes_with_its_copy_and_when_none_was_ever_sent(
        self, django_capture_on_commit_callbacks: Any
    ) -> None:
        page = asking(keep_days=1)
        send(page, q1="孙女士", q2=named("漏水.jpg"))
        send(page, q2=named("未提交.jpg", picture("JPEG", size=(5, 5))))
        names = [file.file.name for file in SubmittedFile.objects.all()]
        later = timezone.now() + timedelta(days=4)

        with django_capture_on_commit_callbacks(execute=True):
            counts = (purge_submissions(at=later), purge_held(at=later))

        assert counts == (1, 1)
        assert SubmittedFile.objects.count() == 0
        assert [storages["private"].exists(name) for name in names] == [False, False]

    def test_costs_no_more_queries_where_there_are_more(self, log_in: LogIn) -> None:
        client, page, counts = log_in(SERVICE_DESK), asking(), []
        for files in (1, 3):
            photos = [named(f"{n}.png", picture("PNG", size=(n, n))) for n in range(1, files + 1)]
            send(page, q1="孙女士", q2=photos)
            address = f"/admin/forms/{page.pk}/answers/{Submission.objects.first().pk}/"
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))

        assert counts[0] == counts[1]
