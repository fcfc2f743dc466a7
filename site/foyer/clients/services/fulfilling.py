"""What visits fulfil: what was due before they were filed, and is not any more. (001-12, 003-15)

The rules stand in `queries.due_sources` alone: nothing here knows what counts for what.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from foyer.clients.care_enums import DueKind, DueOutcome, VisitMode
from foyer.clients.models import CarePolicy, DueDecision, Visit
from foyer.clients.queries.due_items import DueItem, DueScope
from foyer.clients.queries.due_list import due_items
from foyer.clients.queries.due_sources import COUNTING, FULFILLED
from foyer.core.days import house_day
from foyer.core.models import User

from .due_decisions import close_fulfilled, reopen


def open_items(clients: Collection[int], *, at: datetime) -> list[DueItem]:
    """Return what is due at some clients and ends when they are spoken to; greetings do not."""
    scope = DueScope(among=frozenset(clients))
    return due_items(scope, policy=CarePolicy.load(), today=house_day(at), sources=FULFILLED)


def fulfilled_by(
    visits: Mapping[int, Sequence[Visit]], *, before: Sequence[DueItem], at: datetime
) -> dict[Visit, list[DueItem]]:
    """Return what each visit has fulfilled; of several at one client it was one that counts.

    Args:
        visits: those just filed, by client.
        before: what was due at these clients without them.
        at: now.
    """
    found: dict[Visit, list[DueItem]] = {visit: [] for told in visits.values() for visit in told}
    if not before:
        return found
    left = {item.key for item in open_items(visits, at=at)}
    for item in before:
        if item.key not in left and (visit := _counting(item, visits[item.client or 0])):
            found[visit].append(item)
    return found


def _counting(item: DueItem, visits: Sequence[Visit]) -> Visit | None:
    """Return the visit that ended something due, if one did: an older one may only have moved its day."""
    agreed = item.kind == DueKind.NEXT_VISIT
    modes = COUNTING[item.tier] if item.kind == DueKind.CADENCE else VisitMode.CLOSE
    first = item.since if agreed and item.since else item.key.occasion_on
    counting = [visit for visit in visits if visit.mode in modes and visit.happened_on >= first]
    if not counting:
        return None
    # What was agreed is done by the visit on its day, anything else by the first word since.
    chosen = max if agreed else min
    return chosen(counting, key=lambda visit: visit.happened_at)


@transaction.atomic
def reckon_anew(
    *, visits: Sequence[Visit], before: Sequence[DueItem], by: User, at: datetime
) -> None:
    """Close what corrected visits fulfil now, and open what they do not any more.

    What a person named when one was filed stays closed, whatever the rules say.

    Args:
        visits: as they stand now, kept.
        before: what was due at their clients as they stood.
        by: who corrected them.
        at: now.
    """
    days = {visit.pk: visit.happened_on for visit in visits}
    told: dict[int, list[Visit]] = {}
    for visit in visits:
        told.setdefault(visit.client_id, []).append(visit)
    mine = DueDecision.objects.filter(closed_by_visit__in=days)
    moved = list(mine)
    for row in moved:
        row.closed_on = days[row.closed_by_visit_id or 0]
    DueDecision.objects.bulk_update(moved, ["closed_on"])
    with lifted(mine.filter(by_rule=True)) as held:
        left = {str(item.key) for item in open_items(told, at=at)}
    reopen([row for row in held if row.key in left], by=by, at=at)
    close_fulfilled(closings=fulfilled_by(told, before=before, at=at), by=by, at=at)


@contextmanager
def lifted(decisions: QuerySet[DueDecision]) -> Iterator[list[DueDecision]]:
    """Look at the world as if some decisions had not been taken; they stand again afterwards."""
    held = list(decisions.select_for_update())
    found = DueDecision.objects.filter(pk__in=[row.pk for row in held])
    found.update(outcome=DueOutcome.OPEN, closed_on=None)
    yield held
    DueDecision.objects.bulk_update(held, ["outcome", "closed_on"])
