"""What erasing a person would do, shown before anything is done. (PRV-07)"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import cached_property

from foyer.privacy.declarations import PersonalData, Words
from foyer.privacy.people import Person, records_of, sharing_reach
from foyer.privacy.registry import person_kinds, registrations, stores
from foyer.privacy.words import Needles

from .rules import Fate, fate_of


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """One record and what becomes of it."""

    record: models.Model
    fate: Fate


@dataclass(frozen=True, slots=True)
class PlannedKind:
    """The records of one kind that are about the person."""

    entry: PersonalData
    records: tuple[PlannedRecord, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many are deleted, anonymised and kept."""
        return Counter(planned.fate.word for planned in self.records)

    @property
    def reasons(self) -> list[str]:
        """Why some are kept."""
        return sorted({str(one.fate.because) for one in self.records if one.fate.because})


@dataclass(frozen=True)
class Plan:
    """All that erasing a person would do."""

    person: Person
    kinds: Sequence[PlannedKind]
    places: Sequence[tuple[Words, int]]
    perhaps: Sequence[models.Model]
    namesakes: int

    @cached_property
    def stamp(self) -> str:
        """A fingerprint: another when a record has come, gone or changed its fate since it was shown."""
        told = [
            (kind.entry.label, str(one.record.pk), one.fate.word)
            for kind in self.kinds
            for one in kind.records
        ]
        return hashlib.sha256(json.dumps(sorted(told)).encode()).hexdigest()[:16]


def plan_erasure(person: Person) -> Plan:
    """Return what erasing a person would do; nothing is changed."""
    kinds = [_planned(person, entry) for entry in reversed(registrations())]
    places = [(store.title, sum(1 for _row in store.rows(person))) for store in stores()]
    return Plan(
        person=person,
        kinds=[kind for kind in kinds if kind.records],
        places=[(title, count) for title, count in places if count],
        perhaps=sharing_reach(person),
        namesakes=count_namesakes(person),
    )


def count_namesakes(person: Person) -> int:
    """Return how many other people bear one of the person's names: then a name alone tells nobody's."""
    called = Needles.called(person)
    return sum(
        1
        for entry in person_kinds()
        for column in entry.names
        for pk in entry.objects.filter(called.standing_in(column, whole=True)).values_list(
            "pk", flat=True
        )
        if pk not in person.keys.get(entry.model, set())
    )


def _planned(person: Person, entry: PersonalData) -> PlannedKind:
    records: list[Any] = list(records_of(person, entry).order_by("pk"))
    return PlannedKind(entry, tuple(PlannedRecord(one, fate_of(entry, one)) for one in records))
