"""Events side by side, the figures of one event, and the satisfaction of the house. (000-22, 001-31)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forms_content.definition.parts import said
from forms_content.models import EventReach, FormPage, FormVersion, Submission
from foyer.core import charts
from foyer.core.charts import Drawing
from foyer.events.models import Event
from foyer.guests.queries import ListCounts, list_counts

from .counting import Count, count
from .grouping import Grouping
from .groups import month_of
from .merging import Asked, merged
from .parting import Parted
from .satisfaction import Judge, Satisfaction
from .selecting import Row, Selection, Wanted
from .tables import Table, satisfaction_table, tables_of

MOST_EVENTS = 6


@dataclass(frozen=True, slots=True)
class MetricSheet:
    """What an event achieved: the metric sheet of the house. (000-22)

    Attributes:
        event: the event.
        satisfaction: what guests said, by what they judged.
        answers: how many filled copies there are.
        guests: how the guest list stands.
        reach: what was typed in by hand, if anything was.
        forms: the forms that were answered about it.
    """

    event: Event
    satisfaction: Satisfaction
    answers: int
    guests: ListCounts
    reach: EventReach | None
    forms: tuple[FormPage, ...]

    @property
    def attendance(self) -> int | None:
        """Per cent of those asked who came."""
        return _per_cent(self.guests.arrived, self.guests.asked)

    @property
    def response(self) -> int | None:
        """Answers for each hundred of those who came."""
        return _per_cent(self.answers, self.guests.arrived)


@dataclass(frozen=True, slots=True)
class Months:
    """The satisfaction of the house, month by month."""

    total: Satisfaction
    months: tuple[tuple[str, Satisfaction], ...]
    drawing: Drawing | None


def surveyed_events() -> list[Event]:
    """Return the events anything was answered about, the latest first."""
    answered = Submission.objects.counting().filter(event__isnull=False).order_by()
    found = Event.objects.filter(pk__in=answered.values("event").distinct())
    return list(found.order_by("-starts_at", "-pk"))


def metric_sheet(event: Event) -> MetricSheet:
    """Return the figures of an event; of an anonymous form only groups that are large enough count."""
    satisfaction, answers, forms = Satisfaction(), 0, []
    for page in _forms_about([event]):
        selection = Selection(page, Wanted(event=event.pk))
        answers += selection.total
        satisfaction.join(_judged(page, selection.rows()))
        forms.append(page)
    reach = EventReach.objects.filter(event=event).first()
    return MetricSheet(event, satisfaction, answers, list_counts(event), reach, tuple(forms))


def compared(events: Sequence[Event], *, language: str) -> Parted:
    """Return what was answered about some events side by side.

    Questions of different forms are the same when they are of one kind and have the same words: forms made
    from one template are compared so. Choices are then told apart by their keys.
    """
    keys = {str(event.pk): str(event.title_text) for event in events}
    counts = {key: Count.of(()) for key in keys}
    questions: dict[str, Asked] = {}
    for page in _forms_about(events):
        versions = list(FormVersion.objects.filter(page_id=page.pk))
        asked = merged([version.asks for version in versions])
        grouping = Grouping("event", "", _event_of(keys), keys)
        rows = Selection(page, parted=True).rows()
        groups = count(rows, asked, versions, grouping).groups
        for one in asked:
            name = f"{one.question.kind} {said(one.question.label, 'zh-hans')}"
            questions.setdefault(name, one)
            for key, group in groups.items():
                if one.key in group.tallies and group.tallies[one.key].answered:
                    counts[key].tallies.setdefault(name, group.tallies[one.key])
        for key, group in groups.items():
            counts[key].size += group.size
            counts[key].satisfaction.join(group.satisfaction)
    return _side_by_side(keys, counts, questions, language)


def house_satisfaction(first: date, last: date) -> Months:
    """Return the score of all forms in a period, and month by month; small groups of anonymous forms count not."""
    total, months = Satisfaction(), dict[str, Satisfaction]()
    wanted = Wanted(first=first, last=last)
    for page in FormPage.objects.order_by("pk"):
        judge = Judge(FormVersion.objects.filter(page_id=page.pk))
        if not judge.marks:
            continue
        for row in Selection(page, wanted, parted=True).rows():
            key = f"{month_of(row.received_at):%Y-%m}"
            judge.judge(row.version_id, row.answers, months.setdefault(key, Satisfaction()))
    for satisfaction in months.values():
        total.join(satisfaction)
    named = [(_month(key), months[key]) for key in sorted(months) if months[key].total.count]
    values = [(name, one.total.value) for name, one in named]
    title = _("Satisfaction score, 0 to 100")
    drawing = charts.columns(title, values, least=0, most=100, line=True) if values else None
    return Months(total, tuple(named), drawing)


def _forms_about(events: Iterable[Event]) -> list[FormPage]:
    about = Submission.objects.counting().filter(event__in=list(events)).order_by()
    return list(FormPage.objects.filter(pk__in=about.values("page").distinct()).order_by("pk"))


def _judged(page: FormPage, rows: Iterable[Row]) -> Satisfaction:
    judge, satisfaction = Judge(FormVersion.objects.filter(page_id=page.pk)), Satisfaction()
    for row in rows:
        judge.judge(row.version_id, row.answers, satisfaction)
    return satisfaction


def _event_of(keys: dict[str, str]) -> Callable[[Row], list[str]]:
    return lambda row: [key] if (key := str(row.event_id or "")) in keys else []


def _side_by_side(
    keys: dict[str, str], counts: dict[str, Count], asked: dict[str, Asked], language: str
) -> Parted:
    labels, groups = list(keys.values()), list(counts.values())
    found: list[Table | None] = [satisfaction_table(labels, groups, line=False)]
    for name, one in asked.items():
        if not one.question.personal:
            question = one.question
            found += tables_of(question, labels, groups, language=language, line=False, key=name)
    columns = tuple(zip(labels, (group.size for group in groups), strict=True))
    tables = tuple(table for table in found if table)
    return Parted(_("Event"), columns, (), tables)


def _month(key: str) -> str:
    year, month = map(int, key.split("-"))
    return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")


def _per_cent(count: int, of: int) -> int | None:
    return round(100 * count / of) if of else None
