"""The drill of this room: an invented person is planted everywhere, erased, and looked for. (PRV-06, PRV-07)"""

from __future__ import annotations

import time
from datetime import timedelta

from django.utils import timezone

from foyer.core.drills import PromiseBroken, Say, drill
from foyer.core.jobs import carry
from foyer.core.models import Job

from .enums import ErasureGround, ErasureStatus
from .models import Erasure
from .people import person_of
from .registry import person_kinds, registrations
from .services.canary import Canary
from .services.erasing.database import wipe_free_space
from .services.erasing.erasures import erase_person
from .services.erasing.plan import plan_erasure
from .services.inspection import find_everywhere

_PATIENCE = timedelta(minutes=5)
_TURNS = 20


@drill("erase")
def drill_erase(say: Say) -> None:
    """Plant an invented person in every kind of record and place, erase them, and look for traces.

    Raises:
        PromiseBroken: something was not found before, or is found after.
    """
    canary = Canary(by=None, at=timezone.now())
    try:
        canary.plant()
        _compare(canary, say)
        began = time.monotonic()
        _erase(canary)
        say(f"erased in {time.monotonic() - began:.1f} s")
        _look_for_traces(canary, say)
    finally:
        canary.remove()


def _compare(canary: Canary, say: Say) -> None:
    """Check that everything planted is known to be the canary's."""
    person = person_of(canary.records[_person_kind()])
    planted = {entry.label for entry in registrations() if entry.model in canary.records}
    planned = {kind.entry.label for kind in plan_erasure(person).kinds}
    before = find_everywhere(canary.marks)
    say(f"planted in {len(planted)} kinds of record; the plan knows {len(planted & planned)}")
    say(f"stands in {sum(before.tables.values())} rows of {len(before.tables)} tables")
    if missing := planted - planned:
        message = f"Not found by the plan: {', '.join(sorted(missing))}"
        raise PromiseBroken(message)


def _erase(canary: Canary) -> None:
    record = canary.records[_person_kind()]
    erasure = erase_person(
        record=record,
        seen=plan_erasure(person_of(record)).stamp,
        ground=ErasureGround.ASKED,
        reference="drill",
        names_too=True,
        by=None,
        at=timezone.now(),
    )
    canary.helpers[Erasure] = erasure
    canary.helpers[Job] = erasure.job
    last = time.monotonic() + _PATIENCE.total_seconds()
    while Erasure.objects.get(pk=erasure.pk).status not in ErasureStatus.FINISHED:
        if not carry(pk=erasure.job_id or 0, clock=timezone.now):
            time.sleep(0.2)  # a worker of the house has it
        if time.monotonic() > last:
            message = "The erasure was not finished in time."
            raise PromiseBroken(message)


def _look_for_traces(canary: Canary, say: Say) -> None:
    for _turn in range(_TURNS):
        if wipe_free_space():
            break
        time.sleep(0.2)  # somebody is reading
    after = find_everywhere(canary.marks)
    say(f"{sum(after.tables.values())} rows and {len(after.files)} files left with a trace")
    if after.tables or after.files:
        places = ", ".join([*after.tables, *after.files])
        message = f"Traces are left in: {places}"
        raise PromiseBroken(message)


def _person_kind() -> type:
    """Return the kind of record a person begins with: the one others lead to, with a phone of its own."""
    entry = next(kind for kind in person_kinds() if not kind.links and kind.phones)
    return entry.model
