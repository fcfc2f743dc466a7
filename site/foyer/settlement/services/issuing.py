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
from foyer.settlement.papers.content import print_paper
from foyer.settlement.refusals import (
    BelowNothing,
    CreditWaits,
    MoreThanCredited,
    NotApproved,
    NotIssued,
)

from .holding import APPROVE, check_amount, check_day, follow, hold, hold_draft, needed, note

CREDIT = Words("退减", "退減", "Credit")


@transaction.atomic
def issue(
    *, paper: Paper, by: User, at: datetime, note_on_it: str = "", seen: int | None = None
) -> Paper:
    """Give a statement its number and day, and send it to the client; from now on it stays as it is. (004-23)

    Raises:
        NotApproved: a reduction waits.
        BelowNothing: it comes to less than nothing.
        Refusal: the statement stands otherwise.
    """
    held = hold_draft(paper, seen)
    if any(line.waits for line in held.lines.all()):
        raise NotApproved
    if held.total < 0:
        raise BelowNothing
    today = house_day(at)
    check_day(today, at=at)
    held.number = take_number(key="statement", at=at, among=Paper.objects.all())
    held.status, held.issued_on, held.issued_by = PaperStatus.ISSUED, today, by
    held.due_on = today + timedelta(days=SettlementPolicy.load().due_days)
    held.note, held.version = note_on_it.strip()[:500], held.version + 1
    held.printed = print_paper(held)
    held.save()
    note(held.booking, "issue", by=by, number=held.number, total=str(held.total))
    queue_letter(held.booking, Occasion.STATEMENT, at=at, key=held.number)
    follow(held.booking, by=by, at=at)
    return held


def left_of(statement: Paper) -> Decimal:
    """Return what of a statement was not taken back yet."""
    issued = statement.credits.filter(status=PaperStatus.ISSUED)
    taken = issued.aggregate(sum=Sum("total", default=Decimal(0)))["sum"]
    left: Decimal = statement.total + taken
    return left


@transaction.atomic
def credit(
    *, statement: Paper, reason: str, by: User, at: datetime, amount: Decimal | None = None
) -> Paper:
    """Write a credit note; one over the whole makes room for another statement. (004-23)

    A part is a reduction like any other: it waits for approval unless the actor may grant it. (004-24)

    Args:
        statement: an issued one.
        reason: why; it stands on the credit note.
        by: who takes it back.
        at: the moment.
        amount: how much; None: all that is left, and another statement may follow.

    Raises:
        NotIssued: it is no issued statement.
        CreditWaits: one of it waits for approval.
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
    if held.credits.filter(status=PaperStatus.DRAFT).exists():
        raise CreditWaits
    left = left_of(held)
    taken = left if amount is None else amount
    if amount is not None:
        check_amount(amount, held.currency)
        if amount > left:
            raise MoreThanCredited(most=money(left, held.currency))
    check_day(house_day(at), at=at)
    made = Paper.objects.create(
        kind=PaperKind.CREDIT,
        booking=booking,
        corrects=held,
        in_full=amount is None,
        currency=held.currency,
        total=-taken,
        note=why,
        drawn_up_at=at,
        drawn_up_by=by,
    )
    may_grant = by.has_perm(APPROVE)
    made.lines.create(
        place=0,
        source=LineSource.CREDIT,
        words=[CREDIT.hans, CREDIT.hant, CREDIT.en],
        day=house_day(at),
        price=-taken,
        amount=-taken,
        reason=why,
        added_by=by,
        approved_by=by if may_grant else None,
        approved_at=at if may_grant else None,
    )
    if amount is not None and not may_grant:
        note(booking, "ask_credit", by=by, total=str(-taken))
        return made
    return issue_credit(made, by=by, at=at)


def issue_credit(paper: Paper, *, by: User, at: datetime) -> Paper:
    """Give a credit note that is held, and that nobody has to approve any more, its number; send it to the client."""
    today = house_day(at)
    check_day(today, at=at)
    paper.number = take_number(key="credit", at=at, among=Paper.objects.all())
    paper.status, paper.issued_on, paper.issued_by = PaperStatus.ISSUED, today, by
    paper.printed = print_paper(paper)
    paper.save()
    note(paper.booking, "credit", by=by, number=paper.number, total=str(paper.total))
    queue_letter(paper.booking, Occasion.CREDIT, at=at, key=paper.number)
    follow(paper.booking, by=by, at=at)
    return paper
