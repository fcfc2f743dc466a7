"""What the catalogue shows: saved views, what it is narrowed down by, the tree with its counts. (000-27)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Func, IntegerField, QuerySet
from django.utils.translation import gettext_lazy

from foyer.archive.enums import Secrecy
from foyer.archive.models import ArchiveRecord, ArchiveRecordQuerySet, RecordClass, RecordLink
from foyer.archive.subjects import Facts, kind_of
from foyer.core.models import User
from foyer.staff.models import Department

from .words import matching

VIEWS = {
    "all": gettext_lazy("All records"),
    "mine": gettext_lazy("Kept by me"),
    "department": gettext_lazy("My departments"),
    "closed": gettext_lazy("Confidential and secret"),
    "due": gettext_lazy("Past their time"),
}
MOST_COUNTED = 1000


class _Year(Func):
    """The year of a day, told by the database itself: on SQLite Django's own calls Python for each row."""

    template = "CAST(EXTRACT(YEAR FROM %(expressions)s) AS integer)"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Cut it off the day as it is written there: 2026-03-18."""
        return self.as_sql(
            compiler,
            connection,
            template="CAST(SUBSTR(%(expressions)s, 1, 4) AS integer)",
            **context,
        )


@dataclass(frozen=True, slots=True)
class About:
    """What a record is about, as somebody may read it; without a name when they may not see it."""

    kind: str
    facts: Facts | None


def chosen_view(
    staff: User, view: str, wanted: dict[str, Any], *, at: datetime, today: date
) -> ArchiveRecordQuerySet:
    """Return the records of a saved view that somebody may know of, narrowed down as they wish."""
    found = ArchiveRecord.objects.visible_to(staff)
    match view:
        case "mine":
            found = found.filter(keeper=staff)
        case "department":
            mine = Department.objects.of(staff).order_by().values("pk")
            found = found.filter(department__in=mine)
        case "closed":
            found = found.filter(secrecy__gte=Secrecy.CONFIDENTIAL)
        case "due":
            found = found.due(today).order_by("due_on", "pk")
    narrowed: ArchiveRecordQuerySet = _narrowed(found, wanted, staff, at)
    return narrowed


def _narrowed(found: Any, wanted: dict[str, Any], staff: User, at: datetime) -> Any:
    plain = ("record_class", "phase", "department", "keeper", "secrecy")
    found = found.filter(**{name: wanted[name] for name in plain if name in wanted})
    if "year" in wanted:
        year = wanted["year"]
        found = found.filter(dated_on__range=(date(year, 1, 1), date(year, 12, 31)))
    if "about" in wanted:
        subject = wanted["about"]
        found = found.about(subject) if subject else found.none()
    return matching(found, wanted["q"], by=staff, at=at) if "q" in wanted else found


def counted(found: QuerySet[Any]) -> int:
    """Return how many there are, as far as counting is worth the time."""
    return found.order_by().values("pk")[: MOST_COUNTED + 1].count()


def tree_of(staff: User) -> list[tuple[Any, list[tuple[int, int]]]]:
    """Return class by class how many records of each year somebody may know of, in two queries."""
    seen = ArchiveRecord.objects.visible_to(staff).order_by()
    years = seen.annotate(year=_Year("dated_on")).values("record_class", "year")
    counts: dict[int, list[tuple[int, int]]] = {}
    for row in years.annotate(count=Count("pk")).order_by("-year"):
        counts.setdefault(row["record_class"], []).append((row["year"], row["count"]))
    classes = RecordClass.objects.filter(pk__in=counts)
    return [(one, counts[one.pk]) for one in classes]


def subjects_in(found: QuerySet[Any], staff: User) -> list[tuple[About, str, int]]:
    """Return what the records of one branch are about, with how many each: name, address part, count."""
    links = RecordLink.objects.filter(record__in=found.order_by().values("pk"))
    rows = list(
        links.order_by()
        .values("kind", "subject_id")
        .annotate(count=Count("record"))
        .order_by("-count", "kind", "subject_id")[:200]
    )
    told = facts_of([(row["kind"], row["subject_id"]) for row in rows], staff)
    return [
        (
            told[row["kind"], row["subject_id"]],
            f"{_key_of(row['kind'])}:{row['subject_id']}",
            row["count"],
        )
        for row in rows
        if told[row["kind"], row["subject_id"]].facts is not None
    ]


def about_many(records: Iterable[ArchiveRecord], staff: User) -> dict[int, list[About]]:
    """Return what each of some records is about, in one query and one for each kind."""
    links = list(RecordLink.objects.filter(record__in=[one.pk for one in records]).order_by("pk"))
    told = facts_of([(link.kind_id, link.subject_id) for link in links], staff)
    about: dict[int, list[About]] = {}
    for link in links:
        about.setdefault(link.record_id, []).append(told[link.kind_id, link.subject_id])
    return about


def facts_of(keys: list[tuple[int, int]], staff: User) -> dict[tuple[int, int], About]:
    """Return the facts of subjects one may see, in one query for each kind."""
    told: dict[tuple[int, int], About] = {}
    for kind_id in {one for one, _pk in keys}:
        model = ContentType.objects.get_for_id(kind_id).model_class()
        kind = kind_of(model) if model else None
        wanted = {pk for one, pk in keys if one == kind_id}
        seen = kind.visible_to(staff).filter(pk__in=wanted).in_bulk() if kind else {}
        name = str(kind.subject.label) if kind else "–"
        for pk in wanted:
            facts = kind.facts(seen[pk]) if kind and pk in seen else None
            told[kind_id, pk] = About(name, facts)
    return told


def _key_of(kind_id: int) -> str:
    model: Any = ContentType.objects.get_for_id(kind_id).model_class()
    return str(model._meta.label_lower)
