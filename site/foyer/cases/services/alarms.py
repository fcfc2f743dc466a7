"""Telling staff what came in, what is due soon, and once what is late: in business hours only. (CASES 3, 001-23)

However many cases there are, a pass reads and writes in sets: the clock must not fall behind the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import batched, islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from foyer.cases.enums import CaseChannel, CaseStatus, MessageKind, Occasion
from foyer.cases.models import Case, CaseLetter, CaseMerge, CaseMessage, CaseStep
from foyer.core.business_calendar.hours import load_hours
from foyer.core.models import User

from .letters import ToStaff, queue_to_staff

_AHEAD = timedelta(hours=2)  # of business time
_NEWS = timedelta(days=14)  # what came in before the longest holiday is news after it
_MOST = 500  # in one pass; the next follows in ten minutes


def tell_due_cases(*, at: datetime) -> None:
    """Remind whoever is answerable before a case is late; once it is, tell the supervisors as well."""
    hours = load_hours()
    if not hours.is_open(at):
        return
    _tell_news(at)
    _tell_late(at)
    near = _near(at, hours.add(at, _AHEAD) or at)
    queue_to_staff(list(islice(near, _MOST)), at=at)


def _tell_news(at: datetime) -> None:
    """Tell whoever is answerable, or else the supervisors, what came in by itself and what clients wrote."""
    told = CaseLetter.objects.filter(case=OuterRef("pk"), occasion=Occasion.CAME_IN)
    cases = Case.objects.open().filter(channel__in=CaseChannel.BY_ITSELF, opened_at__gte=at - _NEWS)
    fresh = cases.exclude(Exists(told)).select_related("owner").order_by("opened_at")[:_MOST]
    told = CaseLetter.objects.filter(message=OuterRef("pk"))
    opened_again = CaseStep.objects.filter(
        case=OuterRef("case"), at=OuterRef("at"), before=CaseStatus.CLOSED, by=None
    )
    written = CaseMessage.objects.filter(
        kind=MessageKind.CLIENT, by=None, at__gte=at - _NEWS, case__closed_at=None
    )
    merged = CaseMerge.objects.filter(words=OuterRef("pk"))  # a colleague has just read them
    words = (
        written.exclude(Exists(told) | Exists(merged))
        .annotate(opens_again=Exists(opened_again))
        .select_related("case__owner")
        .order_by("at")[:_MOST]
    )
    above = supervisors()
    wanted = [
        ToStaff(case.pk, Occasion.CAME_IN, user, case.opened_at)
        for case in fresh
        for user in _answerable(case, above)
    ]
    wanted += [
        ToStaff(word.case_id, _news_of(word), user, word.at, word.pk)
        for word in words
        for user in _answerable(word.case, above)
    ]
    queue_to_staff(wanted, at=at)


def _news_of(word: Any) -> Occasion:
    return Occasion.REOPENED if word.opens_again else Occasion.WROTE


def _answerable(case: Case, above: list[User]) -> list[User]:
    """Return who is told of a case: its owner, and where none can be written to the supervisors."""
    owner = case.owner
    return [owner] if owner and owner.is_active and owner.email else above


@transaction.atomic
def _tell_late(at: datetime) -> None:
    """Alarm about the cases that are late and nobody was told of, the longest late first."""
    fresh = Case.objects.overdue(at=at).by_due()
    untold = fresh.filter(Q(alarmed_for=None) | ~Q(alarmed_for=F("due_at")))
    locked = untold.select_for_update(of=("self",), skip_locked=True)
    late = list(locked.select_related("owner")[:_MOST])
    if not late:
        return
    above, wanted = supervisors(), []
    for case in late:
        told = {user.pk: user for user in (*above, case.owner) if user and user.email}
        wanted += [ToStaff(case.pk, Occasion.LATE, user, case.due_at) for user in told.values()]
    queue_to_staff(wanted, at=at)
    Case.objects.filter(pk__in=[case.pk for case in late]).update(alarmed_for=F("due_at"))


def _near(at: datetime, horizon: datetime) -> Iterator[ToStaff]:
    """Yield the reminders that are due and were not given yet."""
    first = Q(status=CaseStatus.RECEIVED, contact_due_at__range=(at, horizon))
    near = Case.objects.running().filter(first | Q(answer_due_at__range=(at, horizon)))
    near, above = near.select_related("owner").by_due(), supervisors()
    for cases in batched(near.iterator(chunk_size=_MOST), _MOST, strict=False):
        wanted = [_reminder(case, user, at) for case in cases for user in _answerable(case, above)]
        keys = [one.key for one in wanted]
        given = set(CaseLetter.objects.filter(key__in=keys).values_list("key", flat=True))
        yield from (one for one in wanted if one.key not in given)


def _reminder(case: Case, to: User, at: datetime) -> ToStaff:
    first_due = case.status == CaseStatus.RECEIVED and case.contact_due_at >= at
    about = case.contact_due_at if first_due else case.answer_due_at
    return ToStaff(case.pk, Occasion.SOON, to, about)


def supervisors() -> list[User]:
    """Return who may assign cases and has a mailbox."""
    holds = {
        "groups__permissions__codename": "assign_case",
        "groups__permissions__content_type__app_label": "cases",
    }
    return list(User.objects.filter(is_active=True, **holds).exclude(email="").distinct())
