"""What follows a closed case: where its cause lies, and what prevents the next one. (001-25, 001-26)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from foyer.cases.enums import ActionKind, CaseStatus, CauseCategory, Outcome
from foyer.cases.models import Action, Case, CasePolicy
from foyer.core.days import house_day
from foyer.core.models import User

from .holding import hold, keep
from .refusals import (
    AlreadyInPlace,
    CheckInThePast,
    ContentMissing,
    EffectChecked,
    NotInPlace,
    PreventionMissing,
    WrongStep,
)


@dataclass(frozen=True, slots=True)
class Prevention:
    """One measure that keeps the cause from coming back."""

    kind: ActionKind
    measure: str
    person: User
    due_on: date


@transaction.atomic
def analyse_cause(
    *,
    case: Case,
    category: CauseCategory,
    analysis: str,
    preventions: Iterable[Prevention] = (),
    none_because: str = "",
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Complete the file of a closed case: the cause, and its prevention or why none is needed.

    Raises:
        WrongStep: the case is open, a duplicate, or its file is complete.
        ContentMissing: the analysis says nothing.
        PreventionMissing: neither a measure nor a reason why none is needed.
    """
    held, planned = hold(case, seen), list(preventions)
    ended = held.status == CaseStatus.CLOSED and held.outcome != Outcome.DUPLICATE
    if not ended or held.cause_category:
        raise WrongStep
    if not analysis.strip():
        raise ContentMissing
    if not planned and not none_because.strip():
        raise PreventionMissing
    held.cause_category, held.analysis = category, analysis.strip()
    held.no_prevention = none_because.strip()
    for one in planned:
        _plan(held, one)
    return keep(held, act="analyse", by=by, at=at)


@transaction.atomic
def plan_prevention(*, case: Case, prevention: Prevention, by: User, at: datetime) -> Action:
    """Plan a further measure for a case whose cause is known: the first were not enough. (001-26)

    Raises:
        WrongStep: its cause was not analysed yet.
    """
    held = hold(case)
    if not held.cause_category:
        raise WrongStep
    action = _plan(held, prevention)
    keep(held, act="prevent", by=by, at=at)
    return action


def _plan(case: Case, one: Prevention) -> Action:
    return case.actions.create(
        kind=one.kind, measure=one.measure, person=one.person, due_on=one.due_on
    )


@transaction.atomic
def put_in_place(
    *, action: Action, words: str, check_on: date | None = None, by: User, at: datetime
) -> Action:
    """Write down that a prevention measure is in place; its effect is checked by a day. (001-25, 001-26)

    Args:
        action: the measure.
        words: what was done.
        check_on: the day by which the effect is checked; None: as the policy says.
        by: who says so.
        at: the moment.

    Raises:
        ContentMissing: nothing was written.
        AlreadyInPlace: it was put in place before.
        CheckInThePast: the day is over.
    """
    case, held = hold(action.case), _held(action)
    today = house_day(at)
    if held.in_place_at:
        raise AlreadyInPlace
    if not words.strip():
        raise ContentMissing
    day = check_on or today + timedelta(days=CasePolicy.load().effect_check_days)
    if day < today:
        raise CheckInThePast
    held.put_in_place, held.in_place_at, held.check_on = words.strip(), at, day
    held.save()
    keep(case, act="in_place", by=by, at=at)
    return held


def _held(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).get(pk=action.pk)


@transaction.atomic
def check_effect(*, action: Action, effect: str, by: User, at: datetime) -> Action:
    """Write down whether a prevention measure worked; once. (001-26)

    Raises:
        ContentMissing: nothing was written.
        EffectChecked: it was checked before.
        NotInPlace: it is not in place yet.
    """
    case, held = hold(action.case), _held(action)
    if held.checked_at:
        raise EffectChecked
    if held.in_place_at is None:
        raise NotInPlace
    if not effect.strip():
        raise ContentMissing
    held.effect, held.checked_at = effect.strip(), at
    held.save()
    keep(case, act="check", by=by, at=at)
    return held
