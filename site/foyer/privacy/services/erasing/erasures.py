"""Erasing a person: asked for, carried out step by step, and looked over afterwards. (001-29, PRV-07)"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.jobs import JobRun, start_job
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.privacy.declarations import Busy, PersonalData, Store
from foyer.privacy.enums import ErasureGround, ErasureStatus
from foyer.privacy.models import Erasure
from foyer.privacy.people import Person, person_of, records_of
from foyer.privacy.registry import registrations, stores
from foyer.privacy.words import Needles

from .database import wipe_free_space
from .ledger import write_down
from .plan import plan_erasure
from .rules import carry_out
from .sweep import clean, find_traces

JOB = "privacy.erase"
_MOST_LISTED = 200


class PersonChanged(Refusal):
    """Something about the person was written since the preview was shown."""

    code = "person_changed"
    message = _("Something about this person has changed meanwhile. Look at the preview again.")


class NameInReference(Refusal):
    """The reference would keep what is to be erased."""

    code = "name_in_reference"
    message = _(
        "The reference stays after the person is erased: leave out the name, phone and e-mail address, "
        "and give the number or day of the letter."
    )


class AlreadyBeingErased(Refusal):
    """The same person's erasure is under way."""

    code = "already_being_erased"
    message = _("This person is being erased already.")


@transaction.atomic
def erase_person(
    *,
    record: models.Model,
    seen: str,
    ground: ErasureGround,
    reference: str,
    names_too: bool,
    by: User | None,
    at: datetime,
) -> Erasure:
    """Have a person erased by a worker: everything the preview said, and no more than it said.

    Args:
        record: a record that is the person.
        seen: the stamp of the plan that was shown and confirmed.
        ground: why.
        reference: number or day of the letter that asks for it.
        names_too: whether the name is taken out of texts about others too.
        by: who orders it; the caller has checked the right. None: a command of the house.
        at: the moment.

    Raises:
        PersonChanged: the plan is not what was shown.
        NameInReference: the reference would keep what is erased.
        AlreadyBeingErased: it is under way.
    """
    person = person_of(record)
    if plan_erasure(person).stamp != seen:
        raise PersonChanged
    if Needles.of(person).within(reference) or any(name in reference for name in person.names):
        raise NameInReference
    kept = json.dumps(person.as_json(), ensure_ascii=False)
    for other in Erasure.objects.filter(status=ErasureStatus.UNDER_WAY):
        if _shares(Person.from_json(json.loads(other.person)), person):
            raise AlreadyBeingErased
    erasure = Erasure.objects.create(
        ground=ground,
        reference=reference,
        names_too=names_too,
        person=kept,
        by=by,
        asked_at=at,
    )
    total = len(_steps())
    erasure.job = start_job(kind=JOB, arguments={"erasure": erasure.pk}, by=by, at=at, total=total)
    erasure.save(update_fields=["job"])
    log(erasure, "foyer.privacy.erase", user=by, data={"ground": str(ground)})
    return erasure


def carry_erasure(run: JobRun) -> None:
    """Carry out an erasure step by step; a step done twice does no harm."""
    erasure = Erasure.objects.select_related("by").get(pk=run.arguments["erasure"])
    if erasure.status != ErasureStatus.UNDER_WAY:
        return
    person = Person.from_json(json.loads(erasure.person))
    steps = _steps()
    for number in range(run.step, len(steps)):
        done = _do(steps[number], person, erasure, run)
        with transaction.atomic():
            _note(erasure, steps[number], done)
            run.advance(number + 1, total=len(steps))
    _finish(erasure, person, at=run.now())


def _steps() -> list[PersonalData | Store]:
    """Return the kinds of record, each before those it leads to, then the other places."""
    return [*registrations(), *stores()]


def _do(
    step: PersonalData | Store, person: Person, erasure: Erasure, run: JobRun
) -> dict[str, int]:
    if isinstance(step, Store):
        try:
            return {"cleaned": step.erase(person)}
        except Busy as busy:
            run.postpone(run.now() + busy.wait)
    pks = list(records_of(person, step).values_list("pk", flat=True))
    done = Counter(carry_out(step, pk, by=erasure.by, at=run.now()) for pk in pks)
    return {word: count for word, count in done.items() if word}


def _note(erasure: Erasure, step: PersonalData | Store, done: dict[str, int]) -> None:
    key = step.key if isinstance(step, Store) else step.label
    counts = {name: count for name, count in done.items() if count}
    if counts:
        erasure.counts = erasure.counts | {key: counts}
        erasure.save(update_fields=["counts"])


def _finish(erasure: Erasure, person: Person, *, at: datetime) -> None:
    """Take the person's words out of other texts, note where people must look, and forget who it was."""
    cleaned, left = 0, []
    for trace in list(find_traces(person, names=True)):
        if clean(trace, person, names=erasure.names_too):
            cleaned += 1
        else:
            left.append(
                {"model": trace.model._meta.label, "pk": str(trace.pk), "column": trace.column}
            )
    counts: dict[str, Any] = {"elsewhere": {"cleaned": cleaned}} if cleaned else {}
    counts |= {"left": left[:_MOST_LISTED]} if left else {}
    wipe_free_space()
    write_down(person, at=at)
    with transaction.atomic():
        erasure.counts = erasure.counts | counts
        erasure.status = ErasureStatus.TRACES_LEFT if left else ErasureStatus.DONE
        erasure.person, erasure.finished_at = "", at
        erasure.save(update_fields=["counts", "status", "person", "finished_at"])
        totals = Counter[str]()
        for name, done in erasure.counts.items():
            totals.update(done if name != "left" else {"left": len(done)})
        log(erasure, "foyer.privacy.erased", user=erasure.by, data=dict(totals))


def _shares(one: Person, other: Person) -> bool:
    return any(pks & other.keys.get(model, set()) for model, pks in one.keys.items())
