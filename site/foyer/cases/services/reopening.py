"""A closed case the client wants looked at again. (001-24; CASES 5)"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from foyer.cases.enums import CaseKind, CaseStatus, MessageKind, Outcome
from foyer.cases.models import Case, CasePolicy
from foyer.core.days import house_day
from foyer.core.models import User

from .clocks import promise_anew
from .holding import hold, keep, move, needed
from .refusals import ReopeningOver, WrongStep


def reopen_until(case: Case) -> date | None:
    """Return the last day on which the client may open a closed case again; None where they never may."""
    days = CasePolicy.load().reopen_days
    if case.closed_at is None or case.outcome == Outcome.DUPLICATE or not days:
        return None
    return house_day(case.closed_at) + timedelta(days=days)


def may_reopen(case: Case, *, at: datetime) -> bool:
    """Tell whether the client may open a case again at a moment."""
    until = reopen_until(case)
    return until is not None and house_day(at) <= until


@transaction.atomic
def reopen_case(
    *, case: Case, reason: str, at: datetime, by: User | None = None, seen: int | None = None
) -> Case:
    """Take a closed case back to work because its client is not satisfied after all.

    An answer is promised anew, by kind, severity and tier; what was said of the promises kept before stays.

    Args:
        case: the case.
        reason: what the client says is wrong.
        at: the moment.
        by: who of the staff heard it from the client; None: the client opens it.
        seen: the version of the case that member of staff saw.

    Raises:
        WrongStep: it is open, or was merged into another.
        ReopeningOver: the period of the house is over.
        ContentMissing: no reason was given.
        CaseChanged: it is not what the member of staff saw.
    """
    held = hold(case, seen)
    if held.is_open or held.outcome == Outcome.DUPLICATE:
        raise WrongStep
    if not may_reopen(held, at=at):
        raise ReopeningOver
    needed(reason)
    looked_into = held.kind not in CaseKind.SHORT or held.measures.exists()
    back = CaseStatus.RESOLVING if looked_into else CaseStatus.CONTACTED
    move(held, back, at=at, by=by, note=reason.strip(), again=True)
    held.messages.create(kind=MessageKind.CLIENT, text=reason.strip(), by=by, at=at)
    held.outcome, held.closed_at, held.asked_at = Outcome.OPEN, None, None
    promise_anew(held, at)
    return keep(held, act="reopen", by=by, at=at)
