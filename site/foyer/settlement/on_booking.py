"""What the settlement room says in letters about a booking. (004-23)"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from django.utils.formats import date_format

from foyer.bookings.enums import Occasion
from foyer.bookings.models import Booking
from foyer.bookings.services.letters import ADDITIONS, Addition
from foyer.core.days import house_day
from foyer.fees.showing import money

from .accounts import Account, account_of, live_statements
from .enums import AccountState, PaperKind, PaperStatus
from .models import Paper, SettlementPolicy
from .papers.pdf import statement_pdf


def _paper(booking: Booking, occasion: str, about: str) -> Paper | None:
    """Return what the letter is about: the paper it names, else the last one."""
    if occasion == Occasion.CREDIT:
        papers = Paper.objects.filter(kind=PaperKind.CREDIT, status=PaperStatus.ISSUED)
    else:
        papers = live_statements()
    found = papers.filter(booking=booking).order_by("-pk")
    number = about.partition(":")[0]
    return (found.filter(number=number) if number else found).first()


def _is_true(occasion: str, booking: Booking, at: datetime, about: str) -> bool:
    if _paper(booking, occasion, about) is None:
        return False
    if occasion == Occasion.OVERDUE:
        return account_of(booking, at=at).state == AccountState.OVERDUE
    return True


def _values(occasion: str, booking: Booking, at: datetime, about: str) -> dict[str, str]:
    paper = _paper(booking, occasion, about) if booking.pk else None
    account = account_of(booking, at=at) if paper else _invented(booking, at)
    total = abs(paper.total) if paper else booking.total or Decimal(0)
    return {
        "statement": (paper.number if paper else None) or f"T{house_day(at).year}-0000",
        "amount": money(total, booking.currency),
        "open": money(max(account.open, Decimal(0)), booking.currency),
        "due_on": date_format(account.due_on, "DATE_FORMAT") if account.due_on else "",
    }


def _invented(booking: Booking, at: datetime) -> Account:
    due_on = house_day(at) + timedelta(days=SettlementPolicy.load().due_days)
    return Account(booking.total or Decimal(0), Decimal(0), Decimal(0), due_on, AccountState.DUE)


def _enclosed(
    occasion: str, booking: Booking, language: str, at: datetime, about: str
) -> dict[str, bytes]:
    paper = _paper(booking, occasion, about)
    return {f"{paper.number}.pdf": statement_pdf(paper, language=language, at=at)} if paper else {}


for _occasion in (Occasion.STATEMENT, Occasion.CREDIT, Occasion.OVERDUE):
    ADDITIONS[_occasion] = Addition(
        is_true=partial(_is_true, _occasion),
        values=partial(_values, _occasion),
        enclosed=partial(_enclosed, _occasion),
    )
