"""What the client answers, and what follows: contract, use, cancellation. (004-04, 004-05)"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime

from foyer.bookings.enums import BookingStatus, Occasion
from foyer.bookings.models import Booking
from foyer.bookings.refusals import (
    AnsweredAlready,
    BegunAlready,
    ContractMissing,
    NotUsedYet,
    OfferChanged,
    OfferLapsed,
    SignatureMissing,
)
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.venues.services import keep_for_good

from .holding import give_back, hold, keep, move, needed
from .letters import queue_letter
from .offering import offer_to_waiting, tell_it_stands
from .papers import keep_papers
from .standing import cancellation_fee, stand_again, take_agreed


@transaction.atomic
def accept_offer(
    *,
    booking: Booking,
    at: datetime,
    by: User | None = None,
    seen: int | None = None,
    tells: bool = True,
) -> Booking:
    """Confirm an offer in the client's name: the room is theirs. (004-04)

    Args:
        booking: an offer.
        at: the moment.
        by: who writes it down for them; None where the client does it.
        seen: the version the actor saw.
        tells: whether a letter goes out: of a series one speaks for all.

    Raises:
        OfferLapsed: its time is over.
        AnsweredAlready: it is no offer any more.
        OfferChanged: it is not the offer the actor saw.
    """
    held = _offer(booking, at, seen)
    move(held, BookingStatus.CONFIRMED, at=at, by=by)
    keep_for_good(held.occupation)  # its row is there until the offer lapses
    held.answered_at, held.standing = at, None
    held.contract_signed_on, held.contract_signed_by = None, ""
    keep(held, act="accept", by=by)
    if tells:
        keep_papers(held, at=at)
        occasion = Occasion.CONTRACT if held.needs_contract else Occasion.CONFIRMED
        queue_letter(held, occasion, at=at)
    return held


@transaction.atomic
def decline_offer(
    *,
    booking: Booking,
    at: datetime,
    reason: str = "",
    by: User | None = None,
    seen: int | None = None,
) -> Booking:
    """Give an offer back in the client's name; whoever waits for the room gets it. (004-04, BOOKING 7)

    Where it was a change that is declined, what was agreed before stands, if its place can still be had.

    Raises:
        OfferLapsed: its time is over.
        AnsweredAlready: it is no offer any more.
        OfferChanged: it is not the offer the actor saw.
    """
    held = _offer(booking, at, seen)
    room, starts_at, ends_at = held.room, held.starts_at, held.ends_at
    if stand_again(held, by=by, at=at, note=reason.strip()):
        tell_it_stands(held, by=by, at=at)
        offer_to_waiting(room=room, starts_at=starts_at, ends_at=ends_at, at=at)
        return held
    move(held, BookingStatus.DECLINED, at=at, by=by, note=reason.strip())
    held.reason, held.answered_at, held.ended_at = reason.strip()[:500], at, at
    held.standing = None
    give_back(held, by=by, at=at)
    keep(held, act="decline", by=by)
    offer_to_waiting(room=held.room, starts_at=held.starts_at, ends_at=held.ends_at, at=at)
    return held


@transaction.atomic
def sign_contract(
    *,
    booking: Booking,
    signed_by: str,
    signed_on: date,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Booking:
    """Write down that the contract was signed, by whom and when. (004-05)

    Raises:
        SignatureMissing: it is not said by whom, or on a day to come.
        WrongStep: there is nothing to sign.
    """
    held = hold(booking, seen)
    if not signed_by.strip() or signed_on > house_day(at):
        raise SignatureMissing
    move(held, BookingStatus.SIGNED, at=at, by=by, note=signed_by.strip())
    held.contract_signed_by, held.contract_signed_on = signed_by.strip()[:100], signed_on
    return keep(held, act="sign", by=by)


@transaction.atomic
def mark_used(*, booking: Booking, by: User, at: datetime, seen: int | None = None) -> Booking:
    """Write down that the room was used; the statement follows from it. (004-23)

    Raises:
        NotUsedYet: its time has not begun.
        ContractMissing: it needed one.
    """
    held = hold(booking, seen)
    if at < held.starts_at:
        raise NotUsedYet(moment=_moment(held.starts_at))
    if held.needs_contract and held.status == BookingStatus.CONFIRMED:
        raise ContractMissing
    move(held, BookingStatus.USED, at=at, by=by)
    return keep(held, act="use", by=by)


@transaction.atomic
def cancel_booking(
    *,
    booking: Booking,
    reason: str,
    at: datetime,
    by: User | None = None,
    waives_fee: bool = False,
    seen: int | None = None,
) -> Booking:
    """Cancel a booking before its use; the policy says what that costs. (004-04, 004-22)

    Args:
        booking: a booking that is still open, or an offer that lapsed.
        reason: why; the letter says it.
        at: the moment.
        by: who cancels for the house; None where the client does.
        waives_fee: whether the house takes no fee.
        seen: the version the actor saw.

    Raises:
        ReasonMissing: nobody says why.
        WrongStep: it is over.
        BegunAlready: its use has begun; the house alone cancels it now.
    """
    held, why = hold(booking, seen), needed(reason)
    if by is None and at >= held.starts_at:
        raise BegunAlready
    fee = Decimal(0) if waives_fee else cancellation_fee(held, at=at)
    move(held, BookingStatus.CANCELLED, at=at, by=by, note=why)
    held.reason, held.ended_at, held.cancel_fee, held.waits = why, at, fee, False
    take_agreed(held)
    held.standing = None
    give_back(held, by=by, at=at)
    keep(held, act="cancel", by=by, fee=str(fee))
    keep_papers(held, at=at)
    queue_letter(held, Occasion.CANCELLED, at=at)
    offer_to_waiting(room=held.room, starts_at=held.starts_at, ends_at=held.ends_at, at=at)
    return held


def _offer(booking: Booking, at: datetime, seen: int | None) -> Booking:
    """Lock an offer that can still be answered."""
    held = hold(booking)
    step = held.step_at(at)
    if step == BookingStatus.LAPSED:
        raise OfferLapsed(moment=_moment(held.reply_by or at))
    if step != BookingStatus.OFFERED:
        raise AnsweredAlready(step=step.label)
    if seen is not None and held.version != seen:
        raise OfferChanged
    return held


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")
