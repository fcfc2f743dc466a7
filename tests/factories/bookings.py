"""Rooms asked for and booked, by the acts of the house."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from foyer.bookings.enums import BookingChannel
from foyer.bookings.models import Booking
from foyer.bookings.services.answering import accept_offer
from foyer.bookings.services.asking import Asker, Wanted, ask_for_room
from foyer.bookings.services.offering import offer_room
from foyer.fees.models import FeeSchedule
from foyer.venues.models import Room

from .core import UserFactory
from .fees import FeeScheduleFactory
from .venues import RoomFactory

_WANTED = ("room", "starts_at", "ends_at", "heads", "layout", "theme", "extras", "wishes")
_ASKER = ("name", "company", "phone", "email", "language", "client", "contact")


def price_rooms(*rooms: Room, amount: int = 300, **schedule: Any) -> FeeSchedule:
    """Approve a schedule that prices rooms by the hour."""
    items = [{"room": room, "amount": Decimal(amount)} for room in rooms]
    return FeeScheduleFactory(approved=True, items=items, **schedule)


def in_three_weeks(hour: int = 14) -> datetime:
    """An hour of the house's clock, three weeks from now."""
    day = timezone.localtime() + timedelta(days=21)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


class BookingFactory(DjangoModelFactory[Booking]):
    """A request taken down by phone, three weeks ahead.

    `offered=True` offers it (its room needs a price: `price_rooms`), `confirmed=True` accepts the offer too.
    `booking.secret_sealed` reads as the plain secret.
    """

    class Meta:
        model = Booking

    room = factory.SubFactory(RoomFactory)
    starts_at = factory.LazyFunction(in_three_weeks)
    ends_at = factory.LazyAttribute(lambda booking: booking.starts_at + timedelta(hours=3))
    heads = 40
    theme = "新品发布会"
    name = "陆知微"
    company = "江南文化传播有限公司"
    phone = "13800138042"
    email = "lu@jiangnan.example"
    channel = BookingChannel.PHONE
    at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[Booking], *args: Any, **kwargs: Any) -> Booking:
        offered = kwargs.pop("offered", False)
        confirmed = kwargs.pop("confirmed", False)
        at, by = kwargs.pop("at"), kwargs.pop("by", None) or UserFactory()
        wanted = Wanted(**{name: kwargs.pop(name) for name in _WANTED if name in kwargs})
        asker = Asker(**{name: kwargs.pop(name) for name in _ASKER if name in kwargs})
        booking = ask_for_room(wanted=wanted, asker=asker, at=at, by=by, **kwargs)
        if offered or confirmed:
            booking = offer_room(booking=booking, by=by, at=at).booking
        return accept_offer(booking=booking, at=at) if confirmed else booking
