"""What follows of a deadline by itself: a reminder before it, a word after it, the room for whoever waits. (004-04)

An offer lapses by its moment, whether this runs or not: it sends letters and tidies up. It is harmless to
repeat, and two at once do everything once. Clients are written to in the hours of the house only.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from foyer.bookings.enums import BookingStatus, Occasion
from foyer.bookings.models import Booking, BookingPolicy, BookingStep
from foyer.bookings.queries.taken import is_taken
from foyer.bookings.refusals import BookingChanged
from foyer.core.business_calendar.hours import load_hours

from .holding import give_back, hold
from .letters import queue_letter
from .offering import offer_each, offer_to_waiting, tell_it_stands
from .standing import stand_again

_MOST: Final = 200  # in one pass; the next follows in ten minutes
_LAST_CHANCE: Final = timedelta(hours=1)  # of business time


def keep_deadlines(*, at: datetime) -> None:
    """Remind of what lapses soon, and tell of what lapsed."""
    hours = load_hours()
    if not hours.is_open(at):
        return
    remind = timedelta(hours=BookingPolicy.load().remind_hours)
    if remind:
        # What would fall due while the house is closed is reminded of before it closes.
        horizon = max(at + remind, hours.add(at, _LAST_CHANCE) or at)
        _remind(at, horizon, remind)
    _tell_lapsed(at)
    _offer_to_all_waiting(at)


def _remind(at: datetime, horizon: datetime, remind: timedelta) -> None:
    """Remind of the offers that lapse by a moment; those that never stood for longer are not."""
    offered = BookingStep.objects.filter(booking=OuterRef("pk"), after=BookingStatus.OFFERED)
    near = Booking.objects.filter(
        status=BookingStatus.OFFERED, reply_by__gt=at, reply_by__lte=horizon
    )
    near = near.annotate(offered_at=Subquery(offered.order_by("-at", "-pk").values("at")[:1]))
    near = near.filter(reply_by__gt=F("offered_at") + remind)
    untold = near.filter(Q(reminded_for=None) | ~Q(reminded_for=F("reply_by")))
    for pk, reply_by in list(untold.values_list("pk", "reply_by")[:_MOST]):
        with transaction.atomic():
            row = Booking.objects.filter(pk=pk, reply_by=reply_by, status=BookingStatus.OFFERED)
            untold_still = row.filter(Q(reminded_for=None) | ~Q(reminded_for=reply_by))
            if untold_still.update(reminded_for=reply_by):
                booking = row.select_related("contact").get()
                queue_letter(booking, Occasion.REMINDER, at=at, about=reply_by)


def _tell_lapsed(at: datetime) -> None:
    """Tell whoever let an offer lapse, give its room back, and offer it to whoever waits. (BOOKING 7)"""
    lapsed = Booking.objects.lapsed(at=at)
    untold = lapsed.filter(Q(lapse_told_for=None) | ~Q(lapse_told_for=F("reply_by")))
    for booking in list(untold.order_by("reply_by", "pk")[:_MOST]):
        with transaction.atomic():
            _let_go(booking, at)


def _offer_to_all_waiting(at: datetime) -> None:
    """Offer each room that is free to whoever waits for it, whatever gave it back: an event, works. (BOOKING 7)"""
    waiting = Booking.objects.waiting().filter(starts_at__gt=at).select_related("room")
    offer_each((one for one in waiting if not is_taken(one, at=at)), at=at)


def _let_go(booking: Booking, at: datetime) -> None:
    try:
        held = hold(booking)
    except BookingChanged:
        return  # somebody moved it a moment ago
    if held.step_at(at) != BookingStatus.LAPSED or held.lapse_told_for == held.reply_by:
        return
    room, starts_at, ends_at = held.room, held.starts_at, held.ends_at
    told_for = held.reply_by
    if stand_again(held, by=None, at=at):  # a change that was not accepted
        held.lapse_told_for = told_for
        tell_it_stands(held, by=None, at=at)
        offer_to_waiting(room=room, starts_at=starts_at, ends_at=ends_at, at=at)
        return
    give_back(held, by=None, at=at)
    held.lapse_told_for, held.standing = told_for, None
    held.save(update_fields=["occupation", "lapse_told_for", "standing"])
    if held.starts_at > at:  # nobody is told of a use that is over
        queue_letter(held, Occasion.LAPSED, at=at, about=held.reply_by)
        offer_to_waiting(room=held.room, starts_at=held.starts_at, ends_at=held.ends_at, at=at)
