"""What every act upon an account begins and ends with: the locks, the closed months, the step of the booking."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from wagtail.log_actions import log

from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import Booking
from foyer.bookings.services import holding as bookings
from foyer.clients.enums import PaymentState
from foyer.clients.models import Deal
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.fees.enums import Currency
from foyer.fees.showing import money
from foyer.settlement.accounts import Account, account_of
from foyer.settlement.enums import InvoiceStatus, LineSource, PaperKind
from foyer.settlement.models import ClosedMonth, Paper, SettlementPolicy, TaxInvoice
from foyer.settlement.models.period import said_month
from foyer.settlement.refusals import (
    AccountChanged,
    AlreadyIssued,
    DayAhead,
    DayBefore,
    MonthClosed,
    NoAmount,
    ReasonMissing,
    TooFine,
)

APPROVE = "settlement.reduce_statement"
_LONGEST_REASON = 500
_BEFORE = timedelta(days=31)  # money may well come before its booking is taken down


def lock_months() -> None:
    """Let no month be closed, and nothing be dated in one, while this transaction lasts."""
    SettlementPolicy.objects.select_for_update().get(pk=SettlementPolicy.load().pk)


def hold(booking: Booking) -> Booking:
    """Lock the account of a booking: the months first, so that none is closed meanwhile, then the booking."""
    lock_months()
    return bookings.hold(booking)


def hold_draft(
    paper: Paper, seen: int | None, kinds: Collection[str] = (PaperKind.STATEMENT,)
) -> Paper:
    """Lock a draft with its booking; one of a credit note only where the act is for those, too.

    Raises:
        AlreadyIssued: it is none any more.
        AccountChanged: it is not what the actor saw.
    """
    booking = hold(paper.booking)
    held = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    held.booking = booking
    if not held.is_draft or held.kind not in kinds:
        raise AlreadyIssued
    if seen is not None and held.version != seen:
        raise AccountChanged
    return held


def keep_draft(paper: Paper, *, act: str, by: User, **told: object) -> Paper:
    """Write a draft down with the sum of its lines."""
    lines = list(paper.lines.all())
    paper.total = sum((line.amount for line in lines), Decimal(0))
    if paper.kind == PaperKind.STATEMENT and paper.total < 0:
        # What was granted was granted of more than there is now: it waits for another look.
        paper.lines.filter(source=LineSource.REDUCED).update(approved_by=None, approved_at=None)
    paper.version += 1
    paper.save()
    note(paper.booking, act, by=by, **told)
    return paper


def note(booking: Booking, act: str, *, by: User | None, **told: object) -> None:
    """Write an act into the history of its booking."""
    log(booking, f"foyer.settlement.{act}", user=by, data=told)


def check_day(on: date, *, at: datetime) -> None:
    """See that something may be dated on a day.

    Raises:
        DayAhead: it has not come yet.
        MonthClosed: its month, or a later one, is closed.
    """
    if on > house_day(at):
        raise DayAhead
    last = ClosedMonth.objects.order_by("-month").first()
    if last and on.replace(day=1) <= last.month:
        raise MonthClosed(month=said_month(on.replace(day=1)))


def check_begun(on: date, booking: Booking) -> None:
    """See that nothing is dated long before its booking: a slip of the year would hold the closing of months up.

    Raises:
        DayBefore: it is.
    """
    first = house_day(booking.requested_at) - _BEFORE
    if on < first:
        raise DayBefore(day=date_format(first, "DATE_FORMAT"))


def check_amount(amount: Decimal, currency: str) -> None:
    """See that an amount can be paid.

    Raises:
        NoAmount: it is nothing, or less.
        TooFine: there are no coins for it.
    """
    if amount <= 0:
        raise NoAmount
    least = Currency.LEAST[Currency(currency)]
    if amount % least:
        raise TooFine(least=money(least, currency))


def needed(reason: str) -> str:
    """Return a reason, trimmed.

    Raises:
        ReasonMissing: it says nothing.
    """
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()[:_LONGEST_REASON]


def follow(booking: Booking, *, by: User | None, at: datetime) -> Account:
    """Put a held booking on the step its account stands at, and the deal with its client. (004-23, 002-16)"""
    account = account_of(booking, at=at)
    settled = account.is_settled
    if settled and booking.status == BookingStatus.USED:
        bookings.move(booking, BookingStatus.SETTLED, at=at, by=by)
        bookings.keep(booking, act="settle", by=by)
    elif not settled and booking.status == BookingStatus.SETTLED:
        bookings.move(booking, BookingStatus.USED, at=at, by=by)
        bookings.keep(booking, act="unsettle", by=by)
    # What is still to be written is written over what is charged then.
    asked = TaxInvoice.objects.filter(booking=booking, status=InvoiceStatus.ASKED)
    asked.update(amount=max(account.charged, Decimal(0)))
    _write_deal(booking, account)
    return account


def _write_deal(booking: Booking, account: Account) -> None:
    """Keep the deal of a stated use in the client's file, where it speaks for a tier. (002-16)"""
    if booking.client is None:
        return
    deals = Deal.objects.filter(client=booking.client, project__startswith=f"{booking.number} ")
    deal = deals.first()
    if deal is None and account.charged <= 0:
        return
    deal = deal or Deal(client=booking.client, project=f"{booking.number} {booking.room}"[:200])
    deal.done_on, deal.service = house_day(booking.ends_at), booking.theme[:200]
    deal.amount, deal.currency = max(account.charged, Decimal(0)), booking.currency
    paid = PaymentState.PART if account.paid > 0 else PaymentState.OPEN
    deal.payment = PaymentState.PAID if account.open <= 0 else paid
    deal.save()
