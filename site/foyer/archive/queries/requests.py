"""Which requests to open records somebody sees, in the views the list has. (000-29)"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import pgettext_lazy

from foyer.archive.enums import RequestStatus
from foyer.archive.models import AccessRequest
from foyer.archive.rights import holds
from foyer.archive.services.access import SETTLE
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.staff.models import Department


@dataclass(frozen=True, slots=True)
class View:
    """A view of the list: its name, and who has it."""

    label: Any
    may: Callable[[User], bool]


VIEWS = {
    "mine": View(pgettext_lazy("access requests", "Mine"), lambda _user: True),
    "decide": View(pgettext_lazy("access requests", "For me to decide"), lambda _user: True),
    "department": View(
        pgettext_lazy("access requests", "My department"),
        lambda user: Department.objects.filter(Q(head=user) | Q(deputies=user)).exists(),
    ),
    "all": View(
        pgettext_lazy("access requests", "All"), lambda user: holds(user, "oversee_accessrequest")
    ),
}


def requests_of(user: User, view: str, *, at: datetime) -> QuerySet[AccessRequest]:
    """Return the requests of a view, as somebody sees it."""
    requests = AccessRequest.objects.all()
    match view:
        case "decide":
            return _to_decide(user, at)
        case "department":
            led = Department.objects.filter(Q(head=user) | Q(deputies=user))
            return requests.filter(department__in=led.order_by().values("pk"))
        case "all":
            return requests
        case _:
            return requests.filter(applicant=user)


def _to_decide(user: User, at: datetime) -> QuerySet[AccessRequest]:
    """Return the waiting requests of others that somebody decides at a moment; as `deciders` says."""
    waiting = AccessRequest.objects.filter(status=RequestStatus.ASKED).exclude(applicant=user)
    led = Department.objects.led_by(user, house_day(at)).order_by().values("pk")
    deputy = Department.objects.filter(deputies=user).order_by().values("pk")
    mine = Q(department__in=led)
    # A head asks the deputies.
    mine |= Q(department__in=deputy) & (
        Q(applicant=F("department__head")) | Q(escalated_at__isnull=False)
    )
    if holds(user, SETTLE):
        headless = Q(department__head=None) | Q(department__head__is_active=False)
        deputies = Department.deputies.through.objects.filter(
            department=OuterRef("department"), user__is_active=True
        )
        nobody = headless | Q(department__head=F("applicant"))
        alone = Q(~Exists(deputies.exclude(user=OuterRef("applicant"))))
        mine |= Q(escalated_at__isnull=False) | nobody & alone
    return waiting.filter(mine).distinct()
