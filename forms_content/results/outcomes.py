"""What was answered to each question, as a report shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forms_content.answers.kinds import MOST_STARS
from forms_content.definition import Question
from forms_content.definition.parts import said
from forms_content.enums import QuestionKind
from foyer.core import charts
from foyer.core.charts import Drawing, short

from .merging import Asked
from .tallies import ChoiceTally, NumberTally, OrderTally, TableTally, Tally, TextTally

NPS = range(11)


@dataclass(frozen=True, slots=True)
class Bar:
    """How often one thing was answered; `share` in per cent of those who answered the question."""

    label: str
    count: int
    share: int
    more: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a heading, which a row of a table has and a plain question has not.

    Attributes:
        id: by which its drawing is named on the page.
        more: what stands above a further column of the table, if there is one.
    """

    heading: str
    bars: tuple[Bar, ...]
    drawing: Drawing
    id: str
    more: str = ""


@dataclass(slots=True)
class Outcome:
    """What was answered to one question.

    Attributes:
        average: of stars and numbers.
        score: the recommendation: per cent of 9 and 10 less per cent of 0 to 6.
        figures: what is said of it in numbers, each with its name.
        texts: the latest texts, at most a few.
        texts_key: under which all texts are read, if there are any.
        removed: whether the form asks this no more.
    """

    key: str
    label: str
    kind: str
    answered: int = 0
    average: float | None = None
    score: int | None = None
    figures: list[tuple[str, str]] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    texts_key: str = ""
    personal: bool = False
    removed: bool = False


def outcome_of(asked: Asked, tally: Tally, others: Tally | None, *, language: str) -> Outcome:
    """Return what was answered to a question.

    Args:
        asked: the question.
        tally: what was counted of it.
        others: what was counted of other answers than the choices.
        language: in which choices are named.
    """
    question = asked.question
    outcome = Outcome(
        question.key,
        said(question.label, language),
        str(question.kind),
        answered=tally.answered,
        personal=question.personal,
        removed=asked.removed,
    )
    match tally:
        case TextTally():
            outcome.texts = list(tally.latest)
        case NumberTally():
            _numbers(outcome, question, tally)
        case TableTally():
            for row in question.rows:
                counts = tally.rows.get(row.key) or Counter[str]()
                named = [(name, counts[key]) for key, name in names(question, language)]
                outcome.charts.append(_chart(said(row.label, language), named, outcome))
        case OrderTally():
            _order(outcome, question, tally, language)
        case ChoiceTally():
            named = [(name, tally.counts[key]) for key, name in names(question, language)]
            outcome.charts = [_chart("", named, outcome, among=tally.answered)]
    if isinstance(others, TextTally) and others.answered:
        outcome.texts, outcome.texts_key = list(others.latest), question.other_key
    elif tally.answered and (outcome.texts or question.personal):
        outcome.texts_key = question.key
    return outcome


def names(question: Question, language: str) -> list[tuple[str, str]]:
    """Return what may be chosen, by its key and in words."""
    if question.kind == QuestionKind.CONSENT:
        return [("yes", pgettext("consent", "Given"))]
    named = [(one.key, said(one.label, language)) for one in question.choices]
    return [*named, ("other", pgettext("choice", "Other"))] if question.other else named


def scale_of(question: Question) -> range:
    """Return the whole numbers that may be given as stars or as a recommendation."""
    if question.kind == QuestionKind.NPS:
        return NPS
    return range(1, int(question.most or MOST_STARS) + 1)


def _chart(
    heading: str, named: Sequence[tuple[str, int]], outcome: Outcome, among: int | None = None
) -> Chart:
    of = sum(count for _name, count in named) if among is None else among
    made = tuple(Bar(name, count, round(100 * count / of) if of else 0) for name, count in named)
    return Chart(heading, made, _drawn(heading or outcome.label, made), _id(outcome))


def _id(outcome: Outcome) -> str:
    return f"chart-{outcome.key}-{len(outcome.charts)}"


def _drawn(title: str, made: Iterable[Bar]) -> Drawing:
    return charts.bars(title, [(bar.label, bar.count, bar.share) for bar in made])


def _numbers(outcome: Outcome, question: Question, tally: NumberTally) -> None:
    if tally.average is not None:
        outcome.average = round(tally.average, 2)
        outcome.figures.append((_("average"), short(outcome.average)))
    if question.kind != QuestionKind.NPS and (median := tally.median) is not None:
        outcome.figures.append((_("median"), short(median)))
    if question.kind == QuestionKind.NUMBER:
        if tally.counts and tally.is_whole:
            ends = f"{short(min(tally.counts))} – {short(max(tally.counts))}"
            outcome.figures.append((_("from – to"), ends))
        return
    named = [(str(n), tally.counts[n]) for n in scale_of(question)]
    outcome.charts = [_chart("", named, outcome, among=tally.answered)]
    if question.kind == QuestionKind.NPS and tally.answered:
        outcome.score = tally.recommendation
        outcome.figures += recommendation(tally)


def recommendation(tally: NumberTally) -> list[tuple[str, str]]:
    """Return the recommendation score and what it is made of, each with its name."""
    parts = (
        (_("promoters (9–10)"), tally.share(9, 10)),
        (_("passives (7–8)"), tally.share(7, 8)),
        (_("detractors (0–6)"), tally.share(0, 6)),
    )
    shares = [(name, f"{n} ({round(100 * n / tally.answered)} %)") for name, n in parts]
    score = str(tally.recommendation)
    return [(_("recommendation score"), score), *shares]


def _order(outcome: Outcome, question: Question, tally: OrderTally, language: str) -> None:
    made = tuple(
        Bar(
            name,
            tally.firsts[key],
            round(100 * tally.firsts[key] / tally.answered) if tally.answered else 0,
            short(place) if (place := tally.mean_place(key)) is not None else "–",
        )
        for key, name in names(question, language)
    )
    heading = pgettext("chart", "Put first")
    outcome.charts = [
        Chart(heading, made, _drawn(heading, made), _id(outcome), more=_("mean place"))
    ]
