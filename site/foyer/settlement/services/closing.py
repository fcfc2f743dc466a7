"""Closing a month: its sums are kept, and nothing dated in it is added any more. (004-24)"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Min, Q

from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import Booking
from foyer.core.days import add_months, house_day, month_end, start_of
from foyer.core.models import User
from foyer.settlement.accounts import with_accounts
from foyer.settlement.enums import AccountState, PaperKind, PaperStatus, PaymentKind
from foyer.settlement.models import ClosedMonth, Paper, Payment
from foyer.settlement.models.period import said_month
from foyer.settlement.refusals import DraftsLeft, MonthBefore, MonthNotOver

from .holding import lock_months

_NAMED = 5
SUMS = ("statements", "credits", "taken", "given_back")


def next_month() -> date | None:
    """Return the first month that is not closed, of those in which anything happened; those before close with it.

    Where nothing happened since, the one after the last closed one.
    """
    last = ClosedMonth.objects.order_by("-month").first()
    papers, payments = Paper.objects.all(), Payment.objects.all()
    if last:
        end = month_end(last.month)
        papers, payments = papers.filter(issued_on__gt=end), payments.filter(on__gt=end)
    firsts = (
        papers.aggregate(first=Min("issued_on"))["first"],
        payments.aggregate(first=Min("on"))["first"],
    )
    days = [day for day in firsts if day]
    if not days and last:
        return add_months(last.month, 1)
    return min(days).replace(day=1) if days else None


def sums_of(month: date) -> dict[str, dict[str, str]]:
    """Return the sums of a month by currency, as decimal numbers written out."""
    span = (month, month_end(month))
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(SUMS, Decimal(0)))
    papers = Paper.objects.filter(status=PaperStatus.ISSUED, issued_on__range=span)
    for kind, currency, total in papers.values_list("kind", "currency", "total"):
        name = "statements" if kind == PaperKind.STATEMENT else "credits"
        sums[currency][name] += total
    for payment in Payment.objects.filter(on__range=span).exclude(kind=PaymentKind.KEPT):
        name = "given_back" if payment.kind in PaymentKind.OUT else "taken"
        sums[payment.currency][name] += payment.amount * payment.sign
    return {
        currency: {name: str(amount) for name, amount in by_name.items()}
        for currency, by_name in sums.items()
    }


def left_to_state(month: date, *, at: datetime) -> list[str]:
    """Return the numbers of bookings used by the end of a month that have no statement yet, marked or not."""
    until = start_of(add_months(month, 1))
    ended = Booking.objects.filter(
        Q(status=BookingStatus.USED, ends_at__lt=until)
        | Q(status=BookingStatus.CANCELLED, cancel_fee__gt=0, ended_at__lt=until)
        | Q(status__in=(BookingStatus.CONFIRMED, BookingStatus.SIGNED), ends_at__lt=until)
    )
    left = with_accounts(ended.order_by("number"), at=at)
    left = left.filter(state__in=(AccountState.OVER, AccountState.TO_STATE, AccountState.DRAFT))
    return list(left.values_list("number", flat=True))


@transaction.atomic
def close_month(
    *, month: date, by: User, at: datetime, knows_what_is_left: bool = False
) -> ClosedMonth:
    """Close a month; there is no opening it again.

    Args:
        month: its first day; the one after the last closed one.
        by: who closes it.
        at: the moment.
        knows_what_is_left: whether the actor saw that uses of it are not stated yet.

    Raises:
        MonthNotOver: it is not over.
        MonthBefore: an earlier one is open.
        DraftsLeft: uses of it are not stated, and the actor did not say they know.
    """
    lock_months()
    if house_day(at) <= month_end(month):
        raise MonthNotOver(month=said_month(month))
    first = next_month()
    if first is not None and month != first:
        raise MonthBefore(month=said_month(first))
    left = left_to_state(month, at=at)
    if left and not knows_what_is_left:
        raise DraftsLeft(bookings=", ".join(left[:_NAMED]) + ("…" if len(left) > _NAMED else ""))
    return ClosedMonth.objects.create(month=month, sums=sums_of(month), closed_at=at, closed_by=by)
