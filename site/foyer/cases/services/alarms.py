"""Telling staff what is due soon, and once what is late: in business hours only. (CASES 3)"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from foyer.cases.enums import CaseStatus, Occasion
from foyer.cases.models import Case
from foyer.core.business_calendar.hours import load_hours
from foyer.core.models import User

from .letters import queue_letter

_AHEAD = timedelta(hours=2)  # of business time
_MOST = 500  # in one pass; the next follows in ten minutes


def tell_due_cases(*, at: datetime) -> None:
    """Remind whoever is answerable before a case is late; once it is, tell the supervisors as well."""
    hours = load_hours()
    if not hours.is_open(at):
        return
    horizon = hours.add(at, _AHEAD) or at
    supervisors = _supervisors()
    fresh = Case.objects.overdue(at=at).by_due()
    untold: Any = fresh.filter(Q(alarmed_for=None) | ~Q(alarmed_for=F("due_at")))
    for case in untold.select_related("owner")[:_MOST]:
        told = {user.pk: user for user in (*supervisors, case.owner) if user and user.email}
        for user in told.values():
            queue_letter(case, Occasion.LATE, at=at, to=user, about=case.due_at)
        Case.objects.filter(pk=case.pk).update(alarmed_for=case.due_at)
    first = Q(status=CaseStatus.RECEIVED, contact_due_at__range=(at, horizon))
    near = Case.objects.running().filter(first | Q(answer_due_at__range=(at, horizon)))
    for case in near.exclude(owner=None).exclude(owner__email="").select_related("owner")[:_MOST]:
        first_due = case.status == CaseStatus.RECEIVED and case.contact_due_at >= at
        about = case.contact_due_at if first_due else case.answer_due_at
        queue_letter(case, Occasion.SOON, at=at, to=case.owner, about=about)


def _supervisors() -> list[User]:
    """Return who may assign cases and has a mailbox."""
    holds = {
        "groups__permissions__codename": "assign_case",
        "groups__permissions__content_type__app_label": "cases",
    }
    return list(User.objects.filter(is_active=True, **holds).exclude(email="").distinct())
