"""The monthly report of cases: how many, why, whether promises were kept, whether clients are satisfied. (001-31)"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from statistics import median

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from foyer.cases.enums import CaseKind, CauseCategory, Outcome, Severity
from foyer.cases.models import Action, Case
from foyer.clients.models import Client
from foyer.core import charts
from foyer.core.business_calendar.hours import load_hours
from foyer.core.charts import Drawing
from foyer.core.days import house_day

from .facets import NOT_KNOWN, facets, label_of
from .months import Month

_HOUR = timedelta(hours=1)


def formula() -> str:
    """Return in words how the complaint rate is reckoned."""
    return _(
        "Complaint rate = complaints taken in during the month ÷ clients on file at its end × 100. "
        "Cases merged into one count once."
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: what it counts, how many, their share of all in per cent, and the cases behind it."""

    facet: str
    label: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class Part:
    """Figures that belong together, with their drawing."""

    title: str
    lines: tuple[Line, ...]
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class Rate:
    """Complaints and clients of a month, and the rate between them."""

    month: Month
    complaints: int
    clients: int

    @property
    def value(self) -> float | None:
        """Per cent, with two decimals; nothing where the house has no clients."""
        return round(100 * self.complaints / self.clients, 2) if self.clients else None


@dataclass(frozen=True, slots=True)
class Report:
    """What happened in a month.

    Attributes:
        rate: of the month.
        trend: the twelve months up to it.
        parts: the figures by kind, severity, cause; promises; satisfaction.
        contact_hours, answer_hours: the median of business hours until each; None where there was none.
        satisfaction: per cent of the clients who said so among those asked to the end; None where nobody was.
        actions, actions_late: prevention measures whose effect is still to be checked.
    """

    month: Month
    taken: int
    still_open: int
    rate: Rate
    trend: tuple[Rate, ...]
    trend_drawing: Drawing | None
    parts: tuple[Part, ...]
    contact_hours: float | None
    answer_hours: float | None
    satisfaction: int | None
    actions: int
    actions_late: int


def report_of(month: Month, *, at: datetime) -> Report:
    """Return the report of a month, in the same number of queries however many cases there are."""
    conditions = facets(month, at=at)
    counts = Case.objects.order_by().aggregate(
        **{facet: Count("pk", filter=condition) for facet, condition in conditions.items()}
    )
    trend = _trend(month)
    contact, answer = _hours(month)
    asked = counts["satisfied"] + counts["no_answer"]
    open_actions = Action.objects.filter(checked_at=None).order_by()
    rates = [(f"{one.month.first:%y-%m}", one.value) for one in trend]
    highest = max([value for _name, value in rates if value], default=1.0)
    return Report(
        month=month,
        taken=counts["taken"],
        still_open=counts["open"],
        rate=trend[-1],
        trend=trend,
        trend_drawing=charts.columns(
            _("Complaint rate, per cent"), rates, least=0, most=highest, line=True
        ),
        parts=tuple(_parts(counts)),
        contact_hours=contact,
        answer_hours=answer,
        satisfaction=round(100 * counts["satisfied"] / asked) if asked else None,
        actions=open_actions.count(),
        actions_late=open_actions.filter(due_on__lt=house_day(at)).count(),
    )


def _parts(counts: dict[str, int]) -> Iterable[Part]:
    causes = [*CauseCategory.values, NOT_KNOWN]
    yield _part(_("By kind"), [f"kind-{one}" for one in CaseKind.values], counts)
    yield _part(_("Complaints by cause"), [f"cause-{one}" for one in causes], counts)
    yield _part(_("Complaints by severity"), [f"severity-{one}" for one in Severity.values], counts)
    yield _part(_("First contact"), ["contact_kept", "contact_late", "contact_open"], counts)
    yield _part(_("Promised answer"), ["answer_kept", "answer_late", "answer_open"], counts)
    yield _part(_("Satisfaction"), ["satisfied", "objected", "no_answer"], counts)


def _part(title: str, names: Sequence[str], counts: dict[str, int]) -> Part:
    among = sum(counts[name] for name in names)
    lines = tuple(
        Line(name, label_of(name), counts[name], round(100 * counts[name] / among) if among else 0)
        for name in names
    )
    bars = [(line.label, line.count, line.share) for line in lines]
    return Part(title, lines, charts.bars(title, bars) if among else None)


def _trend(month: Month) -> tuple[Rate, ...]:
    """Return the rates of twelve months, in three queries."""
    months, zone = month.year, timezone.get_default_timezone()
    within = {"opened_at__gte": months[0].start, "opened_at__lt": month.end}
    complaints = Case.objects.filter(kind=CaseKind.COMPLAINT, **within)
    told = _by_month(complaints.exclude(outcome=Outcome.DUPLICATE), "opened_at", zone)
    known = Client.objects.filter(created_at__lt=months[0].start).count()
    later = Client.objects.filter(created_at__gte=months[0].start, created_at__lt=month.end)
    new = _by_month(later, "created_at", zone)
    clients = accumulate((new[one.key] for one in months), initial=known)
    next(clients)
    return tuple(
        Rate(one, told[one.key], count) for one, count in zip(months, clients, strict=True)
    )


def _by_month(records: object, field: str, zone: object) -> Counter[str]:
    months = records.order_by().annotate(month=TruncMonth(field, tzinfo=zone)).values("month")  # type: ignore[attr-defined]
    return Counter(
        {f"{row['month']:%Y-%m}": row["count"] for row in months.annotate(count=Count("pk"))}
    )


def _hours(month: Month) -> tuple[float | None, float | None]:
    """Return the median of business hours until first contact and first answer."""
    hours = load_hours()
    taken = facets(month, at=month.end)["taken"]
    moments = Case.objects.filter(taken).values_list("opened_at", "contacted_at", "answered_at")
    contacts, answers = [], []
    for opened, contacted, answered in moments.iterator():
        if contacted:
            contacts.append(hours.between(opened, contacted) / _HOUR)
        if answered:
            answers.append(hours.between(opened, answered) / _HOUR)
    return _median(contacts), _median(answers)


def _median(values: list[float]) -> float | None:
    return round(median(values), 1) if values else None
