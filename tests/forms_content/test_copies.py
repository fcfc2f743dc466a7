"""Filled copies: listed, searched, read under their own version, deleted, taken away as a file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageLogEntry

from forms_content.models import FormPage, Submission
from forms_content.tasks import purge
from foyer.core.exports import making
from foyer.core.exports.models import Export
from foyer.core.jobs import carry_due_jobs
from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, MARKETING
from foyer.privacy.models import ViewLogEntry
from tests.conftest import LogIn
from tests.factories.forms import FormPageFactory, ask_anew, block
from tests.forms_content.answers import answer

pytestmark = pytest.mark.django_db
WISH = {"purpose": "秋季回顾", "kind": "csv", "language": "zh-hans"}


def taken(response: Any) -> list[list[str]]:
    """Return the rows of a CSV file."""
    assert response.streaming, response.context["form"].errors
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture
def page() -> FormPage:
    """A form with a plain text and an e-mail address."""
    return FormPageFactory(
        blocks=[block("long_text", "意见"), block("email", "邮箱")], notice="仅用于回复。"
    )


class TestTheTexts:
    def test_are_found_by_a_part_of_them_in_either_script(
        self, log_in: LogIn, page: FormPage
    ) -> None:
        answer(page, q1="龙井茶很香")
        answer(page, q1="停车不便")
        client = log_in(MARKETING)

        for words in ("龙井", "龍井", "井茶很"):
            shown = client.get(f"/admin/forms/{page.pk}/texts/q1/?q={words}").content.decode()
            assert ("龙井茶很香" in shown, "停车不便" in shown) == (True, False)

    def test_that_are_sealed_are_read_with_the_right_alone_and_noted(
        self, log_in: LogIn, page: FormPage
    ) -> None:
        answer(page, q2="zhao@example.com")
        address = f"/admin/forms/{page.pk}/texts/q2/?q=ZHAO"

        refused, read = log_in(MARKETING).get(address), log_in(MANAGEMENT).get(address)

        assert refused.status_code == 302
        assert "zhao@example.com" in read.content.decode()
        assert ViewLogEntry.objects.get().people == 1

    def test_of_an_anonymous_form_tell_neither_when_nor_who(self, log_in: LogIn) -> None:
        page = FormPageFactory(anonymous=True, blocks=[block("text", "意见")])
        for n in range(6):
            answer(page, q1=f"意见{n}")

        shown = log_in(MARKETING).get(f"/admin/forms/{page.pk}/texts/q1/").content.decode()

        assert [f"意见{n}" in shown for n in range(6)] == [True] * 5 + [False]
        assert "/answers/" not in shown

    @pytest.mark.parametrize("where", ["texts/q1/?q=茶", "answers/?q=茶"])
    def test_are_read_in_the_same_number_of_queries_however_many(
        self, log_in: LogIn, page: FormPage, where: str
    ) -> None:
        client = log_in(ADMINISTRATORS)
        counts = []
        for more in (2, 10):
            for _n in range(more):
                answer(page, q1="茶很香")
            client.get(f"/admin/forms/{page.pk}/{where}")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/admin/forms/{page.pk}/{where}")
            counts.append(len(queries))

        assert counts[0] == counts[1]


class TestACopy:
    def test_is_shown_in_the_words_of_its_own_version(self, log_in: LogIn) -> None:
        page = FormPageFactory(blocks=[block("single", "满意吗", id="a", choices="是\n否")])
        kept = answer(page, q1="c1")
        ask_anew(page, block("single", "您觉得如何", id="a", choices="好\n坏"))

        shown = log_in(MARKETING).get(f"/admin/forms/{page.pk}/answers/{kept.pk}/").content.decode()

        assert ("满意吗" in shown, "您觉得如何" in shown) == (True, False)

    def test_is_deleted_with_the_right_and_the_history_says_by_whom(
        self, log_in: LogIn, page: FormPage
    ) -> None:
        kept = answer(page, q1="重复")
        address = f"/admin/forms/{page.pk}/answers/{kept.pk}/delete/"

        refused = log_in(MARKETING).post(address)
        log_in(MANAGEMENT).post(address)

        assert refused.status_code == 302
        assert not Submission.objects.exists()
        entry = PageLogEntry.objects.get(action="foyer.submission.delete")
        assert entry.data["number"] == kept.number

    def test_of_an_anonymous_form_is_read_by_those_who_may_see_personal_answers(
        self, log_in: LogIn
    ) -> None:
        page = FormPageFactory(anonymous=True)
        kept = answer(page, q1=5)
        places = ("answers/", f"answers/{kept.pk}/", "export/")

        codes = [
            [client.get(f"/admin/forms/{page.pk}/{place}").status_code for place in places]
            for client in (log_in(MARKETING), log_in(MANAGEMENT))
        ]

        assert codes == [[302, 302, 302], [200, 200, 200]]


class TestTheExport:
    def export(self, client: Client, page: FormPage, columns: list[str], query: str = "") -> Any:
        """Ask for a file."""
        return client.post(f"/admin/forms/{page.pk}/export/{query}", WISH | {"columns": columns})

    def test_has_a_column_for_each_question_ever_asked_and_a_row_for_each_copy(
        self, log_in: LogIn
    ) -> None:
        page = FormPageFactory(
            blocks=[
                block("single", "满意吗", id="a", choices="是\n否", other=True),
                block("matrix", "各项", id="b", rows="菜品\n服务", choices="好\n差"),
                block("text", "意见", id="c"),
            ]
        )
        answer(page, q1="other", q1_other="说不好", q2={"r1": "c1", "r2": "c2"}, q3="=1+1")
        page = ask_anew(page, block("multiple", "想再来", id="d", choices="品茶\n听琴"))
        answer(page, q4=["c1", "c2"])
        columns = ["q1", "q1_other", "q2.r1", "q2.r2", "q3", "q4"]

        words = taken(self.export(log_in(MARKETING), page, columns))
        codes = taken(self.export(log_in(MARKETING), page, columns, "?as=codes"))

        assert words[0][0] == "想再来"
        assert words[0][3:] == ["各项 · 菜品", "各项 · 服务", "意见"]
        assert words[1:] == [
            ["", "说不好", "说不好", "好", "差", "'=1+1"],
            ["品茶；听琴", "", "", "", "", ""],
        ]
        assert codes[1:] == [
            ["", "other", "说不好", "c1", "c2", "'=1+1"],
            ["c1；c2", "", "", "", "", ""],
        ]
        assert [(one.rows, one.purpose) for one in Export.objects.all()] == [(2, "秋季回顾")] * 2

    def test_holds_personal_columns_with_the_right_alone(
        self, log_in: LogIn, page: FormPage
    ) -> None:
        answer(page, q1="好", q2="zhao@example.com")

        refused = self.export(log_in(MARKETING), page, ["q1", "q2"])
        rows = taken(self.export(log_in(MANAGEMENT), page, ["q1", "q2"]))

        assert "columns" in refused.context["form"].errors
        assert rows[1] == ["好", "zhao@example.com"]
        assert ViewLogEntry.objects.get().place == "export"

    def test_that_is_long_is_made_by_a_job(
        self, log_in: LogIn, page: FormPage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(making, "AT_ONCE", 0)
        answer(page, q1="好")
        client = log_in(MANAGEMENT)

        self.export(client, page, ["q1"])
        carry_due_jobs(clock=timezone.now)

        export = Export.objects.get()
        assert storages["private"].exists(export.file)
        assert taken(client.get(f"/admin/exports/{export.pk}/file/"))[1] == ["好"]


class TestItsTime:
    def test_is_the_forms_own_and_when_it_is_over_the_answer_is_gone(self, log_in: LogIn) -> None:
        short, long = FormPageFactory(keep_days=30), FormPageFactory(keep_days=400)
        given = timezone.now() - timedelta(days=31)
        for form in (short, long):
            answer(form, at=given, q1=5)

        purge(at=timezone.now())

        assert [one.page_id for one in Submission.objects.all()] == [long.pk]
        assert "400" in log_in(MARKETING).get(f"/admin/forms/{long.pk}/").content.decode()
