"""The satisfaction score, defined once: for a report, an event, a period, the house. (000-22, 001-31)

Every answer to a question marked as a judgement is brought to 0 (the worst there is to choose) up to 100 (the
best); the score is the mean of all of them. Stars count by their number, choices by their place, the best
first; a table gives one judgement for each row. What was answered in an earlier version counts by the scale of
that version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from forms_content.answers.kinds import MOST_STARS
from forms_content.definition import Question
from forms_content.enums import Aspect, QuestionKind
from forms_content.models import FormVersion

INTERESTED = 75  # from here on of 100 an answer counts as an intent to cooperate
_Worth = Callable[[Any], list[float]]


def formula() -> str:
    """Return in words how the score is reckoned."""
    return _(
        "Each answer to a question marked as satisfaction = (answer − worst) ÷ (best − worst) × 100; "
        "the score is the mean of all these answers, from 0 to 100."
    )


@dataclass(slots=True)
class Score:
    """Judgements of one kind.

    Attributes:
        sum: of all judgements, each from 0 to 100.
        count: how many there are.
        high: how many of them reach `INTERESTED`.
    """

    sum: float = 0.0
    count: int = 0
    high: int = 0

    def add(self, judgement: float) -> None:
        """Count one."""
        self.sum += judgement
        self.count += 1
        self.high += judgement >= INTERESTED

    def join(self, other: Score) -> None:
        """Count what another has counted, too."""
        self.sum, self.count, self.high = (
            self.sum + other.sum,
            self.count + other.count,
            self.high + other.high,
        )

    @property
    def value(self) -> float | None:
        """The mean, with one decimal."""
        return round(self.sum / self.count, 1) if self.count else None

    @property
    def high_share(self) -> int | None:
        """Per cent of those that are high."""
        return round(100 * self.high / self.count) if self.count else None


class Satisfaction:
    """The score of some answers, by what they judge."""

    def __init__(self) -> None:
        self.scores: dict[str, Score] = {aspect: Score() for aspect in Aspect.values}

    @property
    def total(self) -> Score:
        """The score of all that is satisfaction."""
        total = Score()
        for aspect in Aspect.OF_SATISFACTION:
            total.join(self.scores[aspect])
        return total

    @property
    def intent(self) -> Score:
        """Whether clients would work with the house."""
        return self.scores[Aspect.COOPERATION]

    def join(self, other: Satisfaction) -> None:
        """Count what another has counted, too."""
        for aspect, score in other.scores.items():
            self.scores[aspect].join(score)

    @property
    def by_aspect(self) -> list[tuple[str, Score]]:
        """The scores that have any judgement, each with what it judges."""
        return [
            (str(Aspect(aspect).label), self.scores[aspect])
            for aspect in Aspect.OF_SATISFACTION
            if self.scores[aspect].count
        ]


class Judge:
    """Knows which answers to a form are judgements, and what each is worth in the version it was given in."""

    def __init__(self, versions: Iterable[FormVersion]) -> None:
        marks: dict[str, str] = {}
        asked: dict[int, dict[str, Question]] = {}
        for version in versions:  # the latest first: its marks hold for all
            asked[version.pk] = {question.key: question for question in version.asks.asked}
            for key, question in asked[version.pk].items():
                marks.setdefault(key, question.aspect)
        self.marks: Mapping[str, str] = {key: mark for key, mark in marks.items() if mark}
        self._worths: dict[int, dict[str, _Worth]] = {
            pk: {key: worth_of(questions[key]) for key in self.marks if key in questions}
            for pk, questions in asked.items()
        }

    def judge(self, version: int, answers: Mapping[str, Any], into: Satisfaction) -> None:
        """Count the judgements among the answers of one filled copy."""
        for key, worth in self._worths.get(version, {}).items():
            if key in answers:
                for judgement in worth(answers[key]):
                    into.scores[self.marks[key]].add(judgement)


def worth_of(question: Question) -> _Worth:
    """Return the function that brings an answer to a question to judgements from 0 to 100."""
    if question.kind == QuestionKind.RATING:
        steps = int(question.most or MOST_STARS) - 1
        return lambda stars: [100 * (stars - 1) / steps]
    places = {one.key: place for place, one in enumerate(question.choices)}
    last = max(len(places) - 1, 1)

    def chosen(answer: Any) -> list[float]:
        taken = answer.values() if isinstance(answer, Mapping) else [answer]
        return [100 * (last - places[one]) / last for one in taken if one in places]

    return chosen
