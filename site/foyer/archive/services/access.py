"""Asking to open records, deciding it, and letting it end. (000-29)"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.archive.enums import Occasion, RequestStatus, Scope
from foyer.archive.models import AccessItem, AccessRequest, ArchivePolicy, ArchiveRecord
from foyer.archive.rights import holds
from foyer.core.days import house_day
from foyer.core.languages import language_of
from foyer.core.models import User
from foyer.core.numbers import take_number
from foyer.core.refusals import Refusal
from foyer.staff.models import Department

from .holders import holders
from .letters import queue
from .refusals import ArchiveRefusal

SETTLE = "settle_accessrequest"
_MOST_RECORDS = 50


class NothingAsked(ArchiveRefusal):
    """No record, or none that needs asking."""

    code = "archive_nothing_asked"
    message = _("Choose at least one record that is not open to you already.")


class TooManyAsked(ArchiveRefusal):
    """More than anybody can judge."""

    code = "archive_too_many_asked"
    message = _("Ask for at most %(most)s records at once.")


class TooLong(ArchiveRefusal):
    """Longer than the house allows."""

    code = "archive_too_long"
    message = _("Access lasts at most %(most)s hours.")
    field = "hours"


class AskedAlready(ArchiveRefusal):
    """The same request waits."""

    code = "archive_asked_already"
    message = _("You have asked for %(numbers)s already: request %(request)s waits for a decision.")


class ReasonMissing(ArchiveRefusal):
    """A refusal tells why."""

    code = "archive_reason_missing"
    message = _("Say why: the applicant reads it.")
    field = "answer"


class NotYoursToDecide(Refusal):
    """Nobody decides their own request, and only the department's head (or deputy) decides."""

    code = "archive_not_yours_to_decide"
    message = _("This request is decided by the head of the department, never by whoever made it.")
    status = 403


class DecidedAlready(Refusal):
    """Somebody was faster."""

    code = "archive_decided_already"
    message = _("This request is decided or withdrawn already. Load the page again.")


@transaction.atomic
def ask(
    *,
    records: Sequence[ArchiveRecord],
    reason: str,
    scope: str = Scope.VIEW,
    hours: int = 24,
    by: User,
    at: datetime,
) -> list[AccessRequest]:
    """Ask to open records: one request for each department that decides. (000-29)

    Args:
        records: what to open; the caller has looked them up among those `by` may know of.
        reason: what they are needed for in one's work.
        scope: to look, or to take files away as well.
        hours: for how long.
        by: the applicant.
        at: the moment.

    Raises:
        NothingAsked, TooManyAsked, TooLong, AskedAlready: nothing is asked.
    """
    most = ArchivePolicy.load().most_hours
    opened = ArchiveRecord.objects.openable_by(by, at=at, scope=scope)
    open_now = set(opened.filter(pk__in=[one.pk for one in records]).values_list("pk", flat=True))
    wanted = [record for record in records if record.pk not in open_now]
    if not wanted:
        raise NothingAsked
    if len(wanted) > _MOST_RECORDS:
        raise TooManyAsked(most=_MOST_RECORDS)
    if not 1 <= hours <= most:
        raise TooLong(most=most)
    _refuse_twice(wanted, by)
    by_department: dict[int, list[ArchiveRecord]] = {}
    for record in wanted:
        by_department.setdefault(record.department_id, []).append(record)
    return [
        _write(department, asked, reason=reason, scope=scope, hours=hours, by=by, at=at)
        for department, asked in by_department.items()
    ]


@transaction.atomic
def approve(
    *,
    request: AccessRequest,
    hours: int,
    scope: str,
    answer: str = "",
    by: User,
    at: datetime,
) -> AccessRequest:
    """Let the applicant open the records from now on for some hours. (000-29)

    Raises:
        NotYoursToDecide, DecidedAlready, TooLong: nothing is decided.
    """
    locked = _to_decide(request, by, at)
    most = ArchivePolicy.load().most_hours
    if not 1 <= hours <= most:
        raise TooLong(most=most)
    locked.scope, locked.opens_at, locked.ends_at = scope, at, at + timedelta(hours=hours)
    return _decide(locked, RequestStatus.APPROVED, answer, by, at)


@transaction.atomic
def refuse(*, request: AccessRequest, answer: str, by: User, at: datetime) -> AccessRequest:
    """Refuse a request with a reason. (000-29)

    Raises:
        NotYoursToDecide, DecidedAlready, ReasonMissing: nothing is decided.
    """
    locked = _to_decide(request, by, at)
    if not answer.strip():
        raise ReasonMissing
    return _decide(locked, RequestStatus.REFUSED, answer, by, at)


@transaction.atomic
def withdraw(*, request: AccessRequest, by: User, at: datetime) -> AccessRequest:
    """Take one's own request back before it is decided.

    Raises:
        NotYoursToDecide, DecidedAlready: it stands.
    """
    locked = _locked(request)
    if locked.applicant != by:
        raise NotYoursToDecide
    if locked.status != RequestStatus.ASKED:
        raise DecidedAlready
    locked.status = RequestStatus.WITHDRAWN
    locked.save(update_fields=["status"])
    log(locked, "foyer.archive.withdraw", user=by)
    return locked


@transaction.atomic
def end_access(*, request: AccessRequest, by: User | None, at: datetime) -> AccessRequest:
    """End an access before its time, or write down that its time is over; `by` is None then.

    Raises:
        NotYoursToDecide, DecidedAlready: it goes on.
    """
    locked = _locked(request)
    if by is not None and not may_see(locked, by, at):
        raise NotYoursToDecide
    if locked.status != RequestStatus.APPROVED:
        raise DecidedAlready
    return _end(locked, by, at)


@transaction.atomic
def follow_record(*, record: ArchiveRecord, by: User, at: datetime) -> None:
    """Carry requests along with a record that moved to another department or is kept more closely.

    What waits goes to the department that decides now, as a request of its own; what was allowed on other
    terms ends, and its applicant asks again.
    """
    about = AccessRequest.objects.filter(items__record=record).order_by("pk")
    for request in about.waiting().exclude(department=record.department_id):
        locked = _locked(request)
        if locked.status == RequestStatus.ASKED:
            _hand_over(locked, record, by, at)
    for request in about.filter(status=RequestStatus.APPROVED, ends_at__gt=at):
        locked = _locked(request)
        if locked.status == RequestStatus.APPROVED:
            _end(locked, by, at)


def close_waiting(records: Collection[int]) -> None:
    """Withdraw what waits and is about nothing else than records that are destroyed, with an answer."""
    about = AccessRequest.objects.waiting().filter(items__record__in=records)
    for key in about.order_by("pk").distinct().values_list("pk", flat=True):
        request = _locked(AccessRequest(pk=key))
        left = request.items.exclude(record=None).exclude(record__in=records)
        if request.status != RequestStatus.ASKED or left.exists():
            continue
        with override(language_of(request.applicant)):
            answer = gettext("The records were destroyed when their time was over.")
        request.status, request.answer = RequestStatus.WITHDRAWN, answer
        request.save(update_fields=["status", "answer"])
        log(request, "foyer.archive.withdraw", user=None)


def _hand_over(request: AccessRequest, record: ArchiveRecord, by: User, at: datetime) -> None:
    request.items.filter(record=record).delete()
    handed = _write(
        record.department_id,
        [record],
        reason=request.reason,
        scope=request.asked_scope,
        hours=request.asked_hours,
        by=request.applicant,
        at=at,
    )
    if not request.items.exists():
        request.status, request.answer = RequestStatus.WITHDRAWN, f"→ {handed.number}"
        request.save(update_fields=["status", "answer"])
        log(request, "foyer.archive.withdraw", user=by)


def may_decide(request: AccessRequest, user: User, at: datetime) -> bool:
    """Tell whether somebody decides a request at a moment: never their own. (000-29)"""
    return user.pk != request.applicant_id and user.pk in {one.pk for one in deciders(request, at)}


def may_see(request: AccessRequest, user: User, at: datetime) -> bool:
    """Tell whether somebody may see a request: their own, or one they oversee."""
    return request.applicant_id == user.pk or may_oversee(request, user, at)


def may_oversee(request: AccessRequest, user: User, at: datetime) -> bool:
    """Tell whether somebody may see a request that is not theirs, and end what it gave."""
    if holds(user, "oversee_accessrequest") or may_decide(request, user, at):
        return True
    return Department.objects.of(user).filter(pk=request.department_id, head=user).exists()


def deciders(request: AccessRequest, at: datetime) -> list[User]:
    """Return who decides a request at a moment.

    The head of the department; the deputies while the head is away, is nobody, or asks for themselves; once
    it was passed on, or where that leaves nobody, the deputies and whoever may settle such requests.
    """
    department = request.department
    first = [one for one in department.deciders(house_day(at)) if one.pk != request.applicant_id]
    others = [
        one for one in department.deputies.all() if one.is_active and one.pk != request.applicant_id
    ]
    if request.escalated_at is None:
        if first:
            return first
        if others:
            return others
    settling = [one for one in holders(SETTLE).order_by("pk") if one.pk != request.applicant_id]
    return list({one.pk: one for one in (*first, *others, *settling)}.values())


def chase(*, at: datetime) -> None:
    """Remind of what waits, pass on what waits too long, close what is over; harmless to repeat. (000-29)"""
    policy = ArchivePolicy.load()
    waiting = AccessRequest.objects.waiting().select_related("department__head", "applicant")
    late = at - timedelta(hours=policy.escalate_after_hours)
    for request in waiting.filter(asked_at__lte=late, escalated_at=None):
        _tell(request, Occasion.PASSED_ON, "escalated_at", at)
    slow = at - timedelta(hours=policy.remind_after_hours)
    for request in waiting.filter(asked_at__lte=slow, reminded_at=None, escalated_at=None):
        _tell(request, Occasion.REMINDED, "reminded_at", at)
    approved = AccessRequest.objects.filter(status=RequestStatus.APPROVED)
    over = approved.filter(ends_at__lte=at) | approved.filter(applicant__is_active=False)
    for request in over:
        end_access(request=request, by=None, at=at)
    gone = AccessRequest.objects.waiting().filter(applicant__is_active=False)
    gone.update(status=RequestStatus.WITHDRAWN)


def _end(locked: AccessRequest, by: User | None, at: datetime) -> AccessRequest:
    # An access that began this moment has lasted a second: the database wants an end after the beginning.
    began = locked.opens_at or at
    locked.status = RequestStatus.ENDED
    locked.ends_at = max(min(at, locked.ends_at or at), began + timedelta(seconds=1))
    locked.save(update_fields=["status", "ends_at"])
    log(locked, "foyer.archive.end_access", user=by)
    return locked


def _refuse_twice(wanted: Iterable[ArchiveRecord], by: User) -> None:
    items = AccessItem.objects.filter(
        request__applicant=by, request__status=RequestStatus.ASKED, record__in=wanted
    )
    asked = list(items.select_related("request"))
    if asked:
        numbers = ", ".join(sorted(item.record_number for item in asked))
        raise AskedAlready(numbers=numbers, request=asked[0].request.number)


def _write(
    department: int, records: Sequence[ArchiveRecord], *, by: User, at: datetime, **asked: Any
) -> AccessRequest:
    request = AccessRequest.objects.create(
        number=take_number(key="access", at=at, among=AccessRequest.objects.all()),
        applicant=by,
        department_id=department,
        reason=asked["reason"],
        asked_scope=asked["scope"],
        asked_hours=asked["hours"],
        asked_at=at,
    )
    AccessItem.objects.bulk_create(
        AccessItem(request=request, record=record, record_number=record.number)
        for record in records
    )
    log(request, "foyer.archive.ask", user=by)
    queue(request, Occasion.ASKED, to=deciders(request, at), at=at)
    return request


def _locked(request: AccessRequest) -> AccessRequest:
    """Take a request for oneself, so that two decisions come one after the other."""
    found = AccessRequest.objects.select_for_update(of=("self",))
    return found.select_related("department__head", "applicant").get(pk=request.pk)


def _to_decide(request: AccessRequest, by: User, at: datetime) -> AccessRequest:
    locked = _locked(request)
    if locked.status != RequestStatus.ASKED:
        raise DecidedAlready
    if not may_decide(locked, by, at):
        raise NotYoursToDecide
    return locked


def _decide(
    request: AccessRequest, status: RequestStatus, answer: str, by: User, at: datetime
) -> AccessRequest:
    request.status, request.answer = status, answer.strip()
    request.decided_by, request.decided_at = by, at
    request.save()
    act = "approve" if status == RequestStatus.APPROVED else "refuse"
    log(request, f"foyer.archive.{act}", user=by, data={"scope": request.scope})
    queue(request, Occasion.DECIDED, to=[request.applicant], at=at)
    return request


@transaction.atomic
def _tell(request: AccessRequest, occasion: Occasion, column: str, at: datetime) -> None:
    """Write down once that a request waits too long, and tell whoever decides now."""
    untold = AccessRequest.objects.filter(pk=request.pk, **{column: None})
    if untold.update(**{column: at}):
        setattr(request, column, at)
        queue(request, occasion, to=deciders(request, at), at=at)
