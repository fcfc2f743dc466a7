"""The saved views of the list of accounts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy, pgettext_lazy

from foyer.core.models import User
from foyer.settlement.accounts import accounts_seen_by
from foyer.settlement.enums import AccountState, LineSource, PaperStatus
from foyer.settlement.models import PaperLine

VIEWS = {
    "over": AccountState.OVER.label,
    "to_state": AccountState.TO_STATE.label,
    "draft": AccountState.DRAFT.label,
    "approve": gettext_lazy("Reductions to approve"),
    "due": AccountState.DUE.label,
    "overdue": AccountState.OVERDUE.label,
    "owed": AccountState.OWED.label,
    "paid": AccountState.PAID.label,
    "all": pgettext_lazy("accounts", "All"),
}
_STATES = {"due": (AccountState.DUE, AccountState.PART)}
_BY_DUE_DAY = ("due", "overdue")
_OLDEST_FIRST = ("over", "to_state", "draft", "approve")


def chosen_view(staff: User, view: str, query: str, *, at: datetime) -> QuerySet[Any]:
    """Return the accounts of a saved view that somebody may see, narrowed down to some words."""
    found: Any = accounts_seen_by(staff, at=at)
    if query:
        found = found.matching(query)
    if view == "approve":
        found = found.filter(_waits())
    elif view != "all":
        found = found.filter(state__in=_STATES.get(view, (view,)))
    if view in _BY_DUE_DAY:
        ordered: QuerySet[Any] = found.order_by("due_on", "pk")
    elif view in _OLDEST_FIRST:
        ordered = found.order_by("ends_at", "pk")
    else:
        ordered = found.order_by("-ends_at", "-pk")
    return ordered


def sums_of(accounts: QuerySet[Any]) -> list[tuple[str, Decimal, Decimal]]:
    """Return by currency what is still to be paid to the house, and what it still has to give back."""
    by_currency = accounts.order_by().exclude(currency="").values("currency")
    sums = by_currency.annotate(
        asked=Sum("open", filter=Q(open__gt=0), default=Decimal(0)),
        surplus=Sum("open", filter=Q(open__lt=0, state=AccountState.OWED), default=Decimal(0)),
        deposits=Sum("held", filter=Q(state=AccountState.OWED), default=Decimal(0)),
    )
    return [
        (one["currency"], one["asked"], one["deposits"] - one["surplus"])
        for one in sums.order_by("currency")
    ]


def counted(staff: User, *, at: datetime) -> dict[str, int]:
    """Return how many accounts the views of the first page hold, in one query."""
    found: dict[str, int] = (
        accounts_seen_by(staff, at=at)
        .order_by()
        .aggregate(
            over=Count("pk", filter=Q(state=AccountState.OVER)),
            to_state=Count("pk", filter=Q(state=AccountState.TO_STATE)),
            overdue=Count("pk", filter=Q(state=AccountState.OVERDUE)),
            owed=Count("pk", filter=Q(state=AccountState.OWED)),
            approve=Count("pk", filter=Q(_waits())),
        )
    )
    return found


def _waits() -> Exists:
    """Whether a reduction of the booking's draft, or a credit note, waits for whoever may grant it."""
    drafted = PaperLine.objects.filter(
        paper__booking=OuterRef("pk"), paper__status=PaperStatus.DRAFT
    )
    waiting = drafted.filter(source__in=LineSource.GRANTED, approved_at=None)
    return Exists(waiting)
