"""What is made of answers: counted, narrowed down, parted, and hidden where somebody would be recognised."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings
from hypothesis import given as generated
from hypothesis import strategies as st

from forms_content.enums import Source
from forms_content.models import FormPage
from forms_content.results import Wanted, report_of
from forms_content.results.groups import SMALL, Cell, Shield, large_enough
from forms_content.results.tallies import NumberTally
from foyer.core.roles import MANAGEMENT, MARKETING
from foyer.privacy import fields
from tests.conftest import LogIn
from tests.factories import EventFactory
from tests.factories.forms import FormPageFactory, ask_anew, block
from tests.forms_content.answers import answer

pytestmark = pytest.mark.django_db
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CHOICES = "满意\n一般\n不满意"
MAY, JUNE = (datetime(2026, month, 10, 4, tzinfo=UTC) for month in (5, 6))


def figures(report: Any, key: str) -> dict[str, str]:
    """The figures of one question, by name."""
    return dict(next(one for one in report.outcomes if one.key == key).figures)


def table(report: Any, heading: str) -> dict[str, tuple[str, ...]]:
    """One table of a parted report, row by row."""
    return dict(next(one for one in report.parted.tables if one.heading == heading).rows)


class TestAReport:
    def test_tells_average_median_recommendation_places_and_rows(self) -> None:
        page = FormPageFactory(
            blocks=[
                block("rating", "茶点", most=5),
                block("nps", "推荐"),
                block("matrix", "各项", rows="菜品\n服务", choices="好\n差"),
                block("ranking", "排序", choices="甲\n乙"),
                block("number", "几位"),
            ]
        )
        for stars, nps, order, heads in (
            (5, 10, ["c1", "c2"], 2),
            (4, 8, ["c2", "c1"], 3),
            (1, 3, ["c1", "c2"], 40),
        ):
            answer(page, q1=stars, q2=nps, q3={"r1": "c1", "r2": "c2"}, q4=order, q5=heads)

        with translation.override("en"):
            report = report_of(page, language="en")

        assert figures(report, "q1") == {"average": "3.33", "median": "4"}
        assert figures(report, "q2")["recommendation score"] == "0"
        assert figures(report, "q2")["detractors (0–6)"] == "1 (33 %)"
        assert figures(report, "q5")["median"] == "3"
        rows = {
            chart.heading: [bar.count for bar in chart.bars] for chart in report.outcomes[2].charts
        }
        assert rows == {"菜品": [3, 0], "服务": [0, 3]}
        assert [(bar.count, bar.more) for bar in report.outcomes[3].charts[0].bars] == [
            (2, "1.33"),
            (1, "1.67"),
        ]

    def test_counts_personal_answers_without_opening_them(self) -> None:
        page = FormPageFactory(blocks=[block("email", "邮箱")], notice="仅用于回复。")
        answer(page, q1="zhao@example.com")

        with patch.object(fields, "unseal", side_effect=AssertionError):
            report = report_of(page, language="zh-hans")

        assert [(one.answered, one.personal) for one in report.outcomes] == [(1, True)]

    @pytest.mark.parametrize(
        ("wanted", "count"),
        [
            ({"first": MAY.date(), "last": MAY.date()}, 1),
            ({"language": "en"}, 1),
            ({"source": Source.PAGE}, 1),
            ({"event": "this"}, 1),
            ({"event": "this", "language": "zh-hant"}, 0),
            ({}, 3),
        ],
    )
    def test_is_narrowed_down(self, wanted: dict[str, Any], count: int) -> None:
        page, event = FormPageFactory(), EventFactory()
        answer(page, at=MAY, q1=5)
        answer(page, at=JUNE, language="en", q1=4)
        answer(page, at=JUNE, event=event, source=Source.PAGE, q1=3)
        if wanted.get("event"):
            wanted = wanted | {"event": event.pk}

        report = report_of(page, language="en", wanted=Wanted(**wanted))

        assert (report.total, report.outcomes[0].answered) == (count, count)

    def test_is_parted_by_an_answer_by_version_and_by_month(self) -> None:
        page = FormPageFactory(
            blocks=[
                block("single", "满意吗", id="a", choices=CHOICES),
                block("rating", "茶点", id="b", most=5),
            ]
        )
        answer(page, at=MAY, q1="c1", q2=5)
        answer(page, at=MAY, q1="c3", q2=1)
        page = ask_anew(page, block("rating", "茶与点心", id="b", most=5))
        answer(page, at=JUNE, q2=3)

        with translation.override("en"):
            by_answer, by_version, by_month = (
                report_of(page, language="zh-hans", by=by) for by in ("q1", "version", "month")
            )

        assert by_answer.parted is not None
        assert by_answer.parted.columns == (("满意", 1), ("不满意", 1))
        assert table(by_answer, "茶与点心")["average"] == ("5", "1")
        assert table(by_version, "茶与点心")["average"] == ("3", "3")
        assert table(by_version, "满意吗")["满意"] == ("1 (50 %)", "–")
        assert by_month.parted is not None
        assert [name for name, _size in by_month.parted.columns] == ["May 2026", "June 2026"]


class TestSatisfaction:
    def test_brings_every_marked_answer_to_a_hundred_by_the_scale_it_was_given_on(self) -> None:
        page = FormPageFactory(
            blocks=[
                block("rating", "内容", id="a", most=5, aspect="content"),
                block("single", "服务", id="b", choices=CHOICES, aspect="service"),
                block("rating", "再合作", id="c", most=5, aspect="intent"),
                block("rating", "茶点", id="d", most=5),
            ]
        )
        answer(page, q1=5, q2="c3", q3=5, q4=1)
        page = ask_anew(page, block("rating", "内容", id="a", most=10, aspect="content"))
        answer(page, q1=10)

        satisfaction = report_of(page, language="en").satisfaction

        assert [one.value for _name, one in satisfaction.by_aspect] == [100.0, 0.0]
        assert (satisfaction.total.value, satisfaction.intent.high_share) == (66.7, 100)


class TestAnAnonymousForm:
    @pytest.fixture
    def page(self) -> FormPage:
        """A form with twelve answers in Chinese and three in English."""
        page = FormPageFactory(
            anonymous=True,
            blocks=[block("rating", "茶点", most=5), block("single", "满意吗", choices=CHOICES)],
        )
        for n in range(12):
            answer(page, at=MAY, q1=5, q2="c1" if n < 6 else "c2")
        for _n in range(3):
            answer(page, at=MAY, language="en", q1=1, q2="c3")
        return page

    def test_shows_no_group_by_the_difference_of_two_reports(self, page: FormPage) -> None:
        whole = report_of(page, language="en")
        chinese = report_of(page, language="en", wanted=Wanted(language="zh-hans"))
        english = report_of(page, language="en", wanted=Wanted(language="en"))

        assert whole.total == 15
        assert english.hidden
        assert whole.count - chinese.count in (0, *range(SMALL, 16))

    def test_is_narrowed_down_by_whole_months(self, page: FormPage) -> None:
        for _n in range(5):
            answer(page, at=JUNE, q1=3, q2="c1")
        half = Wanted(first=MAY.date(), last=MAY.date())
        month = Wanted(first=MAY.date().replace(day=1), last=MAY.date().replace(day=31))

        counts = [report_of(page, language="en", wanted=wanted).count for wanted in (half, month)]

        assert counts[0] == counts[1]

    def test_counts_in_fives_so_that_the_last_answer_is_not_told_by_yesterdays_report(
        self, page: FormPage
    ) -> None:
        before = report_of(page, language="en")
        answer(page, at=JUNE, q1=2, q2="c1")

        after = report_of(page, language="en")

        assert after.total == before.total + 1
        assert after.outcomes[0].average == before.outcomes[0].average

    def test_hides_small_groups_of_a_cross_table_and_one_more_if_they_could_be_reckoned(
        self, page: FormPage
    ) -> None:
        report = report_of(page, language="zh-hans", by="q2")

        assert report.parted is not None
        assert "不满意" in report.parted.hidden
        shown = sum(size for _name, size in report.parted.columns)
        assert report.count - shown in (0, *range(SMALL, 16))

    def test_is_not_parted_by_an_answer_when_it_is_narrowed_down(self, page: FormPage) -> None:
        report = report_of(page, language="en", wanted=Wanted(language="zh-hans"), by="q2")

        assert report.parted is None
        assert "q2" not in dict(report.choices)


@st.composite
def houses(draw: st.DrawFn) -> dict[Cell, int]:
    """Answers in any cells."""
    cells = st.builds(
        Cell,
        event=st.sampled_from([None, 1, 2]),
        version=st.sampled_from([1, 2]),
        language=st.sampled_from(["en", "zh-hans"]),
        source=st.just("page"),
        month=st.sampled_from([MAY.date().replace(day=1), JUNE.date().replace(day=1)]),
    )
    return draw(st.dictionaries(cells, st.integers(1, 30)))


class TestTheShield:
    @PATIENT
    @generated(houses(), st.sampled_from(["en", "zh-hans", ""]), st.sampled_from([None, 1, 2]))
    def test_leaves_no_small_difference_between_any_two_reports(
        self, cells: dict[Cell, int], language: str, event: int | None
    ) -> None:
        whole = Shield.around(cells)
        wanted, wider = Wanted(language=language, event=event), Wanted(language=language)
        narrow, wide = whole.narrowed(wanted.fits), whole.narrowed(wider.fits)

        for larger, smaller in ((whole, narrow), (whole, wide), (wide, narrow)):
            assert (larger.count - smaller.count) % SMALL == 0
        assert all(count % SMALL == 0 and count for count in whole.open.values())

    @PATIENT
    @generated(
        st.dictionaries(st.text("abc", min_size=1, max_size=2), st.integers(0, 20)),
        st.integers(0, 9),
    )
    def test_shows_groups_only_if_the_others_are_no_small_group(
        self, groups: dict[str, int], nowhere: int
    ) -> None:
        among = sum(groups.values()) + nowhere

        shown = large_enough(groups, among=among)

        rest = among - sum(groups[name] for name in shown)
        assert all(groups[name] >= SMALL for name in shown)
        assert not shown or rest == 0 or rest >= SMALL

    def test_hides_a_group_that_nearly_is_another_one(self) -> None:
        assert large_enough({"a": 20, "b": 20}, among=40, nested=[("a", 0, 1)]) == {"b"}


@generated(st.lists(st.integers(-50, 50), min_size=1))
def test_the_median_is_the_middle_of_all_numbers(numbers: list[int]) -> None:
    tally = NumberTally()
    for number in numbers:
        tally.add(number)
    ordered = sorted(numbers)

    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    assert tally.median == middle


class TestEvents:
    def asked(self) -> FormPage:
        """A form about an event."""
        return FormPageFactory(
            blocks=[
                block("rating", "内容", most=5, aspect="content"),
                block("rating", "服务", most=5, aspect="service"),
            ]
        )

    def test_are_compared_by_the_same_questions_of_different_forms(self, log_in: LogIn) -> None:
        spring, autumn = EventFactory(title="春茶会"), EventFactory(title="秋茶会")
        answer(self.asked(), event=spring, q1=5, q2=5)
        answer(self.asked(), event=autumn, q1=1, q2=3)
        query = f"?event={spring.pk}&event={autumn.pk}"

        response = log_in(MARKETING).get(f"/admin/forms/compare/{query}")

        parted = response.context["parted"]
        assert sorted(size for _name, size in parted.columns) == [1, 1]
        score, content, _service = parted.tables
        assert sorted(content.rows[1][1]) == ["1", "5"]
        assert sorted(score.rows[0][1]) == ["100", "25"]

    def test_have_a_metric_sheet_on_screen_on_paper_and_as_a_workbook(self, log_in: LogIn) -> None:
        event = EventFactory(title="春茶会")
        answer(self.asked(), event=event, q1=4, q2=5)
        client, address = log_in(MARKETING), f"/admin/forms/events/{event.pk}/"

        client.post(f"{address}reach/", {"views": "1200", "followers": "35"})
        pages = [client.get(address + part).content.decode() for part in ("", "print/")]
        sheet = b"".join(client.get(f"{address}workbook/").streaming_content)

        assert all(text in page for page in pages for text in ("春茶会", "87.5", "1200", "35"))
        assert sheet.startswith(b"PK")

    def test_the_score_of_the_house_is_told_month_by_month(self, log_in: LogIn) -> None:
        page = self.asked()
        answer(page, at=MAY, q1=5, q2=5)
        answer(page, at=JUNE, q1=1, q2=1)

        query = "?first=2026-05-01&last=2026-06-30"
        house = log_in(MANAGEMENT).get(f"/admin/forms/satisfaction/{query}").context["house"]

        assert [(one.total.value, one.total.count) for _name, one in house.months] == [
            (100.0, 2),
            (0.0, 2),
        ]
        assert house.total.total.value == 50.0
