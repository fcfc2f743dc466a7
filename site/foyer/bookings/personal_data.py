"""What this room keeps about people: who asked for a room, and what was written about it. (001-29)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.clients.models import Client
from foyer.core.text import search_needle
from foyer.privacy.declarations import Anonymise, Delete, PersonalData, Purpose
from foyer.privacy.registry import holds_none, register
from foyer.venues.models import Room, Venue

from .models import (
    Booking,
    BookingLetter,
    BookingMessage,
    BookingPaper,
    BookingPolicy,
    BookingSeries,
    BookingStep,
    CalendarFeed,
    LetterText,
    RoomIndexPage,
    RoomPage,
)
from .services.secrets import hash_secret

BOOKINGS = Purpose("bookings", _("Bookings"), _("days after the use of the room"), 3650)


def _dead_secret(booking: Any) -> str:
    """Return the hash of a secret nobody holds."""
    return hash_secret(f"erased-{booking.number}")


def _drill_room(canary: Any) -> Any:
    """Return a room for the canary to ask for."""
    venue = canary.helper(Venue, name=f"DRILL-{canary.number}")
    return canary.helper(Room, venue=venue, name=f"DRILL-{canary.number}", capacity=1)


def _bookings_by(query: str) -> QuerySet[Any]:
    """Return the bookings found by number, theme, or the name of who asked."""
    return Booking.objects.filter(search_text__contains=search_needle(query))


register(
    PersonalData(
        Booking,
        is_person=True,
        links=("contact",),  # a company's booking does not make whoever asked the company
        found=lambda person: Q(client__in=person.keys.get(Client, ())),
        names=("asker_name",),
        phones=("asker_phone",),
        emails=("asker_email",),
        leave_out=("secret_sealed", "once"),
        sensitive=("asker_phone", "asker_email"),
        sees="bookings.view_sensitive_booking",
        search=_bookings_by,
        erase=Anonymise(
            blank=(
                "asker_company",
                "asker_phone",
                "asker_email",
                "theme",
                "wishes",
                "notes",
                "reason",
                "contract_signed_by",
                "secret_sealed",
                "once",
            ),
            marked=("asker_name",),
            values={"contact": None, "client": None, "secret_hash": _dead_secret},
            harmless=(
                "number",
                "extras",
                "agreed",
                "standing",
                "discount",
            ),  # amounts and names of fees
        ),
        plant={
            "number": lambda canary: f"DRILL-{canary.number}",
            "secret_hash": lambda canary: hash_secret(canary.word),
            "once": "",
            "discount": "",
            "extras": {},
            "agreed": None,
            "standing": None,
            "occupation": None,
            "room": _drill_room,
            "starts_at": lambda canary: canary.at,
            "ends_at": lambda canary: canary.at + timedelta(hours=1),
            "heads": 1,
        },
        purpose=BOOKINGS,
        since="ends_at",
    ),
    PersonalData(
        BookingMessage,
        links=("booking",),
        erase=Anonymise(blank=("text",)),
        plant={"wished_room": None},
    ),
    PersonalData(BookingLetter, links=("booking",), leave_out=("key",), erase=Delete()),
    PersonalData(BookingPaper, links=("booking",), erase=Delete()),
    PersonalData(BookingStep, links=("booking",), erase=Anonymise(blank=("note",))),
)
holds_none(
    BookingPolicy,
    BookingSeries,
    LetterText,
    RoomIndexPage,
    RoomPage,
    because=_("The house's own settings, and days."),
)
holds_none(
    CalendarFeed,
    because=_("A link of the house's own staff; what it shows is read anew each time."),
)
