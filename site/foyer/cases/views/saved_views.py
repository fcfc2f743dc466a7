"""The saved views of the queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy

from foyer.cases.enums import CaseStatus, MessageKind
from foyer.cases.forms.queue import ME, NOBODY
from foyer.cases.models import Case, CaseMessage, CaseQuerySet, TeamMember
from foyer.core.models import User

VIEWS = {
    "open": gettext_lazy("Open cases"),
    "mine": gettext_lazy("My cases"),
    "team": gettext_lazy("My teams"),
    "unassigned": gettext_lazy("Nobody answerable"),
    "overdue": gettext_lazy("Overdue cases"),
    "wrote": gettext_lazy("The client wrote last"),
    "waiting": gettext_lazy("Waiting for the client"),
    "follow_up": gettext_lazy("Following up"),
    "analyse": gettext_lazy("File to complete"),
    "closed": gettext_lazy("Closed cases"),
}
_COLUMNS = {
    "kind": "kind",
    "severity": "severity",
    "tier": "client__tier",
    "channel": "channel",
    "step": "status",
}


def chosen_view(staff: User, view: str, wanted: Mapping[str, str], *, at: datetime) -> CaseQuerySet:
    """Return the cases of a saved view that somebody may see, narrowed down by what they asked for."""
    found = _view(staff, view, at)
    for name, value in wanted.items():
        match name:
            case "q":
                found = found.matching(value)
            case "owner":
                found = found.filter(owner=_owner(staff, value))
            case "overdue":
                late = Case.objects.overdue(at=at).order_by().values("pk")
                found = found.filter(pk__in=late)
            case _:
                found = found.filter(**{_COLUMNS[name]: value})
    return found


def _owner(staff: User, value: str) -> Any:
    return {ME: staff, NOBODY: None}.get(value, value)


def _view(staff: User, view: str, at: datetime) -> CaseQuerySet:
    seen = Case.objects.visible_to(staff)
    found = {
        "mine": seen.open().filter(owner=staff),
        "team": seen.open().filter(team__user=staff, team__left_at=None),
        "unassigned": seen.open().filter(owner=None),
        "overdue": seen.overdue(at=at),
        "wrote": seen.open().alias(last=_last_word()).filter(last=MessageKind.CLIENT),
        "waiting": seen.open().exclude(waiting_since=None),
        "follow_up": seen.filter(status=CaseStatus.FOLLOWING_UP),
    }
    if view == "analyse":
        return seen.unanalysed().order_by("closed_at")
    if view == "closed":
        return seen.filter(status=CaseStatus.CLOSED).order_by("-closed_at")
    return found.get(view, seen.open()).by_due()


def _last_word() -> Subquery:
    """Whose the last word between client and house is."""
    words = CaseMessage.objects.filter(case=OuterRef("pk"), kind__in=MessageKind.PUBLIC)
    return Subquery(words.order_by("-at", "-pk").values("kind")[:1])


def counted(staff: User, *, at: datetime) -> dict[str, int]:
    """Return how many open cases the views of the first page hold, in one query."""
    late = Case.objects.overdue(at=at).order_by().values("pk")
    counts = Case.objects.visible_to(staff).open().order_by()
    found: dict[str, int] = counts.aggregate(
        open=Count("pk"),
        mine=Count("pk", filter=Q(owner=staff)),
        unassigned=Count("pk", filter=Q(owner=None)),
        overdue=Count("pk", filter=Q(pk__in=late)),
    )
    return found


def waiting_for(staff: User) -> CaseQuerySet:
    """Return the open cases somebody is to move: their own, their teams', and what they may assign."""
    theirs = Q(owner=staff) | Q(pk__in=TeamMember.objects.now().filter(user=staff).values("case"))
    if staff.has_perm("cases.assign_case"):
        theirs |= Q(owner=None)
    return Case.objects.visible_to(staff).open().filter(theirs).by_due()
