"""Telling staff of prevention measures: before their day, and once when it is over. (001-25, 001-26)

What is due is the next step of a measure: that it is put in place, then that its effect is checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from foyer.cases.enums import Occasion
from foyer.cases.models import Action, CaseLetter, CasePolicy
from foyer.core.business_calendar.hours import load_hours
from foyer.core.days import house_day, start_of
from foyer.core.models import User

from .alarms import supervisors
from .letters import ToStaff, queue_to_staff

_MOST = 500  # in one pass; the next follows within the hour


def tell_due_actions(*, at: datetime) -> None:
    """Remind who sees to a measure before its day; once that is over, tell them and the supervisors."""
    if not load_hours().is_open(at):
        return
    today, ahead = house_day(at), timedelta(days=CasePolicy.load().action_remind_days)
    above = supervisors()
    late = Action.objects.overdue(today=today)
    _tell(late, Occasion.ACTION_LATE, above=above, also=above, at=at)
    if ahead:
        near = Action.objects.due_between(today, today + ahead)
        _tell(near, Occasion.ACTION_SOON, above=above, also=[], at=at)


def _tell(
    actions: Iterable[Action],
    occasion: Occasion,
    *,
    above: list[User],
    also: list[User],
    at: datetime,
) -> None:
    """Write letters about measures down, each once for its day; who is gone is spoken for by the supervisors."""
    wanted: dict[str, ToStaff] = {}
    for action in actions.select_related("person").order_by("due_on", "pk"):  # type: ignore[attr-defined]
        person = action.person
        there = [person] if person.is_active and person.email else above
        for user in {one.pk: one for one in (*there, *also)}.values():
            about = start_of(action.next_due_on)
            letter = ToStaff(action.case_id, occasion, user, about)
            wanted.setdefault(letter.key, letter)
    given = _given(list(wanted))
    queue_to_staff([one for key, one in wanted.items() if key not in given][:_MOST], at=at)


def _given(keys: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), _MOST):
        some = CaseLetter.objects.filter(key__in=keys[start : start + _MOST])
        found.update(some.values_list("key", flat=True))
    return found
