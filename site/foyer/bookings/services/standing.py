"""What was agreed before a change: it stands until the client accepts something else. (004-04; BOOKING 6)"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.db import transaction

from foyer.bookings.agreed import terms_of
from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import Booking
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.fees.enums import Currency
from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import Room
from foyer.venues.services import occupy_room
from foyer.venues.services.hiring import move_hires

from .holding import return_to
from .inside import INSIDE

_HUNDRED: Final = Decimal(100)
_PLAIN: Final = (
    *("status", "room_id", "heads", "layout", "extras", "agreed", "currency", "discount"),
    *("discount_by_id", "needs_contract"),
)
_MOMENTS: Final = ("starts_at", "ends_at", "answered_at")


def write_standing(booking: Booking) -> dict[str, Any]:
    """Return what stands of an agreed booking, as it is kept while a change of it is looked at."""
    kept = {name: getattr(booking, name) for name in _PLAIN}
    kept |= {name: getattr(booking, name).isoformat() for name in _MOMENTS}
    return kept | {"total": str(booking.total)}


def cancellation_fee(booking: Booking, *, at: datetime) -> Decimal:
    """Return what cancelling costs at a moment, by the terms agreed: nothing before that, nor early enough. (004-04)

    While a change is looked at or offered, what was agreed before it counts. From the use on it is all of it:
    nobody else could have the room.
    """
    total, starts_at, agreed = booking.total, booking.starts_at, booking.agreed
    if former := booking.standing:
        total, agreed = Decimal(former["total"]), former["agreed"]
        starts_at = datetime.fromisoformat(former["starts_at"])
    elif booking.status not in (BookingStatus.CONFIRMED, BookingStatus.SIGNED):
        return Decimal(0)
    if not total or not agreed:
        return Decimal(0)
    if at >= starts_at:
        return total
    terms = terms_of(agreed)
    if at <= starts_at - timedelta(days=terms.free_days):
        return Decimal(0)
    fee: Decimal = total * terms.percent / _HUNDRED
    return fee.quantize(Currency.LEAST[agreed["currency"]], ROUND_HALF_UP)


def stand_again(booking: Booking, *, by: User | None, at: datetime, note: str = "") -> bool:
    """Put a held booking back to what was agreed before its change; tell whether there is any, and its place is free.

    Args:
        booking: a held booking that was changed.
        by: who gives the change up for the house.
        at: the moment.
        note: why, for the journal.
    """
    former, starts_at = booking.standing, booking.starts_at
    if former is None or datetime.fromisoformat(former["starts_at"]) <= at:
        return False
    times = {name: datetime.fromisoformat(former[name]) for name in _MOMENTS}
    try:
        with transaction.atomic():
            held = occupy_room(
                room=Room.objects.get(pk=former["room_id"]),
                starts_at=times["starts_at"],
                ends_at=times["ends_at"],
                purpose=OccupationPurpose.BOOKING,
                title=booking.title[:200],
                at=at,
                held=booking.occupation,
            )
            for above in INSIDE:
                above.follow(held, starts_at=starts_at, by=by)
            move_hires(occupation=held, at=at)
    except Refusal:
        return False
    return_to(booking, former["status"], at=at, by=by, note=note)
    take_agreed(booking)
    for name in ("room_id", "heads", "layout", "extras", "discount", "discount_by_id"):
        setattr(booking, name, former[name])
    for name, moment in times.items():
        setattr(booking, name, moment)
    booking.needs_contract, booking.occupation = former["needs_contract"], held
    booking.reply_by, booking.standing = None, None
    return True


def take_agreed(booking: Booking) -> None:
    """Let the price of a held booking be the one that was agreed last, where another was offered since."""
    if former := booking.standing:
        booking.agreed, booking.currency = former["agreed"], former["currency"]
        booking.total = Decimal(former["total"])
