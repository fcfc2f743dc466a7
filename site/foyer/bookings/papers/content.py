"""What stands on a paper about a booking: the same for the PDF, the page for print, the letter. (004-04, 004-05)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foyer.bookings.agreed import read_quote
from foyer.bookings.enums import TERMS, BookingStatus, Occasion
from foyer.bookings.models import Booking, LetterText
from foyer.bookings.places import LETTER
from foyer.bookings.wordings import read_text, said_days, values_for
from foyer.core.context_processors import House, describe_house
from foyer.core.mail import one_line
from foyer.core.models import HousePolicy
from foyer.core.placeholders import paragraphs
from foyer.fees.calculator import ShownQuote, show_quote
from foyer.fees.showing import money


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter or a contract with its words filled in, in the active language."""

    title: str
    number: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    quote: ShownQuote | None
    house: House
    signatures: tuple[tuple[str, str], ...] = ()

    @property
    def first(self) -> str:
        """The first paragraph: a letter's greeting stands before its facts."""
        return self.paragraphs[0] if self.paragraphs else ""

    @property
    def others(self) -> tuple[str, ...]:
        """The paragraphs after the first."""
        return self.paragraphs[1:]


def letter_paper(
    booking: Booking,
    occasion: str,
    house: HousePolicy,
    *,
    message: str = "",
    text: LetterText | None = None,
    more: Mapping[str, str] | None = None,
) -> Paper:
    """Return a letter.

    Args:
        booking: what it is about, with room, venue and contact loaded.
        occasion: why it is written.
        house: names the house.
        message: what the house writes, where it does.
        text: its words; None: those kept for the occasion.
        more: what further placeholders mean.
    """
    values = values_for(booking, house, message=message) | dict(more or {})
    words = text or read_text(occasion)
    shows_price = booking.agreed and occasion not in Occasion.WITHOUT_PRICE
    is_contract = occasion == TERMS
    return Paper(
        title=one_line(LETTER.fill(words.subject, values)),
        number=booking.number,
        paragraphs=tuple(paragraphs(LETTER.fill(words.body, values))),
        facts=(*_facts(values, occasion), *_series(booking, occasion)),
        quote=show_quote(read_quote(booking.agreed)) if shows_price and booking.agreed else None,
        house=describe_house(house),
        signatures=_signatures(values) if is_contract else (),
    )


def occasion_of(booking: Booking, at: datetime) -> str:
    """Return which letter stands for a booking now; nothing where none does."""
    match booking.step_at(at):
        case BookingStatus.OFFERED:
            was_agreed = booking.steps.filter(after=BookingStatus.CONFIRMED).exists()
            return Occasion.CHANGED if was_agreed else Occasion.OFFER
        case BookingStatus.REQUESTED:
            return Occasion.MOVED if booking.occupation_id else ""
        case BookingStatus.LAPSED:
            return Occasion.LAPSED
        case BookingStatus.REJECTED:
            return Occasion.REJECTED
        case BookingStatus.CANCELLED:
            return Occasion.CANCELLED if booking.agreed else ""
        case step if step in BookingStatus.AGREED:
            return Occasion.CONFIRMED
    return ""


def has_contract(booking: Booking) -> bool:
    """Tell whether there is a contract to sign, or one that was signed."""
    return booking.needs_contract and booking.status in BookingStatus.AGREED


def _facts(values: dict[str, str], occasion: str) -> list[tuple[str, str]]:
    named = [
        (pgettext("booking letter", "Number"), values["number"]),
        (_("Room"), " · ".join(filter(None, (values["room"], values["venue"])))),
        (pgettext("booking letter", "Day"), values["day"]),
        (pgettext("booking letter", "Time"), f"{values['time']} ({values['duration']})"),
        (_("People"), values["heads"]),
        (pgettext("booking letter", "Layout"), values["layout"]),
        (pgettext("booking letter", "Theme"), values["theme"]),
    ]
    if occasion in Occasion.WAITS:
        named.append((pgettext("booking letter", "Reply by"), values["reply_by"]))
    if occasion == Occasion.CANCELLED:
        named.append((_("Fee of the cancellation"), values["fee"]))
    return [(name, value) for name, value in named if value]


def _series(booking: Booking, occasion: str) -> list[tuple[str, str]]:
    """All days a letter about a series speaks for, and what they come to together."""
    if booking.series_id is None or occasion not in Occasion.OF_SERIES:
        return []
    together = Booking.objects.filter(series=booking.series_id, status=booking.status)
    each = list(together.order_by("starts_at", "pk"))
    days = [f"{said_days(one.starts_at, one.ends_at)} ({one.number})" for one in each]
    total = sum((one.total or Decimal(0) for one in each), Decimal(0))
    told = [(_("All days of the series"), " · ".join(days))]
    if booking.currency:
        told.append((_("Total of all days"), money(total, booking.currency)))
    return told


def _signatures(values: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return (
        (pgettext("contract", "For the house"), values["house"]),
        (pgettext("contract", "For the client"), values["company"]),
    )
