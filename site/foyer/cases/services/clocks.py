"""Until when a client is contacted and answered: fixed when promised, moved by pauses only. (001-19, 002-14)"""

from datetime import datetime, timedelta

from foyer.cases.enums import Severity
from foyer.cases.models import Case, CasePolicy
from foyer.clients.enums import Tier
from foyer.core.business_calendar.hours import Pause, load_hours


def set_deadlines(case: Case) -> None:
    """Put on a case the moments of first contact and answer, from the policy and the house's hours.

    What was kept or broken already stays as it was promised; stretches in which the client was waited for do not count.
    """
    hours = load_hours()
    contact, answer = _allowed(case)
    ended = case.pauses.exclude(ended_at=None) if case.pk else ()
    pauses = [Pause(one.started_at, one.ended_at) for one in ended]
    if case.contacted_at is None:
        due = hours.add(case.opened_at, contact, pauses=pauses)
        case.contact_due_at = due or case.opened_at
    if case.answered_at is None:
        due = hours.add(case.opened_at, answer, pauses=pauses)
        case.answer_due_at = due or case.opened_at


def _allowed(case: Case) -> tuple[timedelta, timedelta]:
    """Return the business time until first contact and answer, by kind, severity and tier."""
    policy, share = CasePolicy.load(), 100
    if case.severity == Severity.SERIOUS:
        share = policy.serious_percent
    elif case.severity == Severity.URGENT:
        share = policy.urgent_percent
    if case.client and case.client.tier == Tier.KEY:
        share = share * policy.key_percent // 100
    contact, answer = (timedelta(hours=n) * share / 100 for n in policy.hours_for(case.kind))
    return contact, answer


def promise_anew(case: Case, at: datetime) -> None:
    """Promise an answer as if the case came in at a moment; what was kept or broken before stays written down."""
    _contact, answer = _allowed(case)
    case.answer_due_at = load_hours().add(at, answer) or at


def note_contact(case: Case, at: datetime) -> None:
    """Write down the first contact, and whether it came in time; later ones change nothing. (001-19)"""
    if case.contacted_at is None:
        case.contacted_at, case.contact_in_time = at, at <= case.contact_due_at


def note_answer(case: Case, at: datetime) -> None:
    """Write down the first answer, and whether it came in time; later ones change nothing. (002-14)"""
    if case.answered_at is None:
        case.answered_at, case.answer_in_time = at, at <= case.answer_due_at


def pause(case: Case, at: datetime) -> None:
    """Stop the clock."""
    if case.waiting_since is None:
        case.pauses.create(started_at=at)
        case.waiting_since = at


def go_on(case: Case, at: datetime) -> None:
    """Let the clock run again; what was promised moves by the business time that was waited."""
    if case.waiting_since is None:
        return
    hours = load_hours()
    waited = hours.between(case.waiting_since, at)
    case.pauses.filter(ended_at=None).update(ended_at=at)
    case.waiting_since = None
    if not waited:  # a promise that ends with a working day stays there
        return
    if case.contacted_at is None:  # a promise that was kept or broken stays as it was
        case.contact_due_at = hours.add(case.contact_due_at, waited) or case.contact_due_at
    case.answer_due_at = hours.add(case.answer_due_at, waited) or case.answer_due_at
