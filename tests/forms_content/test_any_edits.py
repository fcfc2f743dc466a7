"""A submission made under any version still validates, is shown and goes out, whatever was edited since."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import given as generated
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from forms_content.answers import answer_in_words, check_answers
from forms_content.definition.parts import said
from forms_content.enums import Source
from forms_content.exports import AnswerList
from forms_content.models import FormPage, FormVersion
from forms_content.results import report_of
from forms_content.services.submitting import Way, submit
from tests.factories import UserFactory
from tests.factories.forms import FormPageFactory, ask_anew, block

pytestmark = pytest.mark.django_db
_names = count()
WORDS = "甲乙丙丁戊己庚辛"
KINDS = ("text", "single", "multiple", "rating", "nps", "matrix", "ranking")
Questions = list[dict[str, Any]]


def fresh(kind: str) -> dict[str, Any]:
    """A question nobody asked before."""
    more: dict[str, Any] = {}
    if kind in ("single", "multiple", "matrix", "ranking"):
        more["choices"] = "甲\n乙\n丙"
    if kind in ("single", "multiple"):
        more["other"] = True
    if kind == "matrix":
        more["rows"] = "早\n晚"
    if kind == "rating":
        more["most"] = 5
    name = f"{kind} {next(_names)}"
    return block(kind, name, id=name, **more)


def edited(questions: Questions, act: tuple[str, int, str]) -> Questions:
    """The questions after one edit in the builder."""
    what, place, kind = act
    at = place % len(questions)
    one = questions[at]
    value = one["value"]
    rest = questions[:at] + questions[at + 1 :]
    if what == "add":
        return [*questions[:at], fresh(kind), *questions[at:]]
    if what == "remove":
        return rest or questions
    if what == "reorder":
        return [*rest, one]
    if what == "rename":
        return [
            *questions[:at],
            one | {"value": value | {"label": f"新{value['label']}"}},
            *questions[at + 1 :],
        ]
    if "choices" not in value:
        return questions
    lines = value["choices"].split("\n")
    spare = (
        next(word for word in WORDS * 2 if word not in lines)
        if len(set(lines)) < len(WORDS)
        else ""
    )
    changed = {
        "more choices": [*lines, spare] if spare else lines,
        "fewer choices": lines[1:] if len(lines) > 2 else lines,
        "turn choices": lines[::-1],
    }[what]
    return [
        *questions[:at],
        one | {"value": value | {"choices": "\n".join(changed)}},
        *questions[at + 1 :],
    ]


ACTS = st.tuples(
    st.sampled_from(
        ["add", "remove", "rename", "reorder", "more choices", "fewer choices", "turn choices"]
    ),
    st.integers(0, 9),
    st.sampled_from(KINDS),
)


def fitting(version: FormVersion, turn: int) -> dict[str, Any]:
    """An answer to every question of a version."""
    given: dict[str, Any] = {}
    for question in version.asks.asked:
        keys = [one.key for one in question.choices]
        given[question.key] = {
            "text": f"第{turn}次",
            "single": "other" if turn % 2 else keys and keys[0],
            "multiple": keys[:2],
            "rating": 1 + turn % 5,
            "nps": turn % 11,
            "matrix": {row.key: keys[turn % len(keys)] for row in question.rows if keys},
            "ranking": keys[::-1],
        }[question.kind]
        given[question.other_key] = "写的"
    return given


class TestAnyEdits(TestCase):
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @generated(
        st.lists(st.sampled_from(KINDS), min_size=1, max_size=4),
        st.lists(st.lists(ACTS, min_size=1, max_size=3), min_size=1, max_size=4),
    )
    def test_leave_every_answer_valid_shown_and_exported(
        self, kinds: list[str], rounds: list[list[tuple[str, int, str]]]
    ) -> None:
        questions = [fresh(kind) for kind in kinds]
        page = FormPageFactory(blocks=questions)
        kept = [self.answered(page, 0)]
        for turn, acts in enumerate(rounds, start=1):
            for act in acts:
                questions = edited(questions, act)
            page = ask_anew(page, *questions)
            kept.append(self.answered(page, turn))

        by = UserFactory(role="Administrators")
        target = AnswerList(page)
        columns = {column.key: column for column in target.columns(by)}
        records = target.records([one.pk for one in kept], by)
        for one in records:
            asks = one.version.asks
            assert check_answers(asks, one.answers).answers == one.answers
            for question in asks.asked:
                words = answer_in_words(question, one.answers, language="zh-hans")
                assert words
                parts = [f"{question.key}.{row.key}" for row in question.rows] or [question.key]
                assert all(columns[part].value(one, by) for part in parts)
        report = report_of(page, language="zh-hans")
        for outcome in report.outcomes:
            assert outcome.answered == sum(outcome.key in one.answers for one in records)
        asked_now = {said(one.label, "zh-hans") for one in page.versions.first().asks.asked}
        assert {one.label for one in report.outcomes if not one.removed} == asked_now

    def answered(self, page: FormPage, turn: int) -> Any:
        """One filled copy of the version in use."""
        version = FormVersion.objects.filter(page=page).first()
        assert version is not None
        way = Way(Source.API, "zh-hans", f"edit {turn}")
        return submit(
            page=page, version=version, given=fitting(version, turn), way=way, at=timezone.now()
        )
