"""Money that comes and goes: payments, deposits, refunds, and reversals of what was written down wrong. (004-22)"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format

from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import Booking
from foyer.core.models import User
from foyer.core.numbers import take_number
from foyer.fees.showing import money
from foyer.settlement.accounts import Account, account_of
from foyer.settlement.enums import PaymentKind, PaymentMethod
from foyer.settlement.models import Payment
from foyer.settlement.refusals import (
    GivenBackSince,
    MoreThanHeld,
    MoreThanOpen,
    MoreThanPaid,
    NothingAgreed,
    ReversedAlready,
    ReversedBefore,
)

from .holding import check_amount, check_begun, check_day, follow, hold, needed, note


@dataclass(frozen=True, slots=True)
class Paid:
    """What is written down of a payment."""

    kind: str
    amount: Decimal
    on: date
    method: str = PaymentMethod.TRANSFER
    reference: str = ""
    note: str = ""


@transaction.atomic
def record_payment(
    *,
    booking: Booking,
    paid: Paid,
    by: User,
    at: datetime,
    is_surplus_theirs: bool = False,
    once: str = "",
) -> Payment:
    """Write down money taken or given back; what is then settled is so by itself. (004-22, 004-23)

    Args:
        booking: what it is for; also before its statement, as money in advance.
        paid: what came or went.
        by: who writes it down.
        at: the moment.
        is_surplus_theirs: whether the client did pay more than was asked; it is owed to them.
        once: the sender's key; the same one again gives the payment made with it.

    Raises:
        NothingAgreed: no price was ever agreed.
        MoreThanOpen: more than the client owes.
        MoreThanPaid: more would be given back than was paid.
        MoreThanHeld: more of a deposit than is held.
        AccountRefusal: the amount or the day cannot be.
    """
    held, key = hold(booking), _hash(once)
    if key and (made := Payment.objects.filter(once=key, booking=held).first()):
        return made
    if not held.currency:
        raise NothingAgreed
    check_amount(paid.amount, held.currency)
    check_day(paid.on, at=at)
    check_begun(paid.on, held)
    agreed = _agreed(held, at)
    _check_sums(paid, account_of(held, at=at), agreed, held.currency, theirs=is_surplus_theirs)
    is_kept = paid.kind == PaymentKind.KEPT
    payment = Payment.objects.create(
        number=take_number(key="payment", at=at, among=Payment.objects.all()),
        booking=held,
        kind=paid.kind,
        method=PaymentMethod.NONE if is_kept else paid.method,
        currency=held.currency,
        amount=paid.amount,
        on=paid.on,
        reference=paid.reference.strip()[:100],
        note=paid.note.strip()[:500],
        recorded_at=at,
        recorded_by=by,
        once=key,
    )
    note(held, "pay", by=by, number=payment.number, kind=paid.kind, amount=str(paid.amount))
    follow(held, by=by, at=at)
    return payment


@transaction.atomic
def reverse_payment(*, payment: Payment, reason: str, by: User, at: datetime, on: date) -> Payment:
    """Set right what was written down wrong: a payment of the same sum the other way. (004-22)

    Raises:
        ReversedAlready: it was, or is one.
        GivenBackSince: less than nothing would be paid or held.
        ReasonMissing: it is not said why.
        AccountRefusal: the day cannot be.
    """
    held, why = hold(payment.booking), needed(reason)
    kept = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if kept.reverses_id or Payment.objects.filter(reverses=kept).exists():
        raise ReversedAlready
    check_day(on, at=at)
    if on < kept.on:
        raise ReversedBefore(day=date_format(kept.on, "DATE_FORMAT"))
    account = account_of(held, at=at)
    if min(account.paid - kept.pays, account.held - kept.holds) < 0:
        raise GivenBackSince
    made = Payment.objects.create(
        number=take_number(key="payment", at=at, among=Payment.objects.all()),
        booking=held,
        kind=kept.kind,
        method=kept.method,
        currency=kept.currency,
        amount=kept.amount,
        on=on,
        note=why,
        reverses=kept,
        recorded_at=at,
        recorded_by=by,
    )
    note(held, "reverse", by=by, number=made.number, of=kept.number)
    follow(held, by=by, at=at)
    return made


def _agreed(booking: Booking, at: datetime) -> Decimal:
    """Return what will be charged before anything is: of a use that never comes, the fee of its cancellation."""
    if booking.step_at(at) in BookingStatus.UNUSED:
        return booking.cancel_fee
    return booking.total or Decimal(0)


def _check_sums(
    paid: Paid, account: Account, agreed: Decimal, currency: str, *, theirs: bool
) -> None:
    if paid.kind in (PaymentKind.PAYMENT, PaymentKind.KEPT):
        asked = account.charged if account.is_stated else agreed
        owed = max(asked - account.paid, Decimal(0))
        if paid.amount > owed and not theirs:
            raise MoreThanOpen(most=money(owed, currency))
    if paid.kind == PaymentKind.REFUND and paid.amount > account.paid:
        raise MoreThanPaid(most=money(max(account.paid, Decimal(0)), currency))
    if paid.kind in (PaymentKind.RETURN, PaymentKind.KEPT) and paid.amount > account.held:
        raise MoreThanHeld(most=money(max(account.held, Decimal(0)), currency))


def _hash(once: str) -> str:
    return hashlib.sha256(once.encode()).hexdigest() if once else ""
