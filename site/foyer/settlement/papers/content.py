"""What stands on a statement or a credit note: the same for staff, the client's page, print and PDF. (004-23)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from foyer.bookings.models import Booking, BookingPolicy
from foyer.bookings.wordings import said_days, said_time
from foyer.core.context_processors import House, describe_house
from foyer.core.enums import Language
from foyer.core.languages import known_language
from foyer.core.models import HousePolicy
from foyer.fees.calculator import show_line
from foyer.fees.pricing.quote import Line
from foyer.fees.pricing.tariff import Words
from foyer.fees.showing import money
from foyer.settlement.accounts import account_of
from foyer.settlement.enums import LineSource, PaperKind, PaperStatus
from foyer.settlement.models import Paper, PaperLine
from foyer.settlement.used import Used


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line in words; `version` is empty where no fee stands behind it."""

    what: str
    day: str
    how: str
    version: str
    amount: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A statement or a credit note in words, in the active language."""

    title: str
    number: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[ShownLine, ...]
    sums: tuple[tuple[str, str], ...]
    note: str
    terms: str
    house: House


def show_paper(paper: Paper, *, at: datetime) -> ShownPaper:
    """Return a paper in words: as it was issued, with the sums of its account as they stand at a moment."""
    kept = (paper.printed or {}).get(known_language(get_language()))
    shown = _read(kept) if kept else _composed(paper)
    return replace(shown, sums=(*shown.sums, *_sums_since(paper, at)))


def print_paper(paper: Paper) -> dict[str, Any]:
    """Return what stands on a paper for good, in each language, as it is kept when it is issued."""
    printed = {}
    for language in Language.values:
        with override(language):
            printed[language] = asdict(_composed(paper))
    return printed


def _composed(paper: Paper) -> ShownPaper:
    is_credit = paper.kind == PaperKind.CREDIT
    title = PaperKind(paper.kind).label
    return ShownPaper(
        title=f"{title} {paper.number or ''}".strip(),
        number=paper.number or "",
        facts=tuple(_facts(paper)),
        lines=tuple(show_paper_line(line, paper.currency) for line in paper.lines.all()),
        sums=tuple(_sums(paper)),
        note="" if is_credit else paper.note,
        terms="" if is_credit else BookingPolicy.load().payment_text,
        house=describe_house(HousePolicy.load()),
    )


def _read(kept: dict[str, Any]) -> ShownPaper:
    return ShownPaper(
        title=kept["title"],
        number=kept["number"],
        facts=tuple((name, value) for name, value in kept["facts"]),
        lines=tuple(ShownLine(**line) for line in kept["lines"]),
        sums=tuple((name, value) for name, value in kept["sums"]),
        note=kept["note"],
        terms=kept["terms"],
        house=House(**kept["house"]),
    )


def show_paper_line(line: PaperLine, currency: str) -> ShownLine:
    """Return one line in words."""
    amount, day = money(line.amount, currency), date_format(line.day, "DATE_FORMAT")
    if line.source != LineSource.SCHEDULE:
        reason = line.reason if line.source != LineSource.POLICY else ""
        return ShownLine(line.said, day, "", "", amount, reason)
    shown = show_line(
        Line(
            day=line.day,
            kind=line.kind,
            key=line.key,
            words=Words(*line.words),
            unit=line.unit,
            quantity=line.quantity,
            price=line.price,
            amount=line.amount,
            tax_rate=line.tax_rate,
            version=line.schedule or 0,
        ),
        currency,
    )
    return ShownLine(shown.what, shown.day, shown.how, str(shown.version), amount, "")


def billed_to(booking: Booking) -> str:
    """Return whom the house settles with: the client it knows, else the company or person that asked."""
    client = booking.client.name if booking.client else ""
    return client or booking.asker_company or booking.asker_name


def tax_told(paper: Paper, lines: Iterable[PaperLine]) -> Decimal:
    """Return the tax within the total; nothing where lines by hand hold some that nobody told."""
    by_hand = any(line.source in LineSource.BY_HAND for line in lines)
    return Decimal(0) if by_hand else paper.tax_within


def show_used(paper: Paper) -> str:
    """Return from when to when the room was used; nothing where it was not."""
    if not paper.used:
        return ""
    used = Used.read(paper.used)
    return f"{said_days(used.starts_at, used.ends_at)} {said_time(used.starts_at, used.ends_at)}"


def _facts(paper: Paper) -> list[tuple[str, str]]:
    booking, used = paper.booking, Used.read(paper.used) if paper.used else None
    named = [
        (_("Client"), billed_to(booking)),
        (pgettext("settlement", "Booking"), booking.number),
        (_("Takes back of"), paper.corrects.number or "" if paper.corrects else ""),
        (_("Room"), f"{booking.room.name_text} · {booking.room.venue.name_text}"),
        (_("Use"), show_used(paper)),
        (_("People"), str(used.heads) if used else ""),
        (_("Issued on"), date_format(paper.issued_on, "DATE_FORMAT") if paper.issued_on else ""),
        (_("Due on"), date_format(paper.due_on, "DATE_FORMAT") if paper.due_on else ""),
    ]
    return [(name, value) for name, value in named if value]


def _sums(paper: Paper) -> list[tuple[str, str]]:
    """What a paper comes to, for good."""
    sums = [(_("Total"), money(paper.total, paper.currency))]
    if tax := tax_told(paper, paper.lines.all()):
        sums.append((_("of which tax"), money(tax, paper.currency)))
    return sums


def _sums_since(paper: Paper, at: datetime) -> list[tuple[str, str]]:
    """What became of a statement since; one that was taken back in full asks for nothing more."""

    def said(amount: Decimal) -> str:
        return money(amount, paper.currency)

    if paper.kind == PaperKind.CREDIT or paper.is_draft:
        return []
    credits_ = list(paper.credits.filter(status=PaperStatus.ISSUED))
    taken_back = sum((one.total for one in credits_), Decimal(0))
    if last := next((one for one in credits_ if one.in_full), None):
        return [(_("Taken back in full by %(number)s") % {"number": last.number}, said(taken_back))]
    account = account_of(paper.booking, at=at)
    sums = [(_("Taken back since"), said(taken_back))] if taken_back else []
    sums.append((_("Paid"), said(account.paid)))
    if account.open >= 0:
        sums.append((_("Still to be paid"), said(account.open)))
    else:
        sums.append((_("To be given back"), said(-account.open)))
    if account.held:
        sums.append((_("Deposit held"), said(account.held)))
    return sums
