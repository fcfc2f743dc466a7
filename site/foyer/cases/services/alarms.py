"""Telling staff what is due soon, and once what is late: in business hours only. (CASES 3)

However many cases there are, a pass reads and writes in sets: the clock must not fall behind the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import batched, islice

from django.db import transaction
from django.db.models import F, Q

from foyer.cases.enums import CaseStatus, Occasion
from foyer.cases.models import Case, CaseLetter
from foyer.core.business_calendar.hours import load_hours
from foyer.core.models import User

from .letters import ToStaff, queue_to_staff

_AHEAD = timedelta(hours=2)  # of business time
_MOST = 500  # in one pass; the next follows in ten minutes


def tell_due_cases(*, at: datetime) -> None:
    """Remind whoever is answerable before a case is late; once it is, tell the supervisors as well."""
    hours = load_hours()
    if not hours.is_open(at):
        return
    _tell_late(at)
    near = _near(at, hours.add(at, _AHEAD) or at)
    queue_to_staff(list(islice(near, _MOST)), at=at)


@transaction.atomic
def _tell_late(at: datetime) -> None:
    """Alarm about the cases that are late and nobody was told of, the longest late first."""
    fresh = Case.objects.overdue(at=at).by_due()
    untold = fresh.filter(Q(alarmed_for=None) | ~Q(alarmed_for=F("due_at")))
    locked = untold.select_for_update(of=("self",), skip_locked=True)
    late = list(locked.select_related("owner")[:_MOST])
    if not late:
        return
    supervisors, wanted = _supervisors(), []
    for case in late:
        told = {user.pk: user for user in (*supervisors, case.owner) if user and user.email}
        wanted += [ToStaff(case.pk, Occasion.LATE, user, case.due_at) for user in told.values()]
    queue_to_staff(wanted, at=at)
    Case.objects.filter(pk__in=[case.pk for case in late]).update(alarmed_for=F("due_at"))


def _near(at: datetime, horizon: datetime) -> Iterator[ToStaff]:
    """Yield the reminders that are due and were not given yet."""
    first = Q(status=CaseStatus.RECEIVED, contact_due_at__range=(at, horizon))
    near = Case.objects.running().filter(first | Q(answer_due_at__range=(at, horizon)))
    near = near.exclude(owner=None).exclude(owner__email="").select_related("owner").by_due()
    for cases in batched(near.iterator(chunk_size=_MOST), _MOST, strict=False):
        wanted = [_reminder(case, at) for case in cases]
        keys = [one.key for one in wanted]
        given = set(CaseLetter.objects.filter(key__in=keys).values_list("key", flat=True))
        yield from (one for one in wanted if one.key not in given)


def _reminder(case: Case, at: datetime) -> ToStaff:
    first_due = case.status == CaseStatus.RECEIVED and case.contact_due_at >= at
    about = case.contact_due_at if first_due else case.answer_due_at
    return ToStaff(case.pk, Occasion.SOON, case.owner, about)  # type: ignore[arg-type]  # those without were left out


def _supervisors() -> list[User]:
    """Return who may assign cases and has a mailbox."""
    holds = {
        "groups__permissions__codename": "assign_case",
        "groups__permissions__content_type__app_label": "cases",
    }
    return list(User.objects.filter(is_active=True, **holds).exclude(email="").distinct())
