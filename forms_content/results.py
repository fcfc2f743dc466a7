"""What was answered, counted: by key, across all versions. (FORMS 2, 5; 001-31)"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import pgettext

from .definition import Definition, Question
from .definition.parts import said
from .enums import QuestionKind
from .models import FormPage, FormVersion, Submission

SMALL = 5  # fewer answers than this to an anonymous form show who gave them
_LATEST_TEXTS = 20
_PROMOTER, _DETRACTOR = 9, 6
_IN_NUMBERS = (QuestionKind.NUMBER, QuestionKind.RATING, QuestionKind.NPS)
_IN_WORDS = (
    QuestionKind.TEXT,
    QuestionKind.LONG_TEXT,
    QuestionKind.DATE,
    QuestionKind.TIME,
    QuestionKind.HIDDEN,
)


@dataclass(frozen=True, slots=True)
class Bar:
    """How often one thing was answered; `share` in per cent of those who answered the question."""

    label: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a heading, which a row of a table has and a plain question has not."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(slots=True)
class Outcome:
    """What was answered to one question.

    Attributes:
        average: of stars and numbers.
        score: the recommendation: per cent of 9 and 10 less per cent of 0 to 6.
        removed: whether the form asks this no more.
    """

    key: str
    label: str
    kind: str
    answered: int = 0
    average: float | None = None
    score: int | None = None
    charts: list[Chart] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    personal: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What was answered to a form; `hidden` when an anonymous form has too few answers to be shown."""

    count: int
    hidden: bool
    outcomes: tuple[Outcome, ...]


def report_of(page: FormPage, *, language: str) -> Report:
    """Return the report of a form: every question it ever asked, the present ones first.

    Args:
        page: the form.
        language: in which questions and choices are named.
    """
    versions = list(FormVersion.objects.filter(page_id=page.pk))
    given = [kept.all_answers for kept in Submission.objects.filter(page=page)]
    if page.anonymous and 0 < len(given) < SMALL:
        return Report(len(given), True, ())
    outcomes = [
        _outcome(question, given, language=language, removed=removed)
        for question, removed in _every_question([version.asks for version in versions])
    ]
    return Report(len(given), False, tuple(outcomes))


def _every_question(definitions: Sequence[Definition]) -> Iterable[tuple[Question, bool]]:
    """Each question once, as it was last asked, with all it ever offered; and whether it is gone."""
    found: dict[str, Question] = {}
    offered: dict[str, dict[str, Any]] = {}
    for definition in definitions:
        for question in definition.asked:
            found.setdefault(question.key, question)
            choices = offered.setdefault(question.key, {})
            for one in question.choices:
                choices.setdefault(one.key, one)
    present = {question.key for question in definitions[0]} if definitions else set()
    for key, question in found.items():
        yield _with_choices(question, tuple(offered[key].values())), key not in present


def _with_choices(question: Question, choices: tuple[Any, ...]) -> Question:
    return Question.from_json(question.to_json() | {"choices": [one.to_json() for one in choices]})


def _outcome(
    question: Question,
    given: Sequence[Mapping[str, Any]],
    *,
    language: str,
    removed: bool,
) -> Outcome:
    outcome = Outcome(
        question.key,
        said(question.label, language),
        str(question.kind),
        personal=question.personal,
        removed=removed,
    )
    answers = [row[question.key] for row in given if question.key in row]
    outcome.answered = len(answers)
    if question.personal:
        return outcome
    if question.kind in _IN_WORDS:
        outcome.texts = [str(answer) for answer in answers[:_LATEST_TEXTS]]
    elif question.kind in _IN_NUMBERS:
        _number(outcome, question, answers)
    elif question.kind == QuestionKind.MATRIX:
        outcome.charts = [
            Chart(said(row.label, language), _bars(_picked(answers, row.key), question, language))
            for row in question.rows
        ]
    elif question.kind == QuestionKind.RANKING:
        firsts = [answer[0] for answer in answers]
        outcome.charts = [Chart(pgettext("chart", "Put first"), _bars(firsts, question, language))]
    else:
        outcome.charts = [Chart("", _bars(answers, question, language))]
        others = (row.get(question.other_key) for row in given)
        outcome.texts = [str(text) for text in others if text][:_LATEST_TEXTS]
    return outcome


def _picked(answers: Sequence[Mapping[str, str]], row: str) -> list[str]:
    return [answer[row] for answer in answers if row in answer]


def _bars(answers: Sequence[Any], question: Question, language: str) -> tuple[Bar, ...]:
    counts: Counter[str] = Counter()
    for answer in answers:
        counts.update(answer if isinstance(answer, list) else [_as_key(answer)])
    names = {one.key: said(one.label, language) for one in question.choices}
    if question.other:
        names["other"] = pgettext("choice", "Other")
    if question.kind == QuestionKind.CONSENT:
        names = {"yes": pgettext("consent", "Given")}
    return tuple(_bar(name, counts[key], len(answers)) for key, name in names.items())


def _as_key(answer: Any) -> str:
    return "yes" if answer is True else str(answer)


def _bar(label: str, count: int, of: int) -> Bar:
    return Bar(label, count, round(100 * count / of) if of else 0)


def _number(outcome: Outcome, question: Question, answers: Sequence[float]) -> None:
    if answers:
        outcome.average = round(sum(answers) / len(answers), 2)
    if question.kind == QuestionKind.NUMBER:
        return
    scale = (
        range(11) if question.kind == QuestionKind.NPS else range(1, int(question.most or 5) + 1)
    )
    counts = Counter(int(answer) for answer in answers)
    bars = tuple(_bar(str(n), counts[n], len(answers)) for n in scale)
    outcome.charts = [Chart("", bars)]
    if question.kind == QuestionKind.NPS and answers:
        promoters = sum(answer >= _PROMOTER for answer in answers)
        detractors = sum(answer <= _DETRACTOR for answer in answers)
        outcome.score = round(100 * (promoters - detractors) / len(answers))
