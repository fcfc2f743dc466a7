"""What a form asks from one publishing to the next."""

from typing import Any

import pytest
from django.utils import timezone

from forms_content.enums import Source
from forms_content.models import FormPage, FormVersion, Submission
from forms_content.results import report_of
from forms_content.services.submitting import Way, submit, version_in_use
from forms_content.services.versions import compiled_now
from tests.factories.forms import FormPageFactory, ask_anew, block, when

pytestmark = pytest.mark.django_db
CHOICES = "满意\n一般\n不满意"


def labels(version: FormVersion) -> dict[str, str]:
    """What a version asks, by key."""
    return {one.key: one.label["zh-hans"] for one in version.asks}


def answer(page: FormPage, **given: Any) -> Submission:
    """One filled copy of a form as it is now."""
    way = Way(Source.API, "zh-hans", f"{given}{Submission.objects.count()}")
    return submit(page=page, version=version_in_use(page), given=given, way=way, at=timezone.now())


class TestAPublishedForm:
    def test_keeps_the_keys_of_questions_that_are_renamed_moved_or_added_to(self) -> None:
        page = FormPageFactory(
            blocks=[block("text", "菜品", id="a"), block("text", "服务", id="b")]
        )

        page = ask_anew(
            page,
            block("text", "环境", id="c"),
            block("text", "服务员", id="b"),
            block("text", "菜品", id="a"),
        )

        assert labels(version_in_use(page)) == {"q3": "环境", "q2": "服务员", "q1": "菜品"}

    def test_gives_a_question_that_comes_back_its_key_again_and_never_another_one(self) -> None:
        page = FormPageFactory(
            blocks=[block("text", "菜品", id="a"), block("text", "服务", id="b")]
        )
        page = ask_anew(page, block("text", "菜品", id="a"))
        page = ask_anew(page, block("text", "菜品", id="a"), block("text", "环境", id="c"))

        page = ask_anew(page, block("text", "环境", id="c"), block("text", "服务", id="b"))

        assert labels(version_in_use(page)) == {"q3": "环境", "q2": "服务"}

    def test_makes_no_version_when_nothing_of_what_it_asks_has_changed(self) -> None:
        page = FormPageFactory()

        page.save_revision().publish()

        assert [version.number for version in page.versions.all()] == [1]

    def test_keeps_the_key_of_a_choice_that_is_renamed_in_its_place(self) -> None:
        page = FormPageFactory(blocks=[block("single", "满意吗", id="a", choices=CHOICES)])

        page = ask_anew(page, block("single", "满意吗", id="a", choices="非常满意\n一般\n不满意"))

        question = next(iter(version_in_use(page).asks))
        assert [(one.key, one.label["zh-hans"]) for one in question.choices] == [
            ("c1", "非常满意"),
            ("c2", "一般"),
            ("c3", "不满意"),
        ]

    def test_keeps_the_keys_of_choices_that_are_moved(self) -> None:
        page = FormPageFactory(blocks=[block("single", "满意吗", id="a", choices=CHOICES)])

        page = ask_anew(page, block("single", "满意吗", id="a", choices="不满意\n尚可\n满意"))

        question = next(iter(version_in_use(page).asks))
        assert [one.key for one in question.choices] == ["c3", "c2", "c1"]

    @pytest.mark.parametrize(
        "written",
        [
            "满意，一般，不满意",
            "满意、一般、不满意",
            "满意;一般；不满意",
            "满意,一般,不满意",
            CHOICES,
        ],
    )
    def test_understands_choices_however_they_are_pasted(self, written: str) -> None:
        page = FormPageFactory(blocks=[block("single", "满意吗", choices=written)])

        question = next(iter(version_in_use(page).asks))

        assert [one.label["zh-hans"] for one in question.choices] == ["满意", "一般", "不满意"]

    def test_takes_labels_of_two_hundred_chinese_characters(self) -> None:
        long = "您对今晚的安排满意吗" * 20
        page = FormPageFactory(
            blocks=[block("single", long, choices=f"{'很好' * 100}\n{'不好' * 100}")]
        )

        kept = answer(page, q1="c2")

        assert labels(version_in_use(page)) == {"q1": long}
        assert kept.answers == {"q1": "c2"}

    def test_converts_what_was_not_written_in_traditional_chinese(self) -> None:
        page = FormPageFactory(blocks=[block("text", "网络质量", label_en="Network")])

        label = next(iter(version_in_use(page).asks)).label

        assert label == {"zh-hans": "网络质量", "zh-hant": "網路質量", "en": "Network"}


class TestResults:
    def test_count_answers_of_all_versions_by_key_the_removed_ones_too(self) -> None:
        page = FormPageFactory(
            blocks=[
                block("single", "满意吗", id="a", choices=CHOICES),
                block("nps", "会推荐吗", id="b"),
            ]
        )
        answer(page, q1="c1", q2=10)
        answer(page, q1="c3", q2=0)
        page = ask_anew(page, block("single", "您满意吗", id="a", choices="很满意\n一般\n不满意"))
        answer(page, q1="c1")

        report = report_of(page, language="zh-hans")

        first, second = report.outcomes
        assert report.count == 3
        assert [(bar.label, bar.count) for bar in first.charts[0].bars] == [
            ("很满意", 2),
            ("一般", 0),
            ("不满意", 1),
        ]
        assert (second.label, second.removed, second.answered, second.score) == (
            "会推荐吗",
            True,
            2,
            0,
        )

    def test_of_an_anonymous_form_are_hidden_until_nobody_can_be_recognised(self) -> None:
        page = FormPageFactory(anonymous=True)
        for stars in (1, 2, 3, 4):
            answer(page, q1=stars)
        few = report_of(page, language="zh-hans")

        answer(page, q1=5)
        enough = report_of(page, language="zh-hans")

        assert (few.hidden, few.outcomes) == (True, ())
        assert (enough.hidden, enough.outcomes[0].average) == (False, 3.0)


class TestRules:
    def test_leave_out_what_is_hidden_and_ask_for_what_is_shown(self) -> None:
        page = FormPageFactory(
            blocks=[
                block("single", "满意吗", choices=CHOICES, required=True),
                block(
                    "long_text",
                    "为什么不满意",
                    required=True,
                    show_if=when("满意吗", "is", "不满意"),
                ),
            ]
        )

        kept = answer(page, q1="c1", q2="写了又改了主意")

        assert kept.answers == {"q1": "c1"}

    @pytest.mark.parametrize("named", ["会推荐吗", "会推荐", "a"])
    def test_follow_a_question_however_it_is_renamed(self, named: str) -> None:
        page = FormPageFactory(
            blocks=[
                block("nps", "会推荐吗", id="a"),
                block("text", "原因", id="b", show_if=when("会推荐", "at_most", "6")),
            ],
        )
        page.questions = page._meta.get_field("questions").to_python(
            [
                block("nps", "愿意介绍给朋友吗", id="a"),
                block("text", "原因", id="b", show_if=when(named, "at_most", "6")),
            ]
        )

        compiled = compiled_now(page)

        assert compiled.problems == []
        rule = list(compiled.definition)[1].show_if
        assert rule is not None
        assert rule.to_json()["conditions"] == [
            {"question": "q1", "comparison": "at_most", "value": "6"}
        ]
        assert page.questions[1].value["show_if"]["conditions"][0]["question"] == "a"

    def test_follow_a_choice_that_is_renamed(self) -> None:
        asked = {"show_if": when("a", "is", "不满意")}
        page = FormPageFactory(
            blocks=[
                block("single", "满意吗", id="a", choices=CHOICES),
                block("text", "原因", id="b", **asked),
            ]
        )
        renamed = CHOICES.replace("不满意", "很不满意")

        page = ask_anew(
            page,
            block("single", "满意吗", id="a", choices=renamed),
            block("text", "原因", id="b", **asked),
        )

        assert compiled_now(page).problems == []
        assert answer(page, q1="c3", q2="等得太久").answers == {"q1": "c3", "q2": "等得太久"}

    def test_say_when_the_question_they_look_at_is_gone(self) -> None:
        gone = "0" * 8 + "-0000-0000-0000-" + "0" * 12
        page = FormPageFactory(
            blocks=[block("text", "原因", show_if=when(gone, "answered"))], draft=True
        )

        [problem] = compiled_now(page.get_latest_revision_as_object()).problems

        assert gone not in problem
        assert "原因" in problem
