"""Deciding about what is due: done, skipped, put off, handed on. (001-12, 001-15)

Each thing due has at most one row, found by its key and locked while it is written, so that nothing is
decided twice. What is due is found by `queries.due_list`; the acts here are told which it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.care_enums import DueKind, DueOutcome
from foyer.clients.models import CarePolicy, Client, Contact, DueDecision, Visit
from foyer.clients.queries.due_items import DueItem, DueKey, NotDue
from foyer.clients.queries.due_sources import ABSENCE_DAYS
from foyer.core.days import house_day
from foyer.core.history import log_each
from foyer.core.models import User
from foyer.core.refusals import Refusal

_FARTHEST = timedelta(days=366)
_GREETINGS = (DueKind.BIRTHDAY, DueKind.FESTIVAL)
_CLOSED = ("outcome", "closed_on", "closed_by_visit", "by_rule", "reason", "by", "decided_at")


class SkippedWithoutReason(Refusal):
    """No reason was given."""

    code = "skipped_without_reason"
    message = _("Say in a few words why it is skipped.")


class PutOffToThePast(Refusal):
    """The day is not to come."""

    code = "put_off_to_the_past"
    message = _("Choose a day to come, within a year.")


class PutOffTooFar(Refusal):
    """By then it would be too late."""

    code = "put_off_too_far"
    message = _("By then it would be too late: choose a day up to %(day)s.")


class NotHandedOn(Refusal):
    """The other cannot take it."""

    code = "not_handed_on"
    message = _("Choose a colleague who sees what is due.")


class NobodysContact(Refusal):
    """A person of no client has no account manager to hand on from."""

    code = "nobodys_contact"
    message = _("This person belongs to no client. Choose a client for the contact first.")


@transaction.atomic
def mark_done(*, item: DueItem, by: User, at: datetime) -> DueDecision:
    """Close something due as done; regular contact begins to count anew.

    Raises:
        NotDue: it is closed already.
    """
    return _close(item.key, DueOutcome.DONE, by=by, at=at)


@transaction.atomic
def skip_due(*, item: DueItem, reason: str, by: User, at: datetime) -> DueDecision:
    """Close something due without doing it, with a reason.

    Raises:
        NotDue, SkippedWithoutReason.
    """
    if not reason.strip():
        raise SkippedWithoutReason
    return _close(item.key, DueOutcome.SKIPPED, by=by, at=at, reason=reason.strip())


@transaction.atomic
def put_off(*, item: DueItem, to: date, policy: CarePolicy, by: User, at: datetime) -> DueDecision:
    """Put something due off to a day; it is overdue from the day after.

    Raises:
        NotDue, PutOffToThePast, PutOffTooFar.
    """
    today = house_day(at)
    if not today < to <= today + _FARTHEST:
        raise PutOffToThePast
    last = last_day(item.key, policy)
    if last and to > last:
        raise PutOffTooFar(day=date_format(last, "SHORT_DATE_FORMAT"))
    row = _open_row(item.key, by=by, at=at)
    row.postponed_to = to
    row.save()
    _log(row, "foyer.due.put_off", by=by, data={"to": to.isoformat()})
    return row


@transaction.atomic
def hand_on(*, item: DueItem, to: User, by: User, at: datetime) -> DueDecision:
    """Hand something due to a colleague; it moves from one list to the other.

    Raises:
        NotDue, NotHandedOn, NobodysContact.
    """
    if not (to.is_active and to.has_perm("clients.view_due")):
        raise NotHandedOn
    if item.client is None:
        raise NobodysContact
    row = _open_row(item.key, by=by, at=at)
    row.assignee = to
    row.save()
    _log(row, "foyer.due.hand_on", by=by, data={"to": to.pk})
    return row


@transaction.atomic
def close_due(*, keys: Iterable[str], by: User, at: datetime, visit: Visit) -> None:
    """Close what a visit fulfils; what is closed already stays as it is.

    Raises:
        NotDue: it is due at another client.
    """
    for text in keys:
        key = DueKey.read(text)
        whose = key.client or Contact.objects.values_list("client", flat=True).get(pk=key.contact)
        if whose != visit.client_id:
            raise NotDue
        with suppress(NotDue):
            _close(key, DueOutcome.DONE, by=by, at=at, visit=visit)


@transaction.atomic
def close_fulfilled(*, closings: Mapping[Visit, Iterable[DueItem]], by: User, at: datetime) -> None:
    """Close what the rules say visits have fulfilled; what is closed already stays as it is."""
    by_key = {str(item.key): (item, visit) for visit, items in closings.items() for item in items}
    if not by_key:
        return
    fresh = [_fresh(item.key, by=by, at=at) for item, _visit in by_key.values()]
    DueDecision.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = DueDecision.objects.select_for_update().filter(key__in=by_key, outcome=DueOutcome.OPEN)
    closed = list(rows.order_by("pk"))
    for row in closed:
        visit = by_key[row.key][1]
        row.outcome, row.closed_on = DueOutcome.DONE, visit.happened_on
        row.closed_by_visit, row.by_rule, row.reason = visit, True, ""
        row.by, row.decided_at = by, at
    DueDecision.objects.bulk_update(closed, _CLOSED)
    _log_rows(closed, "foyer.due.done", by=by, at=at)


@transaction.atomic
def open_again(*, visits: Iterable[Visit], by: User, at: datetime) -> None:
    """Open what visits closed, because they count for nothing any more."""
    closed = DueDecision.objects.select_for_update().filter(closed_by_visit__in=list(visits))
    reopen(list(closed.order_by("pk")), by=by, at=at)


@transaction.atomic
def take_back(*, decision: DueDecision, by: User, at: datetime) -> DueDecision:
    """Take the last decision back: a wrong tap on a small screen. What was decided before it stands.

    Raises:
        NotDue: there is nothing to take back.
    """
    row = DueDecision.objects.select_for_update().get(pk=decision.pk)
    if row.outcome != DueOutcome.OPEN:
        reopen([row], by=by, at=at)
    elif row.postponed_to or row.assignee:
        if row.postponed_to:
            row.postponed_to = None
        else:
            row.assignee = None
        row.by, row.decided_at = by, at
        row.save()
        _log(row, "foyer.due.reopen", by=by, data={})
    else:
        raise NotDue
    return row


def last_day(key: DueKey, policy: CarePolicy) -> date | None:
    """Return the last day something due still makes sense; None: any."""
    if key.kind in _GREETINGS:
        return key.occasion_on + timedelta(days=policy.greeting_grace_days)
    if key.kind == DueKind.ABSENCE:
        return key.occasion_on + timedelta(days=ABSENCE_DAYS + policy.return_grace_days)
    if key.kind == DueKind.RETURN_VISIT:
        days = policy.reception_days if key.visit else policy.return_visit_days
        return key.occasion_on + timedelta(days=days + policy.return_grace_days)
    return None


def reopen(rows: Sequence[DueDecision], *, by: User, at: datetime) -> None:
    """Open what was closed; to when it was put off and whom it was handed to before still stands."""
    for row in rows:
        row.outcome, row.closed_on, row.closed_by_visit, row.reason = (
            DueOutcome.OPEN,
            None,
            None,
            "",
        )
        row.by, row.decided_at, row.by_rule = by, at, False
    DueDecision.objects.bulk_update(rows, _CLOSED)
    _log_rows(rows, "foyer.due.reopen", by=by, at=at)


def _close(
    key: DueKey,
    outcome: DueOutcome,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    visit: Visit | None = None,
) -> DueDecision:
    row = _open_row(key, by=by, at=at)
    row.outcome, row.closed_on, row.reason, row.closed_by_visit = (
        outcome,
        visit.happened_on if visit else house_day(at),  # regular contact counts from the visit
        reason,
        visit,
    )
    row.save()
    _log(row, f"foyer.due.{outcome.value}", by=by, data={"reason": reason} if reason else {})
    return row


def _open_row(key: DueKey, *, by: User, at: datetime) -> DueDecision:
    """Return the row of something due, locked; made where there is none."""
    DueDecision.objects.bulk_create([_fresh(key, by=by, at=at)], ignore_conflicts=True)
    row = DueDecision.objects.select_for_update().get(key=str(key))
    if row.outcome != DueOutcome.OPEN:
        raise NotDue
    row.by, row.decided_at = by, at
    return row


def _fresh(key: DueKey, *, by: User, at: datetime) -> DueDecision:
    return DueDecision(
        key=str(key),
        kind=key.kind,
        client_id=key.client or None,
        contact_id=key.contact or None,
        about_id=key.visit,
        occasion_on=key.occasion_on,
        by=by,
        decided_at=at,
    )


def _log_rows(rows: Sequence[DueDecision], action: str, *, by: User, at: datetime) -> None:
    """Write into the log of each client or contact what became of something due."""
    prefetch_related_objects(rows, "client", "contact")
    for kind in ("contact", "client"):
        about = [row for row in rows if bool(row.contact) == (kind == "contact")]
        records = [getattr(row, kind) for row in about]
        log_each(records, action, by=by, at=at, data=[{"due": row.key} for row in about])


def _log(row: DueDecision, action: str, *, by: User, data: dict[str, Any]) -> None:
    about: Client | Contact | None = row.contact or row.client
    log(about, action, user=by, data={"due": row.key, **data})
