"""What is kept no longer than it is needed for. (PRV-05)"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, Min, OuterRef, QuerySet
from django.utils import timezone

from foyer.core.jobs import JobRun, start_job
from foyer.core.models import Job
from foyer.privacy.declarations import ERASED, Anonymise, Delete, PersonalData, Purpose
from foyer.privacy.models import PrivacyPolicy
from foyer.privacy.people import Person, led_to, records_of
from foyer.privacy.registry import purposes, registrations

from .erasing.rules import carry_out

JOB = "privacy.retention"
SOON = 30  # days the report looks ahead


@dataclass(frozen=True, slots=True)
class Lapse:
    """How one purpose stands: its period, what is due now, what will be soon.

    Attributes:
        days: how long things are kept for it; None: until somebody erases them.
        kinds: how many records are due, by kind.
        soon: how many more fall due within the next thirty days.
        oldest: the moment the oldest record is counted from.
    """

    purpose: Purpose
    days: int | None
    kinds: tuple[tuple[PersonalData, int], ...]
    soon: int
    oldest: date | datetime | None

    @property
    def due(self) -> int:
        """How many records are due now."""
        return sum(count for _entry, count in self.kinds)


def retention_report(*, at: datetime) -> list[Lapse]:
    """Return for each purpose what its period is and what would go now; nothing is changed."""
    policy = PrivacyPolicy.load()
    return [_standing(purpose, policy, at) for purpose in purposes()]


def let_lapse(run: JobRun) -> None:
    """Delete or anonymise everything whose time is over, one record after the other.

    It may die at any point: what is done is no longer due.
    """
    policy, done = PrivacyPolicy.load(), dict(run.job.result)
    for entry in _with_purpose():
        for pk in list(_due(entry, policy, run.now()).values_list("pk", flat=True)):
            if word := lapse_record(entry, pk, at=run.now()):
                key = f"{entry.label} {word}"
                done[key] = done.get(key, 0) + 1
                run.advance(run.step + 1, result=done)


def start_lapsing(*, at: datetime) -> Job | None:
    """Have a worker let lapse what is due; None when nothing is."""
    due = sum(lapse.due for lapse in retention_report(at=at))
    return start_job(kind=JOB, arguments={}, by=None, at=at, total=due) if due else None


def lapse_record(entry: PersonalData, pk: Any, *, at: datetime) -> str:
    """Do with one record, and what is kept only because of it, what its time being over means."""
    alone = Person({entry.model: {pk}})
    for other in registrations():
        if other.purpose is None and other is not entry and not other.is_person:
            for own in records_of(alone, other).values_list("pk", flat=True):
                carry_out(other, own, by=None, at=at)
    return carry_out(entry, pk, by=None, at=at, rule=entry.lapse or entry.erase)


def _standing(purpose: Purpose, policy: PrivacyPolicy, at: datetime) -> Lapse:
    entries = [entry for entry in _with_purpose() if entry.purpose == purpose]
    kinds = [(entry, _due(entry, policy, at).count()) for entry in entries]
    later = sum(_due(entry, policy, at + timedelta(days=SOON)).count() for entry in entries)
    oldest = [
        found
        for entry in entries
        if (found := _standing_records(entry).aggregate(oldest=Min(entry.since))["oldest"])
    ]
    return Lapse(
        purpose=purpose,
        days=policy.days(purpose),
        kinds=tuple((entry, count) for entry, count in kinds if count),
        soon=later - sum(count for _entry, count in kinds),
        oldest=min(oldest, default=None, key=str),
    )


def _with_purpose() -> Iterator[PersonalData]:
    return (entry for entry in registrations() if entry.purpose and entry.since)


def _due(entry: PersonalData, policy: PrivacyPolicy, at: datetime) -> QuerySet[Any]:
    """Return the records of a kind whose time is over: kept on the last day, gone the day after."""
    days = policy.days(entry.purpose) if entry.purpose else None
    if days is None:
        return entry.objects.none()
    last_day = timezone.localdate(at) - timedelta(days=days)
    due = _standing_records(entry).filter(entry.due, **_before(entry, entry.since, last_day))
    for other, link, way in _dealings(entry):  # what was done since then keeps a person
        done = other.objects.filter(**{link: OuterRef(way)})
        due = due.exclude(Exists(done.exclude(**_before(other, other.since, last_day))))
    return due.order_by("pk")


def _dealings(entry: PersonalData) -> Iterator[tuple[PersonalData, str, str]]:
    """Yield the kinds of dealings that keep a kind of record: their link to it, and what it leads from."""
    ways = {"pk": entry.model} | {way: led_to(entry.model, way) for way in entry.kept_with}
    for other in registrations():
        for link in other.links if other.since and other is not entry else ():
            for way, model in ways.items():
                if led_to(other.model, link) is model:
                    yield other, link, way


def _before(entry: PersonalData, since: str, last_day: date) -> dict[str, Any]:
    """Return the condition for moments on a day or before it."""
    if isinstance(_column(entry.model, since), models.DateTimeField):
        end = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))
        return {f"{since}__lt": end}
    return {f"{since}__lte": last_day}


def _column(model: Any, path: str) -> Any:
    *steps, name = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(name)


def _standing_records(entry: PersonalData) -> QuerySet[Any]:
    """Return the records of a kind that have not been anonymised yet."""
    rule = entry.lapse or entry.erase
    marked = entry.names or (rule.marked if isinstance(rule, Anonymise) else ())
    if (isinstance(rule, Delete) and rule.instead is None) or not marked:
        return entry.objects
    return entry.objects.exclude(**{marked[0]: ERASED})
