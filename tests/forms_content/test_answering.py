"""A form on its page and over the API: read, filled in, refused, kept once."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from forms_content.models import FormPage, Submission
from forms_content.traps import new_stamp
from tests.factories.forms import FormPageFactory, block, when

pytestmark = pytest.mark.django_db


def opened(page: FormPage, version: int = 1) -> str:
    """The stamp of a page that was opened a while ago."""
    return new_stamp(version=version, at=timezone.now() - timedelta(minutes=1))


def send(page: FormPage, **given: Any) -> Any:
    """Send a filled page, as a browser does without JavaScript."""
    stamp = given.pop("stamp", None) or opened(page)
    return Client().post(f"/f/{page.slug}?lang=zh-hans", {"stamp": stamp} | given)


def every_kind() -> list[dict[str, Any]]:
    """One question of each kind."""
    choices = "甲\n乙\n丙"
    return [
        block("text", "称呼"),
        block("long_text", "想说的话"),
        block("number", "几位", least=1, most=20),
        block("email", "邮箱"),
        block("phone", "电话"),
        block("step", "第二步"),
        block("date", "哪天"),
        block("time", "几点"),
        block("single", "单选", choices=choices, other=True),
        block("multiple", "多选", choices=choices, most=2),
        block("drop_down", "下拉", choices=choices),
        block("rating", "评星", most=5),
        block("nps", "推荐"),
        block("matrix", "表格", rows="菜品\n服务", choices="好\n差"),
        block("ranking", "排序", choices=choices),
        block("consent", "同意"),
        block("hidden", "桌号", parameter="table"),
        block("information", "感谢您花时间。"),
    ]


class TestAFilledPage:
    def test_is_kept_whole_with_every_kind_of_question(self) -> None:
        page = FormPageFactory(blocks=every_kind(), notice="仅用于改进服务。")

        response = send(
            page,
            **{
                "q1": "赵女士",
                "q2": "茶很好。\r\n谢谢",
                "q3": "１２",
                "q4": "zhao@example.com",
                "q5": "138 0013 8000",
                "q6": "2026年5月1日",
                "q7": "18:30",
                "q8": "other",
                "q8_other": "看月亮",
                "q9": ["c1", "c3"],
                "q10": "c2",
                "q11": "4",
                "q12": "0",
                "q13.r1": "c1",
                "q13.r2": "c2",
                "q14.c1": "2",
                "q14.c2": "1",
                "q14.c3": "3",
                "q15": "yes",
                "table": "8",
            },
        )

        kept = Submission.objects.get()
        assert response.status_code == 200
        assert kept.number in response.content.decode()
        assert kept.answers == {
            "q1": "赵女士",
            "q2": "茶很好。\n谢谢",
            "q3": 12,
            "q6": "2026-05-01",
            "q7": "18:30",
            "q8": "other",
            "q8_other": "看月亮",
            "q9": ["c1", "c3"],
            "q10": "c2",
            "q11": 4,
            "q12": 0,
            "q13": {"r1": "c1", "r2": "c2"},
            "q14": ["c2", "c1", "c3"],
            "q15": True,
            "table": "8",
        }
        assert (kept.email, kept.phone) == ("zhao@example.com", "138 0013 8000")

    def test_keeps_personal_answers_sealed(self) -> None:
        page = FormPageFactory(blocks=[block("email", "邮箱")], notice="仅用于回复。")

        send(page, q1="zhao@example.com")

        row = Submission.objects.values("answers", "once").get()
        with connection.cursor() as cursor:
            cursor.execute("SELECT sealed_answers, email FROM forms_content_submission")
            assert "zhao" not in str(cursor.fetchall())
        assert row["answers"] == {}
        assert Submission.objects.get().all_answers == {"q1": "zhao@example.com"}

    def test_comes_back_with_what_was_written_when_something_is_wrong(self) -> None:
        page = FormPageFactory(blocks=[block("text", "称呼"), block("date", "哪天", required=True)])

        response = send(page, q1="钱先生", q2="2026-02-30")

        words = response.content.decode()
        assert response.status_code == 422
        assert Submission.objects.count() == 0
        assert 'value="钱先生"' in words
        assert "2026-05-01" in words  # how to write it

    def test_sent_twice_is_kept_once(self) -> None:
        page = FormPageFactory()
        stamp = opened(page)

        first, second = (send(page, stamp=stamp, q1="5") for _ in range(2))

        assert (first.status_code, second.status_code) == (200, 200)
        assert Submission.objects.count() == 1

    def test_of_an_older_version_still_counts(self) -> None:
        page = FormPageFactory(
            blocks=[block("text", "菜品", id="a"), block("text", "服务", id="b")]
        )
        stamp = opened(page, version=1)
        page.questions = page._meta.get_field("questions").to_python(
            [block("text", "环境", id="c")]
        )
        page.save_revision().publish()

        send(page, stamp=stamp, q1="好", q2="也好")

        kept = Submission.objects.get()
        assert (kept.version.number, kept.answers) == (1, {"q1": "好", "q2": "也好"})

    @pytest.mark.parametrize(
        "trapped", [{"website": "http://spam.example"}, {"stamp": "forged"}, {"quick": True}]
    )
    def test_that_a_machine_sent_is_shown_again_and_not_kept(self, trapped: dict[str, Any]) -> None:
        page = FormPageFactory()
        if trapped.pop("quick", False):
            trapped["stamp"] = new_stamp(version=1, at=timezone.now())

        response = send(page, q1="5", **trapped)

        assert (response.status_code, Submission.objects.count()) == (422, 0)
        assert "checked" in response.content.decode()


class TestAForm:
    @pytest.mark.parametrize(
        ("times", "words"),
        [
            ({"opens_at": timedelta(hours=1)}, "尚未开放"),
            ({"closes_at": -timedelta(hours=1)}, "已关闭"),
        ],
    )
    def test_says_when_it_takes_no_answers(self, times: dict[str, timedelta], words: str) -> None:
        page = FormPageFactory(**{name: timezone.now() + by for name, by in times.items()})

        shown = Client().get(f"/f/{page.slug}?lang=zh-hans").content.decode()
        sent = send(page, q1="5").content.decode()

        assert (words in shown, words in sent) == (True, True)
        assert Submission.objects.count() == 0

    def test_takes_no_more_answers_than_wanted(self) -> None:
        page = FormPageFactory(quota=1)

        send(page, q1="5")
        send(page, q1="4")

        assert [kept.answers for kept in Submission.objects.all()] == [{"q1": 5}]

    @pytest.mark.parametrize(
        ("language", "title"), [("zh-hans", "网络"), ("zh-hant", "網路"), ("en", "Network")]
    )
    def test_speaks_three_languages_at_one_address(self, language: str, title: str) -> None:
        page = FormPageFactory(
            title="网络", title_en="Network", blocks=[block("text", "网络", label_en="Network")]
        )

        words = Client().get(f"/f/{page.slug}?lang={language}").content.decode()

        assert re.search(r"<h1>(.*)</h1>", words)[1] == title  # type: ignore[index]  # there is one

    def test_is_shown_at_its_address_among_the_pages_and_never_kept_in_memory(self) -> None:
        page = FormPageFactory()

        response = Client().get(page.url)

        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert "您对今晚满意吗？" in response.content.decode()

    def test_that_is_unknown_or_taken_down_is_not_found(self) -> None:
        page = FormPageFactory()
        page.unpublish()

        codes = [
            Client().get(f"/f/{slug}").status_code for slug in (page.slug, "nothing", "a\x00b")
        ]

        assert codes == [404, 404, 404]


class TestTheApi:
    def call(self, page: FormPage, answers: dict[str, Any], key: str = "") -> Any:
        """Send answers over the API."""
        return Client().post(
            f"/api/foyer/v1/forms/{page.slug}/submissions?lang=zh-hans",
            json.dumps({"answers": answers}),
            content_type="application/json",
            headers={"Idempotency-Key": key} if key else {},
        )

    def test_tells_what_a_form_asks(self) -> None:
        page = FormPageFactory(
            blocks=[
                block("rating", "满意吗", most=5, required=True),
                block("text", "原因", show_if=when("满意吗", "at_most", "2")),
            ]
        )

        told = Client().get(f"/api/foyer/v1/forms/{page.slug}?lang=zh-hans").json()

        assert told["version"] == 1
        assert told["answers"]["properties"] == {
            "q1": {"title": "满意吗", "type": "integer", "minimum": 1, "maximum": 5},
            "q2": {"title": "原因", "type": "string", "maxLength": 500},
        }
        assert told["answers"]["required"] == ["q1"]
        assert told["rules"][1]["show_if"]["conditions"] == [
            {"question": "q1", "comparison": "at_most", "value": "2"}
        ]

    def test_keeps_answers_once_for_each_idempotency_key(self) -> None:
        page = FormPageFactory()

        answers = [self.call(page, {"q1": 5}, key="once") for _ in range(2)]

        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        assert Submission.objects.count() == 1

    def test_gives_nobody_the_page_of_another_who_used_the_same_key(self) -> None:
        page = FormPageFactory(
            purpose="complaint",
            blocks=[block("long_text", "发生了什么", required=True)],
            notice="仅用于处理投诉。",
        )
        mine, theirs = ({"q1": words} for words in ("空调坏了", "灯坏了"))

        told = [self.call(page, answers, key="1").json() for answers in (mine, theirs, theirs)]

        assert told[0]["track_url"] != told[1]["track_url"]
        assert told[1] == told[2]
        assert Submission.objects.count() == 2

    def test_names_each_wrong_answer(self) -> None:
        page = FormPageFactory(
            blocks=[block("rating", "满意吗", most=5), block("email", "邮箱")],
            notice="仅用于回复。",
        )

        answer = self.call(page, {"q1": 9, "q2": "无"})

        assert answer.status_code == 422
        assert sorted(answer.json()["errors"]) == ["answers.q1", "answers.q2"]

    @pytest.mark.parametrize(
        "answer",
        [None, [], {}, 1, -1, 1e400, "５", "x" * 10_000, "\x00", "\ud800", [["a"]], {"a": 1}, True],
    )
    def test_never_breaks_whatever_is_sent(self, answer: Any) -> None:
        page = FormPageFactory(blocks=every_kind(), notice="仅用于改进服务。")
        keys = [f"q{n}" for n in range(1, 16)] + ["table"]

        response = self.call(page, dict.fromkeys(keys, answer))

        assert response.status_code in (201, 422), response.content

    def test_stands_in_the_document_of_the_house(self) -> None:
        document = Client().get("/api/foyer/v1/openapi.json").json()

        assert {"/api/foyer/v1/forms/{slug}", "/api/foyer/v1/forms/{slug}/submissions"} <= set(
            document["paths"]
        )
