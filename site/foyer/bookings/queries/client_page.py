"""What a client reads of their booking: where it stands, what it costs, until when, what could be had instead."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from foyer.bookings.agreed import read_quote, terms_of
from foyer.bookings.enums import BookingStatus, MessageKind
from foyer.bookings.models import Booking
from foyer.bookings.papers.content import has_contract, occasion_of
from foyer.bookings.services.again import can_ask_again, choice_of, others_for
from foyer.bookings.services.series import others_of
from foyer.bookings.services.standing import cancellation_fee
from foyer.bookings.wordings import said_days, said_duration, said_moment, said_time
from foyer.fees.calculator import show_quote
from foyer.fees.showing import money
from foyer.venues.enums import Layout

from .free import Fit

_HOUR: Final = 3600
_DAYS_FROM: Final = 48  # hours from which a deadline is told in days
_CANCELLABLE: Final = (
    BookingStatus.REQUESTED,
    BookingStatus.CONFIRMED,
    BookingStatus.SIGNED,
)

_CHANGE_OFFERED: Final = (BookingStatus.OFFERED, BookingStatus.LAPSED)
_CHANGED: Final = {
    BookingStatus.REQUESTED: gettext_lazy(
        "We hold the changed booking for you and are preparing a new offer. Until you accept it, what was agreed "
        "before counts."
    ),
    BookingStatus.OFFERED: gettext_lazy(
        "We hold the changed booking for you. Please accept or decline. Until you accept, what was agreed before "
        "counts."
    ),
    BookingStatus.LAPSED: gettext_lazy(
        "The change was not accepted in time: what was agreed before stands, where its place is free. We write to you."
    ),
}

_YOURS: Final = gettext_lazy("The room is yours. We look forward to seeing you.")
_WORDS: Final = {
    BookingStatus.REQUESTED: gettext_lazy(
        "We are looking at rooms and times, and will answer you. The room is not held yet."
    ),
    BookingStatus.OFFERED: gettext_lazy("We hold the room for you. Please accept or decline."),
    BookingStatus.CONFIRMED: _YOURS,
    BookingStatus.SIGNED: _YOURS,
    BookingStatus.USED: gettext_lazy("Thank you for being our guest. The statement follows."),
    BookingStatus.SETTLED: gettext_lazy("Thank you. Everything is settled."),
    BookingStatus.REJECTED: gettext_lazy("We are sorry: we cannot offer this room at that time."),
    BookingStatus.DECLINED: gettext_lazy(
        "You have declined the offer. The room is held no longer."
    ),
    BookingStatus.CANCELLED: gettext_lazy("This booking is cancelled."),
    BookingStatus.LAPSED: gettext_lazy(
        "The offer was not answered in time and has lapsed. The room is held no longer."
    ),
}


def page_of(booking: Booking, *, at: datetime) -> dict[str, Any]:
    """Return what the page shows, in the active language."""
    step = booking.step_at(at)
    fee = cancellation_fee(booking, at=at)
    rooms, times = others_for(booking, at=at)
    return {
        "booking": booking,
        "step": step,
        "says": _says(booking, step),
        "steps": _way(booking, step),
        "layout": str(Layout(booking.layout).label) if booking.layout else "",
        "days": said_days(booking.starts_at, booking.ends_at),
        "time": said_time(booking.starts_at, booking.ends_at),
        "duration": said_duration(booking.starts_at, booking.ends_at),
        "quote": show_quote(read_quote(booking.agreed)) if booking.agreed else None,
        "payment": terms_of(booking.agreed).payment.said(get_language()) if booking.agreed else "",
        "is_offer": step == BookingStatus.OFFERED,
        "series": [
            (
                said_days(one.starts_at, one.ends_at),
                said_time(one.starts_at, one.ends_at),
                one.step_at(at).label,
            )
            for one in others_of(booking)
        ],
        "reply_by": said_moment(booking.reply_by) if booking.reply_by else "",
        "left": time_left(booking.reply_by, at=at) if booking.reply_by else "",
        "can_cancel": _can_cancel(booking, step) and booking.starts_at > at,
        "stands": booking.standing is not None,
        "fee": str(fee),
        "fee_words": money(fee, booking.currency) if fee else "",
        "cancel_fee": money(booking.cancel_fee, booking.currency) if booking.cancel_fee else "",
        "can_ask_again": can_ask_again(booking, at=at),
        "other_rooms": [(choice_of(fit), *_other(fit)) for fit in rooms],
        "other_times": [(choice_of(fit), *_other(fit)) for fit in times],
        "has_letter": bool(occasion_of(booking, at)),
        "has_contract": has_contract(booking),
        "words": list(
            booking.messages.exclude(kind=MessageKind.NOTE).select_related("wished_room__venue")
        ),
        "from_client": MessageKind.CLIENT,
    }


def time_left(until: datetime, *, at: datetime) -> str:
    """Return how much time is left, rounded down: nobody is promised an hour there is not."""
    hours = int((until - at).total_seconds() // _HOUR)
    if hours < 1:
        return _("less than an hour left")
    if hours < _DAYS_FROM:
        return ngettext("%(hours)d hour left", "%(hours)d hours left", hours) % {"hours": hours}
    days = hours // 24
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _can_cancel(booking: Booking, step: BookingStatus) -> bool:
    """Tell whether a client cancels here: an offer is declined, unless something was agreed before it."""
    return step in _CANCELLABLE or (booking.standing is not None and step in _CHANGE_OFFERED)


def _way(booking: Booking, step: BookingStatus) -> list[tuple[str, bool, bool]]:
    """Return the steps of a booking: label, whether it is past, whether it stands there."""
    way = [one for one in BookingStatus.WAY if one != "signed" or booking.needs_contract]
    if step not in BookingStatus.WAY:
        passed = [one for one in ("requested", "offered", "confirmed") if _was(booking, one)]
        way = [*passed, step.value]
    reached = way.index(step.value)
    return [(str(BookingStatus(one).label), n < reached, n == reached) for n, one in enumerate(way)]


def _was(booking: Booking, step: str) -> bool:
    if step == "offered":
        return booking.agreed is not None
    return step == "requested" or (
        booking.answered_at is not None and booking.status == "cancelled"
    )


def _says(booking: Booking, step: BookingStatus) -> str:
    """Return in plain words what the step means to the client."""
    if booking.standing and step in _CHANGED:
        return str(_CHANGED[step])
    if step == BookingStatus.REQUESTED and booking.waits:
        return _(
            "The room is taken. You are on the waiting list: we write as soon as it is given back."
        )
    if step == BookingStatus.REQUESTED and booking.occupation_id:
        return _("We hold the room for you and are preparing a new offer.")
    if step == BookingStatus.CONFIRMED and booking.needs_contract:
        return _("The room is yours. Please sign the contract and return it to us before the use.")
    return str(_WORDS[step])


def _other(fit: Fit) -> tuple[str, str, str, str]:
    """Return an alternative in words: room, day, time, price."""
    price = money(fit.quote.total, fit.quote.currency) if fit.quote else ""
    return (
        fit.room.name_text,
        said_days(fit.starts_at, fit.ends_at),
        said_time(fit.starts_at, fit.ends_at),
        price,
    )
