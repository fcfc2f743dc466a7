"""Reminders of what is overdue: in business hours, a few times, never after it was paid. (004-23)"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import OuterRef, Subquery

from foyer.bookings.enums import Occasion
from foyer.bookings.models import Booking, BookingLetter
from foyer.bookings.services.letters import letter_key, queue_letter
from foyer.core.business_calendar.hours import load_hours
from foyer.core.days import house_day
from foyer.settlement.accounts import live_statements, with_accounts
from foyer.settlement.enums import AccountState
from foyer.settlement.models import SettlementPolicy

_MOST: Final = 200  # in one pass


def remind_overdue(*, at: datetime) -> None:
    """Remind of what is overdue; harmless to repeat."""
    policy = SettlementPolicy.load()
    if not policy.most_reminders or not load_hours().is_open(at):
        return
    today = house_day(at)
    number = Subquery(live_statements().filter(booking=OuterRef("pk")).values("number")[:1])
    stated = Booking.objects.filter(papers__in=live_statements()).distinct()
    overdue = with_accounts(stated, at=at).filter(state=AccountState.OVERDUE)
    due = {}
    for booking in (
        overdue.annotate(statement=number).select_related("contact").order_by("due_on", "pk")
    ):
        late = (today - booking.due_on).days - policy.remind_after_days
        if late >= 0:
            turn = min(late // policy.remind_every_days, policy.most_reminders - 1)
            about = f"{booking.statement}:{turn}"
            due[letter_key(booking, Occasion.OVERDUE, about)] = booking, about
    # What was written before is left out here: else the oldest debts would keep the others from their turn.
    letters = BookingLetter.objects.filter(occasion=Occasion.OVERDUE)
    written = set(letters.values_list("key", flat=True))
    for key in [key for key in due if key not in written][:_MOST]:
        booking, about = due[key]
        with transaction.atomic():
            queue_letter(booking, Occasion.OVERDUE, at=at, key=about)
