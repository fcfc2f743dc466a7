"""The saved views of the queue."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy

from foyer.cases.enums import CaseStatus
from foyer.cases.models import Case, CaseQuerySet
from foyer.core.models import User

VIEWS = {
    "open": gettext_lazy("Open cases"),
    "mine": gettext_lazy("My cases"),
    "team": gettext_lazy("My teams"),
    "overdue": gettext_lazy("Overdue cases"),
    "waiting": gettext_lazy("Waiting for the client"),
    "follow_up": gettext_lazy("Following up"),
    "analyse": gettext_lazy("File to complete"),
    "closed": gettext_lazy("Closed cases"),
}
_LONGEST_QUERY = 100


def chosen_view(staff: User, view: str, query: str, *, at: datetime) -> CaseQuerySet:
    """Return the cases of a saved view that somebody may see, narrowed down by what they typed."""
    found = _view(staff, view, at)
    return found.matching(query[:_LONGEST_QUERY]) if query else found


def _view(staff: User, view: str, at: datetime) -> CaseQuerySet:
    seen = Case.objects.visible_to(staff)
    match view:
        case "mine":
            return seen.open().filter(owner=staff).by_due()
        case "team":
            return seen.open().filter(team__user=staff).by_due()
        case "overdue":
            return seen.overdue(at=at).by_due()
        case "waiting":
            return seen.open().exclude(waiting_since=None).by_due()
        case "follow_up":
            return seen.filter(status=CaseStatus.FOLLOWING_UP).by_due()
        case "analyse":
            return seen.unanalysed().by_due().order_by("closed_at")
        case "closed":
            return seen.filter(status=CaseStatus.CLOSED).by_due().order_by("-closed_at")
    return seen.open().by_due()
