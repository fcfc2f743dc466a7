"""Uses of rooms that are to be settled, and their statements, by the acts of the house."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from foyer.bookings.models import Booking
from foyer.bookings.services.answering import mark_used
from foyer.fees.models import FeeItem
from foyer.settlement.enums import PaymentKind
from foyer.settlement.models import Paper, Payment
from foyer.settlement.services.drafting import draw_up
from foyer.settlement.services.issuing import issue
from foyer.settlement.services.paying import Paid, record_payment

from .bookings import BookingFactory, price_rooms
from .core import UserFactory
from .venues import RoomFactory


def last_month() -> datetime:
    """Return ten o'clock in the middle of the house's last month."""
    first = timezone.localtime().replace(day=1, hour=10, minute=0, second=0, microsecond=0)
    return first - timedelta(days=15)


def used_booking(*, ended: datetime | None = None, **kwargs: Any) -> Booking:
    """Return a booking that was used: three hours of a room at 300 an hour, asked for five weeks before.

    Args:
        ended: when the use was over; None: yesterday, or on an evening before of which nothing was booked.
        kwargs: what `BookingFactory` takes.
    """
    by = kwargs.pop("by", None) or UserFactory()
    at = kwargs.pop("at", timezone.now())
    room = kwargs.pop("room", None)
    if room is None:
        priced = FeeItem.objects.filter(room__isnull=False, schedule__number__isnull=False).first()
        room = priced.room if priced else RoomFactory()
        if priced is None:
            price_rooms(room)
    evening = timezone.localtime(at).replace(hour=17, minute=0, second=0, microsecond=0)
    ends_at = ended or evening - timedelta(days=1 + Booking.objects.count())
    times = {"starts_at": ends_at - timedelta(hours=3), "ends_at": ends_at}
    asked = {"confirmed": True, "at": ends_at - timedelta(days=35), "by": by}
    booking = BookingFactory(room=room, **asked | times | kwargs)
    return mark_used(booking=booking, by=by, at=at)


def issued_statement(booking: Booking | None = None, **kwargs: Any) -> Paper:
    """Return the issued statement of a used booking; `at` and `by` are when and by whom."""
    at, by = kwargs.pop("at", timezone.now()), kwargs.pop("by", None) or UserFactory()
    booking = booking or used_booking(by=by, at=at, **kwargs)
    return issue(paper=draw_up(booking=booking, by=by, at=at), by=by, at=at)


def pay(booking: Booking, amount: int | Decimal, **kwargs: Any) -> Payment:
    """Write down a payment of today."""
    at, by = kwargs.pop("at", timezone.now()), kwargs.pop("by", None) or UserFactory()
    theirs = kwargs.pop("is_surplus_theirs", False)
    about = {"kind": PaymentKind.PAYMENT, "on": timezone.localdate(at)} | kwargs
    return record_payment(
        booking=booking,
        paid=Paid(amount=Decimal(amount), **about),
        by=by,
        at=at,
        is_surplus_theirs=theirs,
    )
