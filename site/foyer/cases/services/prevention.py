"""What follows a closed case: where its cause lies, and what prevents the next one. (001-25, 001-26)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from foyer.cases.enums import ActionKind, CaseStatus, CauseCategory, Outcome
from foyer.cases.models import Action, Case
from foyer.core.models import User

from .holding import hold, keep
from .refusals import ContentMissing, EffectChecked, PreventionMissing, WrongStep


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
        held.actions.create(
            kind=one.kind, measure=one.measure, person=one.person, due_on=one.due_on
        )
    return keep(held, act="analyse", by=by, at=at)


@transaction.atomic
def check_effect(*, action: Action, effect: str, by: User, at: datetime) -> Action:
    """Write down whether a prevention measure worked; once. (001-26)

    Raises:
        ContentMissing: nothing was written.
        EffectChecked: it was checked before.
    """
    case = hold(action.case)
    held = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if held.checked_at:
        raise EffectChecked
    if not effect.strip():
        raise ContentMissing
    held.effect, held.checked_at = effect.strip(), at
    held.save()
    keep(case, act="check", by=by, at=at)
    return held
