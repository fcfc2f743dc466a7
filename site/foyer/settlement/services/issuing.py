"""Issuing a statement, and taking back of one: each with a number, none ever changed. (004-23)"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from foyer.bookings.enums import Occasion
from foyer.bookings.services.letters import queue_letter
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.core.numbers import take_number
from foyer.fees.pricing.tariff import Words
from foyer.fees.showing import money
from foyer.settlement.enums import LineSource, PaperKind, PaperStatus
from foyer.settlement.models import Paper, SettlementPolicy
from foyer.settlement.refusals import MoreThanCredited, NotApproved, NotIssued

from .holding import check_amount, check_day, follow, hold, hold_draft, needed, note

CREDIT = Words("退减", "退減", "Credit")


@transaction.atomic
def issue(
    *, paper: Paper, by: User, at: datetime, note_on_it: str = "", seen: int | None = None
) -> Paper:
    """Give a statement its number and day, and send it to the client; from now on it stays as it is. (004-23)

    Raises:
        NotApproved: a reduction waits.
        Refusal: the statement stands otherwise.
    """
    held = hold_draft(paper, seen)
    if any(line.waits for line in held.lines.all()):
        raise NotApproved
    today = house_day(at)
    check_day(today, at=at)
    held.number = take_number(key="statement", at=at, among=Paper.objects.all())
    held.status, held.issued_on, held.issued_by = PaperStatus.ISSUED, today, by
    held.due_on = today + timedelta(days=SettlementPolicy.load().due_days)
    held.note, held.version = note_on_it.strip()[:500], held.version + 1
    held.save()
    note(held.booking, "issue", by=by, number=held.number, total=str(held.total))
    queue_letter(held.booking, Occasion.STATEMENT, at=at, key=held.number)
    follow(held.booking, by=by, at=at)
    return held


def left_of(statement: Paper) -> Decimal:
    """Return what of a statement was not taken back yet."""
    taken = statement.credits.aggregate(sum=Sum("total", default=Decimal(0)))["sum"]
    left: Decimal = statement.total + taken
    return left


@transaction.atomic
def credit(
    *, statement: Paper, reason: str, by: User, at: datetime, amount: Decimal | None = None
) -> Paper:
    """Write a credit note; one over the whole makes room for another statement. (004-23)

    Args:
        statement: an issued one.
        reason: why; it stands on the credit note.
        by: who takes it back.
        at: the moment.
        amount: how much; None: all that is left, and another statement may follow.

    Raises:
        NotIssued: it is no issued statement.
        MoreThanCredited: less than nothing would be left.
        AccountRefusal: the amount or the reason cannot be.
    """
    booking, why = hold(statement.booking), needed(reason)
    held = Paper.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    if (
        held.is_draft
        or held.kind != PaperKind.STATEMENT
        or held.credits.filter(in_full=True).exists()
    ):
        raise NotIssued
    left, today = left_of(held), house_day(at)
    taken = left if amount is None else amount
    if amount is not None:
        check_amount(amount, held.currency)
        if amount > left:
            raise MoreThanCredited(most=money(left, held.currency))
    check_day(today, at=at)
    made = Paper.objects.create(
        kind=PaperKind.CREDIT,
        booking=booking,
        corrects=held,
        in_full=amount is None,
        currency=held.currency,
        drawn_up_at=at,
        drawn_up_by=by,
    )
    made.lines.create(
        place=0,
        source=LineSource.CREDIT,
        words=[CREDIT.hans, CREDIT.hant, CREDIT.en],
        day=today,
        price=-taken,
        amount=-taken,
        reason=why,
        added_by=by,
        approved_by=by,
        approved_at=at,
    )
    made.number = take_number(key="credit", at=at, among=Paper.objects.all())
    made.status, made.issued_on, made.issued_by = PaperStatus.ISSUED, today, by
    made.total, made.note = -taken, why
    made.save()
    note(booking, "credit", by=by, number=made.number, total=str(-taken))
    queue_letter(booking, Occasion.CREDIT, at=at, key=made.number)
    follow(booking, by=by, at=at)
    return made
