"""The way of a case from step to step; each asks for what the house rules ask for. (001-19 … 001-24)"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from foyer.cases.enums import CaseKind, CaseStatus, MessageKind, Occasion, Outcome
from foyer.cases.models import Case, CasePolicy, Measure
from foyer.core.models import User
from foyer.core.uploads.clean_file import CleanFile

from .clocks import go_on, note_answer, note_contact, pause
from .evidence import keep_files
from .holding import hold, keep, move, needed
from .letters import queue_letter
from .refusals import (
    FurtherMeasureMissing,
    NoAnswerNotAllowed,
    PlanMissing,
    TeamMissing,
    WrongStep,
)
from .team import put_on_team


@dataclass(frozen=True, slots=True)
class Planned:
    """One measure of a plan."""

    what: str
    department: str
    person: str
    due_on: date | None  # None: not said, and refused

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return bool(self.what and self.department and self.person and self.due_on)


@transaction.atomic
def contact_client(
    *, case: Case, note: str, by: User, at: datetime, seen: int | None = None
) -> Case:
    """Write down the first contact with the client. (001-19)"""
    held = hold(case, seen)
    needed(note)
    move(held, CaseStatus.CONTACTED, at=at, by=by, note=note)
    note_contact(held, at)
    held.owner = held.owner or by
    return keep(held, act="contact", by=by, at=at)


@transaction.atomic
def form_team(
    *, case: Case, members: Mapping[User, str], by: User, at: datetime, seen: int | None = None
) -> Case:
    """Form the team that investigates: each member with their part. (001-20)

    Raises:
        TeamMissing: nobody was named.
    """
    held = hold(case, seen)
    if not members:
        raise TeamMissing
    move(held, CaseStatus.INVESTIGATING, at=at, by=by)
    for user, part in members.items():
        put_on_team(held, user, part=part, at=at)
    return keep(held, act="investigate", by=by, at=at)


@transaction.atomic
def plan_handling(
    *,
    case: Case,
    findings: str,
    cause: str,
    responsible: str,
    measures: Iterable[Planned],
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Write findings, cause and responsible party down, and what is to be done by whom. (001-21, 001-22)

    Raises:
        PlanMissing: no measure, or one without department, person or time limit.
    """
    held = hold(case, seen)
    needed(findings, cause, responsible)
    move(held, CaseStatus.RESOLVING, at=at, by=by)
    held.findings, held.cause, held.responsible = findings, cause, responsible
    _add_measures(held, measures)
    return keep(held, act="plan", by=by, at=at)


@transaction.atomic
def add_measures(
    *, case: Case, measures: Iterable[Planned], by: User, at: datetime, seen: int | None = None
) -> Case:
    """Add measures to the plan: after a doubt of the client, or because the first do not suffice. (001-24)

    Raises:
        PlanMissing: no measure, or one without department, person or time limit.
        WrongStep: there is no plan to add to.
    """
    held = hold(case, seen)
    if held.status != CaseStatus.RESOLVING:
        raise WrongStep
    _add_measures(held, measures)
    return keep(held, act="plan", by=by, at=at)


@transaction.atomic
def finish_measure(
    *, case: Case, measure: Measure, by: User, at: datetime, seen: int | None = None
) -> Case:
    """Write down that a measure has been carried out. (001-23)"""
    held = hold(case, seen)
    held.measures.filter(pk=measure.pk, done_at=None).update(done_at=at)
    return keep(held, act="measure", by=by, at=at)


def _add_measures(case: Case, measures: Iterable[Planned]) -> None:
    plan = list(measures)
    if not plan or not all(measure.is_whole for measure in plan):
        raise PlanMissing
    for measure in plan:
        case.measures.create(
            what=measure.what,
            department=measure.department,
            person=measure.person,
            due_on=measure.due_on,  # type: ignore[misc]  # whole, as was made sure of
        )


@transaction.atomic
def tell_progress(*, case: Case, text: str, by: User, at: datetime) -> Case:
    """Tell the client how far it is. (001-23)"""
    return _write(hold(case), MessageKind.PROGRESS, text, by=by, at=at, act="progress")


@transaction.atomic
def add_note(*, case: Case, text: str, by: User, at: datetime) -> Case:
    """Write a note nobody but staff reads."""
    return _write(hold(case), MessageKind.NOTE, text, by=by, at=at, act="note")


@transaction.atomic
def write_as_client(
    *, case: Case, text: str, at: datetime, files: Sequence[CleanFile] = (), once: str = ""
) -> Case:
    """Keep a word of the client, what they show with it, or both: the clock runs again.

    A closed case stays closed. (CASES 5)

    Args:
        case: the case.
        text: what they say; without any the names of the files stand for it.
        at: the moment.
        files: what they show.
        once: what the sender calls this message: a second one of that name changes nothing.
    """
    held = hold(case)
    name = hashlib.sha256(once.encode()).hexdigest() if once else ""
    if name and held.messages.filter(once=name).exists():
        return held
    go_on(held, at)
    said = text.strip() or ", ".join(file.name for file in files)
    needed(said)
    message = held.messages.create(kind=MessageKind.CLIENT, text=said, at=at, once=name)
    keep_files(held, files, by=None, at=at, from_client=True, message=message)
    return keep(held, act="message", by=None, at=at)


def _write(case: Case, kind: str, text: str, *, by: User, at: datetime, act: str) -> Case:
    needed(text)
    message = case.messages.create(kind=kind, text=text.strip(), by=by, at=at)
    if kind == MessageKind.PROGRESS:
        queue_letter(case, Occasion.PROGRESS, at=at, message=message)
    return keep(case, act=act, by=by, at=at)


@transaction.atomic
def ask_satisfaction(
    *, case: Case, result: str, by: User, at: datetime, seen: int | None = None
) -> Case:
    """Tell the client the result, or the answer, and ask whether it settles the matter. (001-13, 001-14, 001-24)

    Raises:
        FurtherMeasureMissing: they were not satisfied, and nothing further was planned since.
    """
    held = hold(case, seen)
    needed(result)
    if lacks_further_measure(held):
        raise FurtherMeasureMissing
    move(held, CaseStatus.FOLLOWING_UP, at=at, by=by, note=result)
    told = held.messages.create(kind=MessageKind.PROGRESS, text=result.strip(), by=by, at=at)
    queue_letter(held, Occasion.ASKED, at=at, message=told)
    held.measures.filter(done_at=None).update(done_at=at)
    note_contact(held, at)
    note_answer(held, at)
    held.asked_at, held.owner = at, held.owner or by
    return keep(held, act="ask", by=by, at=at)


def lacks_further_measure(case: Case) -> bool:
    """Tell whether a plan the client was not satisfied with has got no measure since. (001-24)"""
    if case.status != CaseStatus.RESOLVING:
        return False
    unsettled = Q(before=CaseStatus.FOLLOWING_UP) | Q(opens_again=True)
    doubt = case.steps.with_reopenings().filter(unsettled, after=CaseStatus.RESOLVING).last()
    if doubt is None:
        return False
    since = Q(done_at=None) | Q(done_at__gt=doubt.at)
    return not case.measures.filter(since).exists()


@transaction.atomic
def close_satisfied(
    *, case: Case, at: datetime, by: User | None = None, note: str = "", seen: int | None = None
) -> Case:
    """Close a case the client says is settled."""
    held = hold(case, seen)
    move(held, CaseStatus.CLOSED, at=at, by=by, note=note)
    return close(held, Outcome.SATISFIED, at=at, by=by)


@transaction.atomic
def object_to_result(
    *, case: Case, reason: str, at: datetime, by: User | None = None, seen: int | None = None
) -> Case:
    """Take a case back to work because the client is not satisfied; as often as needed. (001-24)"""
    held = hold(case, seen)
    needed(reason)
    looked_into = held.kind not in CaseKind.SHORT or held.measures.exists()
    back = CaseStatus.RESOLVING if looked_into else CaseStatus.CONTACTED
    move(held, back, at=at, by=by, note=reason)
    held.messages.create(kind=MessageKind.CLIENT, text=reason.strip(), by=by, at=at)
    asked = held.asked_at or at
    held.asked_at = None
    pause(held, asked)
    go_on(held, at)
    return keep(held, act="object", by=by, at=at)


@transaction.atomic
def close_without_answer(*, case: Case, by: User, at: datetime, seen: int | None = None) -> Case:
    """Close a case whose client stays silent, marked so, where the policy allows. (CASES 2)

    Raises:
        NoAnswerNotAllowed: it does not, or not yet.
    """
    held, days = hold(case, seen), CasePolicy.load().no_answer_days
    if not days or held.asked_at is None or at < held.asked_at + timedelta(days=days):
        raise NoAnswerNotAllowed
    move(held, CaseStatus.CLOSED, at=at, by=by)
    return close(held, Outcome.NO_ANSWER, at=at, by=by)


def close(case: Case, outcome: str, *, at: datetime, by: User | None) -> Case:
    """Write down how a held case ended."""
    go_on(case, at)
    case.outcome, case.closed_at = outcome, at
    return keep(case, act="close", by=by, at=at)


@transaction.atomic
def wait_for_client(*, case: Case, question: str, by: User, at: datetime) -> Case:
    """Ask the client something and stop the clock until they answer. (CASES 3)"""
    held = hold(case)
    if not held.is_open:
        raise WrongStep
    pause(held, at)
    return _write(held, MessageKind.PROGRESS, question, by=by, at=at, act="wait")


@transaction.atomic
def assign(*, case: Case, owner: User, by: User, at: datetime, seen: int | None = None) -> Case:
    """Make somebody answerable for a case."""
    held = hold(case, seen)
    if not held.is_open:
        raise WrongStep
    held.owner = owner
    return keep(held, act="assign", by=by, at=at)
