"""Which cases a figure of the monthly report counts: the same condition counts them and lists them. (001-31)"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foyer.cases.enums import CaseKind, CaseStatus, CauseCategory, Outcome, Severity
from foyer.cases.models import Case, CaseQuerySet, CaseStep

from .months import Month

NOT_KNOWN = "none"
_BY = {"kind": CaseKind, "severity": Severity, "cause": CauseCategory}

LABELS: dict[str, Promise | str] = {
    "taken": _("Cases taken in"),
    "complaints": _("Complaints taken in"),
    "contact_kept": _("First contact in time"),
    "contact_late": _("First contact late"),
    "contact_open": _("First contact still to come"),
    "answer_kept": _("Answer in time"),
    "answer_late": _("Answer late"),
    "answer_open": _("Answer still to come"),
    "satisfied": _("Closed: client satisfied"),
    "no_answer": _("Closed without an answer"),
    "objected": _("Client was not satisfied at first"),
    "open": _("Open at the end of the month"),
}


def facets(month: Month, *, at: datetime) -> dict[str, Q]:
    """Return every figure of a month with the condition its cases meet.

    A case merged into another counts once: as the other.
    """
    taken = Q(opened_at__gte=month.start, opened_at__lt=month.end) & ~Q(outcome=Outcome.DUPLICATE)
    complaints = taken & Q(kind=CaseKind.COMPLAINT)
    closed = Q(closed_at__gte=month.start, closed_at__lt=month.end)
    uncontacted = taken & Q(contact_in_time=None, status__in=CaseStatus.OPEN)
    unanswered = taken & Q(answer_in_time=None, status__in=CaseStatus.OPEN)
    waits = Q(waiting_since__isnull=False)
    doubts = CaseStep.objects.filter(
        before=CaseStatus.FOLLOWING_UP, at__gte=month.start, at__lt=month.end
    ).exclude(after=CaseStatus.CLOSED)
    found = {
        "taken": taken,
        "complaints": complaints,
        "contact_kept": taken & Q(contact_in_time=True),
        "contact_late": taken & Q(contact_in_time=False)
        | uncontacted & Q(contact_due_at__lt=at) & ~waits,
        "contact_open": uncontacted & (Q(contact_due_at__gte=at) | waits),
        "answer_kept": taken & Q(answer_in_time=True),
        "answer_late": taken & Q(answer_in_time=False)
        | unanswered & Q(answer_due_at__lt=at) & ~waits,
        "answer_open": unanswered & (Q(answer_due_at__gte=at) | waits),
        "satisfied": closed & Q(outcome=Outcome.SATISFIED),
        "no_answer": closed & Q(outcome=Outcome.NO_ANSWER),
        "objected": Q(pk__in=doubts.order_by().values("case")),
        "open": Q(opened_at__lt=month.end) & (Q(closed_at=None) | Q(closed_at__gte=month.end)),
    }
    found |= {f"kind-{one.value}": taken & Q(kind=one) for one in CaseKind}
    found |= {f"severity-{one.value}": complaints & Q(severity=one) for one in Severity}
    found |= {f"cause-{one.value}": complaints & Q(cause_category=one) for one in CauseCategory}
    found[f"cause-{NOT_KNOWN}"] = complaints & Q(cause_category="")
    return found


def label_of(facet: str) -> str:
    """Return what a figure counts, in words."""
    group, _dash, value = facet.partition("-")
    if group not in _BY:
        return str(LABELS[facet])
    return str(_("Cause not known yet") if value == NOT_KNOWN else _BY[group](value).label)


def cases_of(facet: str, month: Month, *, at: datetime) -> CaseQuerySet | None:
    """Return the cases a figure counts, the latest first; None for a figure there is none of."""
    condition = facets(month, at=at).get(facet)
    return (
        None if condition is None else Case.objects.filter(condition).order_by("-opened_at", "-pk")
    )
