"""Drawing a statement up: what was used, lines by hand, reductions and who approves them. (004-23)"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import Booking
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.fees.pricing.quote import Line, Quote
from foyer.fees.pricing.tariff import Words
from foyer.fees.showing import money
from foyer.settlement.accounts import live_statements
from foyer.settlement.enums import LineSource, PaperKind, PaperStatus
from foyer.settlement.models import Paper, PaperLine
from foyer.settlement.refusals import (
    BelowNothing,
    DraftThere,
    LineOfSchedule,
    MoreThanTheRest,
    NothingToApprove,
    NothingToState,
    WordsMissing,
)
from foyer.settlement.used import Used, quote_of_use

from .holding import APPROVE, check_amount, hold, hold_draft, keep_draft, needed, note
from .issuing import issue_credit

CANCELLATION = Words("取消费", "取消費", "Cancellation fee")
REDUCTION = Words("减免", "減免", "Reduction")


@transaction.atomic
def draw_up(*, booking: Booking, by: User, at: datetime) -> Paper:
    """Begin the statement of a use, or of a cancellation that costs something, with what was agreed. (004-23)

    Raises:
        DraftThere: one is being drawn up already.
        NothingToState: nothing was used, or it is stated already.
    """
    held = hold(booking)
    if Paper.objects.filter(booking=held, status=PaperStatus.DRAFT).exists():
        raise DraftThere
    is_used = held.status in (BookingStatus.USED, BookingStatus.SETTLED)
    is_charged = held.status == BookingStatus.CANCELLED and held.cancel_fee > 0
    if not (is_used or is_charged) or live_statements().filter(booking=held).exists():
        raise NothingToState
    paper = Paper.objects.create(
        booking=held, currency=held.currency, drawn_up_at=at, drawn_up_by=by
    )
    if is_charged:
        _add_fee(paper)
    else:
        used = Used.as_booked(held)
        _take_quote(paper, used, quote_of_use(held, used, at=at))
    return keep_draft(paper, act="draw_up", by=by)


@transaction.atomic
def write_used(
    *, paper: Paper, used: Used, by: User, at: datetime, seen: int | None = None
) -> Paper:
    """Write down what was used; the lines of the schedule follow from it, those by hand stay. (004-23)

    Raises:
        AccountRefusal: it cannot have been so.
        QuoteRefusal: it cannot be priced.
        Refusal: the statement stands otherwise.
    """
    held = hold_draft(paper, seen)
    if held.used is None:  # of a cancellation: nothing was used
        raise NothingToState
    quote = quote_of_use(held.booking, used, at=at)
    held.lines.filter(source=LineSource.SCHEDULE).delete()
    _take_quote(held, used, quote)
    return keep_draft(held, act="use", by=by)


@transaction.atomic
def add_line(
    *,
    paper: Paper,
    words: str,
    amount: Decimal,
    reason: str,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> PaperLine:
    """Add what no schedule knows, such as damage, with the reason. The amount holds its tax. (004-24)

    Raises:
        WordsMissing: it is not said what for.
        ReasonMissing: it is not said why.
        AccountRefusal: the amount cannot be.
        Refusal: the statement stands otherwise.
    """
    held = hold_draft(paper, seen)
    if not words.strip():
        raise WordsMissing
    check_amount(amount, held.currency)
    said = words.strip()[:200]
    line = _by_hand(
        held, LineSource.ADDED, [said, said, said], amount, needed(reason), by=by, at=at
    )
    keep_draft(held, act="add", by=by, amount=str(amount))
    return line


@transaction.atomic
def reduce(
    *, paper: Paper, amount: Decimal, reason: str, by: User, at: datetime, seen: int | None = None
) -> PaperLine:
    """Take something off, with the reason; it waits for approval unless the actor may grant it. (004-23, 004-24)

    Raises:
        ReasonMissing: it is not said why.
        MoreThanTheRest: less than nothing would be left.
        AccountRefusal: the amount cannot be.
        Refusal: the statement stands otherwise.
    """
    held = hold_draft(paper, seen)
    check_amount(amount, held.currency)
    if amount > held.total:
        raise MoreThanTheRest(most=money(held.total, held.currency))
    words = [REDUCTION.hans, REDUCTION.hant, REDUCTION.en]
    line = _by_hand(held, LineSource.REDUCED, words, -amount, needed(reason), by=by, at=at)
    if by.has_perm(APPROVE):
        line.approved_by, line.approved_at = by, at
        line.save(update_fields=["approved_by", "approved_at"])
    keep_draft(held, act="reduce", by=by, amount=str(amount))
    return line


@transaction.atomic
def approve(*, line: PaperLine, by: User, at: datetime) -> PaperLine:
    """Approve a reduction, or a credit note, which goes out by that; whoever calls sees to it that the actor may.

    Raises:
        NothingToApprove: it was approved already.
        BelowNothing: less than nothing would be left.
        Refusal: the statement stands otherwise.
    """
    held = hold_draft(line.paper, None, kinds=PaperKind)
    kept = held.lines.select_for_update().filter(pk=line.pk).first()
    if kept is None or not kept.waits:
        raise NothingToApprove
    if held.kind == PaperKind.STATEMENT and held.total < 0:
        raise BelowNothing
    kept.approved_by, kept.approved_at = by, at
    kept.save(update_fields=["approved_by", "approved_at"])
    keep_draft(held, act="approve", by=by, amount=str(kept.amount))
    if held.kind == PaperKind.CREDIT:
        issue_credit(held, by=by, at=at)
    return kept


@transaction.atomic
def take_off(*, line: PaperLine, by: User, seen: int | None = None) -> None:
    """Take a line that was added by hand off a draft.

    Raises:
        LineOfSchedule: it follows from what was used.
        Refusal: the statement stands otherwise.
    """
    held = hold_draft(line.paper, seen)
    if line.source not in LineSource.BY_HAND:
        raise LineOfSchedule
    held.lines.filter(pk=line.pk).delete()
    keep_draft(held, act="take_off", by=by, amount=str(line.amount))


@transaction.atomic
def drop_draft(*, paper: Paper, by: User) -> None:
    """Throw a draft away, before it has a number; the history of the booking tells of it.

    Raises:
        AlreadyIssued: it is none any more.
    """
    held = hold_draft(paper, None, kinds=PaperKind)
    booking = held.booking
    held.delete()
    note(booking, "drop", by=by)


def _take_quote(paper: Paper, used: Used, quote: Quote) -> None:
    paper.used, paper.tax_within = used.write(), quote.tax_within
    PaperLine.objects.bulk_create(
        [_line(paper, place, line) for place, line in enumerate(quote.lines)]
    )


def _line(paper: Paper, place: int, line: Line) -> PaperLine:
    return PaperLine(
        paper=paper,
        place=place,
        source=LineSource.SCHEDULE,
        kind=line.kind,
        key=line.key,
        words=[line.words.hans, line.words.hant, line.words.en],
        day=line.day,
        unit=line.unit,
        quantity=line.quantity,
        price=line.price,
        amount=line.amount,
        tax_rate=line.tax_rate,
        schedule=line.version,
    )


def _add_fee(paper: Paper) -> None:
    fee = paper.booking.cancel_fee
    paper.lines.create(
        place=0,
        source=LineSource.POLICY,
        words=[CANCELLATION.hans, CANCELLATION.hant, CANCELLATION.en],
        day=house_day(paper.booking.ended_at or paper.drawn_up_at),
        price=fee,
        amount=fee,
        reason=paper.booking.reason,
    )


def _by_hand(
    paper: Paper,
    source: str,
    words: list[str],
    amount: Decimal,
    reason: str,
    *,
    by: User,
    at: datetime,
) -> PaperLine:
    last = paper.lines.aggregate(last=Max("place"))["last"] or 0
    line: PaperLine = paper.lines.create(
        place=max(last, 999) + 1,  # after those of the schedule, whatever becomes of them
        source=source,
        words=words,
        day=house_day(at),
        price=amount,
        amount=amount,
        reason=reason,
        added_by=by,
    )
    return line
