"""Offering a room at its price, for an answer by a moment; and what that means for rivals. (004-03, 004-04)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from foyer.bookings.agreed import write_asked, write_quote, write_terms
from foyer.bookings.enums import BookingStatus, MessageKind, Occasion
from foyer.bookings.fitting import check_room, check_time
from foyer.bookings.models import Booking, BookingPolicy
from foyer.bookings.refusals import NoTimeToAnswer, WrongStep
from foyer.clients.enums import Tier
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.fees.pricing.days import Use
from foyer.fees.pricing.quote import Asked, Quote
from foyer.fees.quoting import make_quote
from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import Room
from foyer.venues.services import in_the_way, occupy_room

from .holding import give_back, hold, keep, move, needed
from .letters import queue_letter
from .papers import keep_papers
from .standing import stand_again


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer that was made, and who was turned down by it."""

    booking: Booking
    turned_down: tuple[Booking, ...]


def quote_for(booking: Booking, *, discount: str = "") -> Quote:
    """Return what a booking costs by the schedules in force on its days, for its client's tier. (BOOKING 8)

    Raises:
        QuoteRefusal: it cannot be priced.
    """
    asked = Asked(
        uses=(Use(booking.room_id, booking.starts_at, booking.ends_at),),
        heads=booking.heads,
        extras=booking.extras,
        tier=booking.client.tier if booking.client else "",
        discount=discount,
    )
    return make_quote(asked=asked)


def latest_answer(booking: Booking, *, at: datetime) -> datetime:
    """Return the moment by which an offer made now is answered, as the policy says."""
    policy = BookingPolicy.load()
    latest = booking.starts_at - timedelta(hours=policy.reply_before_hours)
    wanted = at + timedelta(hours=policy.reply_hours)
    # A use that is near leaves less time; never none.
    return min(wanted, max(latest, at + (booking.starts_at - at) / 2))


def rivals_of(booking: Booking, *, at: datetime) -> list[Booking]:
    """Return who else asked for the room at a time that meets this one's. (BOOKING 5)"""
    stretch = in_the_way(booking.room, booking.starts_at, booking.ends_at)
    asked = Booking.objects.filter(room=booking.room_id, status=BookingStatus.REQUESTED)
    others = asked.filter(occupation=None, waits=False).exclude(pk=booking.pk)
    return list(others.meeting(*stretch).order_by("requested_at", "pk"))


@transaction.atomic
def offer_room(  # noqa: PLR0913  an offer has this many sides, all named
    *,
    booking: Booking,
    by: User | None,
    at: datetime,
    reply_by: datetime | None = None,
    discount: str = "",
    turn_down: Iterable[Booking] = (),
    reason: str = "",
    seen: int | None = None,
    tells: bool = True,
) -> Offered:
    """Hold the room for an answer and send the letter that says what it costs. (004-03, 004-04)

    Args:
        booking: a request.
        by: who offers; None where the policy does.
        at: the moment.
        reply_by: until when it is held; None: as the policy says.
        discount: the key of a discount that is granted, by `by`.
        turn_down: rivals that are turned down with it, each told `reason`.
        reason: what they read.
        seen: the version the actor saw.
        tells: whether a letter goes out: of a series one speaks for all.

    Raises:
        RoomTaken: something else takes the room.
        QuoteRefusal: it cannot be priced.
        Refusal: it is not the time for it, or the room does not fit.
    """
    held = hold(booking, seen)
    check_time(held.starts_at, held.ends_at, at=at)
    check_room(
        held.room,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        heads=held.heads,
        layout=held.layout,
    )
    was_agreed = held.answered_at is not None
    until = reply_by or latest_answer(held, at=at)
    if not at < until <= held.starts_at:
        raise NoTimeToAnswer
    move(held, BookingStatus.OFFERED, at=at, by=by)
    _agree(held, quote_for(held, discount=discount), discount=discount, by=by)
    held.occupation = occupy_room(
        room=held.room,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        purpose=OccupationPurpose.BOOKING,
        title=held.title[:200],
        at=at,
        lapses_at=None if held.standing else until,  # what was agreed keeps its room
        held=held.occupation,
    )
    held.reply_by, held.answered_at, held.waits = until, None, False
    held.owner = held.owner or by
    keep(held, act="offer", by=by, total=str(held.total))
    if tells:
        keep_papers(held, at=at)
        queue_letter(held, Occasion.CHANGED if was_agreed else Occasion.OFFER, at=at)
    rivals = tuple(reject_request(booking=one, reason=reason, by=by, at=at) for one in turn_down)
    return Offered(held, rivals)


@transaction.atomic
def reject_request(
    *, booking: Booking, reason: str, by: User | None, at: datetime, seen: int | None = None
) -> Booking:
    """Turn a request down; the letter says why, and what else is free. A room it held goes to who waits. (004-03)

    A change is turned down: what was agreed before stands, where its place can still be had.

    Raises:
        ReasonMissing: nobody says why.
        WrongStep: it is no request any more.
    """
    held, why = hold(booking, seen), needed(reason)
    if held.status != BookingStatus.REQUESTED:
        raise WrongStep
    if stand_again(held, by=by, at=at, note=why):
        return tell_it_stands(held, by=by, at=at, why=why)
    move(held, BookingStatus.REJECTED, at=at, by=by, note=why)
    held.reason, held.ended_at, held.waits, held.standing = why, at, False, None
    held_room = (
        held.occupation is not None
    )  # that of a booking which was changed and looked at anew
    give_back(held, by=by, at=at)
    keep(held, act="reject", by=by)
    queue_letter(held, Occasion.REJECTED, at=at)
    if held_room:
        offer_to_waiting(room=held.room, starts_at=held.starts_at, ends_at=held.ends_at, at=at)
    return held


def tell_it_stands(booking: Booking, *, by: User | None, at: datetime, why: str = "") -> Booking:
    """Keep a held booking that stands again as it was agreed, and write that to its client."""
    message = None
    if why:
        message = booking.messages.create(kind=MessageKind.HOUSE, text=why, at=at, by=by)
    keep(booking, act="stand", by=by)
    queue_letter(booking, Occasion.STANDS, at=at, message=message)
    return booking


def _agree(booking: Booking, quote: Quote, *, discount: str, by: User | None) -> None:
    """Write down what is offered, and whether it asks for a contract. (004-05)"""
    policy = BookingPolicy.load()
    tier = booking.client.tier if booking.client else ""
    booking.agreed = write_quote(quote) | {
        "tier": tier,  # by this and by what was asked a use that differs is reckoned
        "asked": write_asked(booking),
        "terms": write_terms(policy),
    }
    booking.total, booking.currency = quote.total, quote.currency
    booking.discount, booking.discount_by = discount, by if discount else None
    is_key = booking.client is not None and booking.client.tier == Tier.KEY
    is_large = policy.contract_from is not None and quote.total >= policy.contract_from
    booking.needs_contract = is_large or (is_key and policy.contract_for_key)


def offer_to_waiting(
    *, room: Room, starts_at: datetime, ends_at: datetime, at: datetime
) -> list[Booking]:
    """Offer a room that was given back to whoever waits, the longest first; return who got an offer. (BOOKING 7)"""
    waiting = Booking.objects.waiting().filter(room=room, starts_at__gt=at)
    return offer_each(waiting.meeting(*in_the_way(room, starts_at, ends_at)), at=at)


def offer_each(waiting: Iterable[Booking], *, at: datetime) -> list[Booking]:
    """Offer to each what it waits for, in their order; return who got an offer."""
    offered = []
    for booking in waiting:
        try:
            with transaction.atomic():
                offered.append(offer_room(booking=booking, by=None, at=at).booking)
        except Refusal:
            continue  # another got it, or it fits no longer: they go on waiting
    return offered
