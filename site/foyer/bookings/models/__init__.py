"""Rooms asked for, offered, confirmed, used, and the house's own rules about them."""

from .booking import Booking, BookingQuerySet, BookingSeries
from .feed import CalendarFeed
from .parts import BookingLetter, BookingMessage, BookingPaper, BookingStep
from .policy import BookingPolicy
from .text import LetterText

# After the records their pages are about.
from .page import RoomIndexPage, RoomPage  # isort: skip

__all__ = [
    "Booking",
    "BookingLetter",
    "BookingMessage",
    "BookingPaper",
    "BookingPolicy",
    "BookingQuerySet",
    "BookingSeries",
    "BookingStep",
    "CalendarFeed",
    "LetterText",
    "RoomIndexPage",
    "RoomPage",
]
