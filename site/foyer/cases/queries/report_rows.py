"""The monthly report as the rows of a workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .report import Report, formula


def report_rows(report: Report) -> list[list[str]]:
    """Return the figures, part by part."""
    rows = [
        [_("Monthly report"), report.month.name],
        [_("Cases taken in"), str(report.taken)],
        [_("Open at the end of the month"), str(report.still_open)],
        [_("Complaint rate, per cent"), told(report.rate.value), formula()],
        [_("Business hours until the first contact (median)"), told(report.contact_hours)],
        [_("Business hours until the answer (median)"), told(report.answer_hours)],
        [_("Satisfied among those closed, per cent"), told(report.satisfaction)],
        [_("Prevention measures to check"), str(report.actions)],
        [_("of these overdue"), str(report.actions_late)],
        [],
        [_("Month"), _("Complaints"), _("Clients"), _("Complaint rate, per cent")],
    ]
    rows += [
        [one.month.name, str(one.complaints), str(one.clients), told(one.value)]
        for one in report.trend
    ]
    for part in report.parts:
        rows += [[], [part.title]]
        rows += [[line.label, str(line.count), f"{line.share} %"] for line in part.lines]
    return rows


def told(value: object) -> str:
    """Return a figure, or a dash where there is none."""
    return "–" if value is None else str(value)
