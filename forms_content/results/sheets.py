"""A report as the rows of a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from .events import MetricSheet
from .outcomes import Outcome
from .parting import Parted
from .report import Report
from .tables import Table


def report_rows(
    report: Report, title: str, conditions: Sequence[tuple[str, str]]
) -> list[list[str]]:
    """Return the figures of a report, question by question."""
    rows = [[title], [_("Answers counted"), str(report.count)]]
    rows += [[name, value] for name, value in conditions]
    rows += satisfaction_rows(report)
    if report.parted:
        return [*rows, *_parted(report.parted)]
    return [*rows, *(row for outcome in report.outcomes for row in _outcome(outcome))]


def satisfaction_rows(report: Report) -> list[list[str]]:
    """Return the score and what it is made of."""
    total = report.satisfaction.total
    if not total.count:
        return []
    rows = [[_("Satisfaction score, 0 to 100"), str(total.value), str(total.count)]]
    return rows + [[name, str(s.value), str(s.count)] for name, s in report.satisfaction.by_aspect]


def table_rows(columns: Sequence[str], table: Table) -> Iterator[list[str]]:
    """Yield one question with its groups side by side."""
    yield []
    yield [table.heading, *columns]
    yield from ([name, *cells] for name, cells in table.rows)


def _parted(parted: Parted) -> Iterator[list[str]]:
    yield []
    yield [parted.label, *(name for name, _size in parted.columns)]
    yield [_("answers"), *(str(size) for _name, size in parted.columns)]
    for table in parted.tables:
        yield from table_rows([name for name, _size in parted.columns], table)


def _outcome(outcome: Outcome) -> Iterator[list[str]]:
    yield []
    yield [outcome.label, _("answers"), str(outcome.answered)]
    yield from ([name, value] for name, value in outcome.figures)
    for chart in outcome.charts:
        if chart.heading:
            yield [chart.heading]
        for bar in chart.bars:
            yield [bar.label, str(bar.count), f"{bar.share} %", *([bar.more] if chart.more else [])]


def metric_rows(sheet: MetricSheet) -> list[list[str]]:
    """Return the metric sheet of an event: head, then one figure a row. (000-22)"""
    guests, total = sheet.guests, sheet.satisfaction.total
    rows = [[str(sheet.event), ""], [_("Satisfaction score, 0 to 100"), _told(total.value)]]
    rows += [[name, _told(score.value)] for name, score in sheet.satisfaction.by_aspect]
    figures: list[tuple[str, object]] = [
        (_("Judgements counted"), total.count),
        (_("Answers"), sheet.answers),
        (_("Guests asked"), guests.asked),
        (_("Guests who said yes"), guests.yes),
        (_("Guests who came"), guests.arrived),
        (_("Attendance (%)"), sheet.attendance),
        (_("Answers for each hundred who came"), sheet.response),
        (_("Intent to cooperate (%)"), sheet.satisfaction.intent.high_share),
    ]
    if sheet.reach:
        figures += [
            (_("Clients who said they would work with us"), sheet.reach.interested),
            (_("Views"), sheet.reach.views),
            (_("New followers"), sheet.reach.followers),
            (_("Reports in the media"), sheet.reach.mentions),
        ]
    return [*rows, *([name, _told(value)] for name, value in figures)]


def _told(value: object) -> str:
    return "–" if value is None else str(value)
