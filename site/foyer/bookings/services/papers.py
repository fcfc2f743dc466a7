"""Keeping letters and contracts as they are when an act is done. (004-04, 004-05)"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import override

from foyer.bookings.enums import TERMS
from foyer.bookings.models import Booking, BookingPaper
from foyer.bookings.papers.content import has_contract, letter_paper, occasion_of
from foyer.bookings.papers.kept import write_paper
from foyer.core.enums import Language
from foyer.core.models import HousePolicy


def keep_papers(booking: Booking, *, at: datetime) -> None:
    """Keep the letter that stands for a booking now, and the contract where there is one, in each language."""
    occasions = [occasion_of(booking, at), TERMS if has_contract(booking) else ""]
    house = HousePolicy.load()
    for occasion in filter(None, occasions):
        words = {}
        for language in Language.values:
            with override(language):
                words[language] = write_paper(letter_paper(booking, occasion, house))
        BookingPaper.objects.update_or_create(
            booking=booking,
            occasion=occasion,
            version=booking.version,
            defaults={"words": words, "at": at},
        )
