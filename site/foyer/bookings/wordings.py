"""What the placeholders of a letter mean for one booking, in the active language. (004-04, security 23)"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext, pgettext

from foyer.core.languages import fallbacks, known_language, wording
from foyer.core.models import HousePolicy
from foyer.fees.showing import money
from foyer.venues.enums import Layout

from .agreed import read_quote, terms_of
from .first_texts import TEXTS
from .models import Booking, LetterText
from .services.secrets import booking_url

_HOUR: Final = 3600


def read_text(occasion: str) -> LetterText:
    """Return what the house says on an occasion in the active language, or in the nearest one it has words in.

    Where somebody has thrown all of them away, it is what a new house says.
    """
    language = known_language(get_language())
    kept = {text.language: text for text in LetterText.objects.filter(occasion=occasion)}
    for code in fallbacks(language):
        if code in kept:
            return kept[code]
    subject, body = TEXTS[language][occasion]
    return LetterText(occasion=occasion, language=language, subject=subject, body=body)


def values_for(booking: Booking, house: HousePolicy, *, message: str = "") -> dict[str, str]:
    """Return what each placeholder means for a booking."""
    terms, deposit = terms_of(booking.agreed), ""
    if booking.agreed:
        quote = read_quote(booking.agreed)
        deposit = money(quote.deposit, quote.currency) if quote.deposit else ""
    fee = money(booking.cancel_fee, booking.currency) if booking.cancel_fee else ""
    return {
        "number": booking.number,
        "name": booking.asker_name,
        "company": booking.asker_company or booking.asker_name,
        "room": booking.room.name_text,
        "venue": booking.room.venue.name_text,
        "day": said_days(booking.starts_at, booking.ends_at),
        "time": said_time(booking.starts_at, booking.ends_at),
        "duration": said_duration(booking.starts_at, booking.ends_at),
        "heads": str(booking.heads),
        "layout": str(Layout(booking.layout).label) if booking.layout else "",
        "theme": booking.theme,
        "total": total_of(booking),
        "deposit": deposit,
        "reply_by": said_moment(booking.reply_by) if booking.reply_by else "",
        "reason": booking.reason,
        "fee": fee,
        "free_days": str(terms.free_days),
        "percent": str(terms.percent),
        "payment": terms.payment.said(get_language()),
        "message": message,
        "statement": "",
        "amount": "",
        "open": "",
        "due_on": "",
        "house": wording(house, "name"),
        "hotline": house.hotline,
        "link": booking_url(booking),
    }


def total_of(booking: Booking) -> str:
    """Return the total agreed in words, or nothing."""
    return "" if booking.total is None else money(booking.total, booking.currency)


def said_day(at: datetime) -> str:
    """Return a day with its weekday, by the house's clock."""
    return format_date(localtime(at), pgettext("date format", "l j F Y"))


def said_moment(at: datetime) -> str:
    """Return a day with its weekday and the time."""
    return f"{said_day(at)} {localtime(at):%H:%M}"


def said_days(starts_at: datetime, ends_at: datetime) -> str:
    """Return the day of a use, or the first and the last."""
    first, last = said_day(starts_at), said_day(ends_at)
    return first if first == last else f"{first} – {last}"


def said_time(starts_at: datetime, ends_at: datetime) -> str:
    """Return from when to when."""
    return f"{localtime(starts_at):%H:%M}–{localtime(ends_at):%H:%M}"


def said_duration(starts_at: datetime, ends_at: datetime) -> str:
    """Return how long a use is, in hours."""
    hours = (ends_at - starts_at).total_seconds() / _HOUR
    shown = number_format(hours, 0 if hours.is_integer() else 1)
    plural = 1 if hours == 1 else 2
    return ngettext("%(hours)s hour", "%(hours)s hours", plural) % {"hours": shown}
