"""One question with the answers of several groups side by side, as a table and as a chart. (FORMS 5)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forms_content.definition import Question
from forms_content.definition.parts import said
from forms_content.enums import QuestionKind
from foyer.core import charts
from foyer.core.charts import Drawing, short

from .counting import Count
from .outcomes import names, scale_of
from .tallies import ChoiceTally, NumberTally, OrderTally, TableTally, tally_for

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Table:
    """One question, or one row of a table, for all groups side by side.

    Attributes:
        heading: the question in words.
        rows: for each thing its name, and a cell for each group.
        drawing: the same as a chart.
    """

    heading: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    drawing: Drawing | None = None


def tables_of(
    question: Question,
    labels: Sequence[str],
    counts: Sequence[Count],
    *,
    language: str,
    line: bool,
    key: str = "",
) -> list[Table | None]:
    """Return a question for some groups side by side; one table for each row of a table of choices.

    Args:
        question: the question.
        labels: the names of the groups.
        counts: what was counted of each.
        language: in which choices are named.
        line: whether the groups follow in time.
        key: under which the question was counted, if not its own.
    """
    empty = tally_for(question)
    tallies = [one.tallies.get(key or question.key, empty) for one in counts]
    label = said(question.label, language)
    if not any(tally.answered for tally in tallies):
        return []
    if isinstance(empty, NumberTally):
        return [_of_numbers(label, question, labels, tallies, line=line)]
    if isinstance(empty, TableTally):
        named = names(question, language)
        return [
            _of_choices(
                f"{label} · {said(row.label, language)}",
                [name for _key, name in named],
                labels,
                [[_row(tally, row.key, key) for key, _name in named] for tally in tallies],
            )
            for row in question.rows
        ]
    if isinstance(empty, OrderTally):
        return [_of_order(label, question, labels, tallies, language)]
    if isinstance(empty, ChoiceTally):
        named = names(question, language)
        cells = [[_count(tally, key) for key, _name in named] for tally in tallies]
        among = [tally.answered for tally in tallies]
        several = question.kind in (QuestionKind.MULTIPLE, QuestionKind.CONSENT)
        return [
            _of_choices(
                label, [name for _key, name in named], labels, cells, among, draw=not several
            )
        ]
    return []


def satisfaction_table(
    labels: Sequence[str], counts: Sequence[Count], *, line: bool
) -> Table | None:
    """Return the scores of some groups side by side, or None where nothing is a judgement."""
    totals = [one.satisfaction.total.value for one in counts]
    if not any(value is not None for value in totals):
        return None
    heading = _("Satisfaction score, 0 to 100")
    rows = [(pgettext("satisfaction", "In all"), tuple(map(_figure, totals)))]
    aspects = {name for one in counts for name, _score in one.satisfaction.by_aspect}
    for name in sorted(aspects):
        scores = [dict(one.satisfaction.by_aspect).get(name) for one in counts]
        rows.append((name, tuple(_figure(score.value if score else None) for score in scores)))
    named = list(zip(labels, totals, strict=True))
    return Table(heading, tuple(rows), charts.columns(heading, named, least=0, most=100, line=line))


def _of_numbers(
    label: str, question: Question, labels: Sequence[str], tallies: Sequence[Any], *, line: bool
) -> Table:
    answered = (_("answers"), tuple(str(tally.answered) for tally in tallies))
    averages = [tally.average for tally in tallies]
    rows = [answered, (_("average"), tuple(map(_figure, averages)))]
    values, least, most = averages, 0.0, max([*filter(None, averages), 1])
    if question.kind == QuestionKind.NPS:
        values, least, most = [tally.recommendation for tally in tallies], -100, 100
        rows.append((_("recommendation score"), tuple(map(_figure, values))))
    elif question.kind == QuestionKind.RATING:
        most = scale_of(question)[-1]
        rows.append((_("median"), tuple(_figure(tally.median) for tally in tallies)))
    named = list(zip(labels, values, strict=True))
    drawing = charts.columns(label, named, least=least, most=most, line=line)
    return Table(label, tuple(rows), drawing)


def _of_choices(
    label: str,
    parts: Sequence[str],
    labels: Sequence[str],
    cells: Sequence[Sequence[int]],
    among: Sequence[int] | None = None,
    *,
    draw: bool = True,
) -> Table:
    of = among or [sum(group) for group in cells]
    rows = [(_("answers"), tuple(map(str, of)))]
    for place, name in enumerate(parts):
        rows.append(
            (name, tuple(_share(group[place], n) for group, n in zip(cells, of, strict=True)))
        )
    drawing = charts.stacked(label, parts, list(zip(labels, cells, strict=True))) if draw else None
    return Table(label, tuple(rows), drawing)


def _of_order(
    label: str, question: Question, labels: Sequence[str], tallies: Sequence[Any], language: str
) -> Table:
    rows = [
        (name, tuple(_figure(tally.mean_place(key)) for tally in tallies))
        for key, name in names(question, language)
    ]
    return Table(f"{label} · {_('mean place')}", tuple(rows))


def _row(tally: Any, row: str, key: str) -> int:
    counts = tally.rows.get(row) if isinstance(tally, TableTally) else None
    return counts[key] if counts else 0


def _count(tally: Any, key: str) -> int:
    return tally.counts[key] if isinstance(tally, ChoiceTally) else 0


def _share(count: int, of: int) -> str:
    return f"{count} ({round(100 * count / of)} %)" if of else NOTHING


def _figure(value: float | None) -> str:
    return NOTHING if value is None else short(value)
