"""The fee audit: what was charged in a period against what the schedule says, and by whose decision. (004-24)

Every table is made of the same lines, those of the statements and credit notes issued in the period; so each
sums up to the same totals, currency by currency, to the last cent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any, Final

from django.utils.translation import get_language, pgettext, pgettext_lazy

from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import BookingStep
from foyer.fees.enums import FeeUnit, LineKind
from foyer.fees.pricing.tariff import Words
from foyer.settlement.enums import LineSource, PaperStatus
from foyer.settlement.models import PaperLine
from foyer.settlement.models.period import said_month

_NOTHING: Final = Decimal(0)
_TENTH: Final = Decimal("0.1")
_HUNDRED: Final = 100
# Kinds of lines in the order in which they are told; those of no fee after those of one.
_BY_HAND: Final = {
    LineSource.POLICY: pgettext_lazy("fee audit", "Cancellations"),
    LineSource.ADDED: pgettext_lazy("fee audit", "Additions"),
    LineSource.REDUCED: pgettext_lazy("fee audit", "Reductions"),
    LineSource.CREDIT: pgettext_lazy("fee audit", "Credit notes"),
}
_PLACES: Final = [*LineKind.values, *map(str, _BY_HAND)]


@dataclass(slots=True)
class Sums:
    """What some lines come to.

    Attributes:
        label: what they have in common, in words.
        unit: of what the quantity counts, in words, where all lines count the same.
        place: where the row stands among others.
    """

    label: str
    unit: str = ""
    place: tuple[Any, ...] = ()
    quantity: int = 0
    lines: int = 0
    papers: set[int] = field(default_factory=set)
    schedule: Decimal = _NOTHING
    discounts: Decimal = _NOTHING
    reductions: Decimal = _NOTHING
    additions: Decimal = _NOTHING
    credits: Decimal = _NOTHING

    @property
    def variance(self) -> Decimal:
        """What was charged beyond what the schedule says; less than nothing where less was."""
        return self.discounts + self.reductions + self.additions + self.credits

    @property
    def amount(self) -> Decimal:
        """What was charged."""
        return self.schedule + self.variance

    @property
    def percent(self) -> Decimal | None:
        """The variance in per cent of what the schedule says; None where it says nothing."""
        if not self.schedule:
            return None
        return (self.variance * _HUNDRED / self.schedule).quantize(_TENTH, ROUND_HALF_UP)

    def take(self, line: PaperLine) -> None:
        """Count a line in."""
        name = _column(line)
        setattr(self, name, getattr(self, name) + line.amount)
        self.quantity += line.quantity
        self.lines += 1
        self.papers.add(line.paper_id)


@dataclass(frozen=True, slots=True)
class Decision:
    """A line that stands beside the schedule, and whose decision it was; nobody's where the house's rule gave it."""

    line: PaperLine
    kind: str
    what: str
    reason: str
    added_by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Table:
    """Sums by one thing; what is in it is counted where all of a row are of one unit."""

    key: str
    title: str
    head: str
    rows: tuple[Sums, ...]


@dataclass(frozen=True, slots=True)
class Audited:
    """The audit of one currency; nothing is ever added up across two."""

    currency: str
    total: Sums
    tables: tuple[Table, ...]
    discounts: tuple[Decision, ...]
    decisions: tuple[Decision, ...]


def audit_of(first: date, last: date) -> list[Audited]:
    """Return the audit of what was issued from one day to another, currency by currency; two queries at most.

    Args:
        first: the first day of issue that counts.
        last: the last one.
    """
    issued = PaperLine.objects.filter(
        paper__status=PaperStatus.ISSUED, paper__issued_on__range=(first, last)
    )
    related = ("paper__booking__room__venue", "added_by", "approved_by")
    lines = list(issued.select_related(*related).order_by("paper__number", "place", "pk"))
    granted = _granted_by(lines)
    by_currency: dict[str, list[PaperLine]] = {}
    for line in lines:
        by_currency.setdefault(line.paper.currency, []).append(line)
    return [_audited(name, some, granted) for name, some in sorted(by_currency.items())]


def _audited(currency: str, lines: list[PaperLine], granted: dict[int, str]) -> Audited:
    total = Sums(pgettext("fee audit", "All"))
    for line in lines:
        total.take(line)
    decided = (LineSource.REDUCED, LineSource.ADDED, LineSource.CREDIT)
    return Audited(
        currency=currency,
        total=total,
        tables=(
            _table("rooms", lines, _room),
            _table("months", lines, _month),
            _table("items", lines, _item),
            _table("kinds", lines, _kind),
        ),
        discounts=tuple(_decision(line, granted) for line in lines if _column(line) == "discounts"),
        decisions=tuple(_decision(line, granted) for line in lines if line.source in decided),
    )


def _table(
    key: str, lines: Iterable[PaperLine], group: Callable[[PaperLine], tuple[Any, partial[Sums]]]
) -> Table:
    rows: dict[Any, Sums] = {}
    for line in lines:
        what, make = group(line)
        if what not in rows:
            rows[what] = make()
        rows[what].take(line)
    title, head = _titles()[key]
    return Table(key, title, head, tuple(sorted(rows.values(), key=lambda row: row.place)))


def _titles() -> dict[str, tuple[str, str]]:
    return {
        "rooms": (pgettext("fee audit", "By room"), pgettext("fee audit", "Room")),
        "months": (pgettext("fee audit", "By month"), pgettext("fee audit", "Month")),
        "items": (pgettext("fee audit", "By item"), pgettext("fee audit", "Item")),
        "kinds": (pgettext("fee audit", "By kind"), pgettext("fee audit", "Kind")),
    }


def _room(line: PaperLine) -> tuple[Any, partial[Sums]]:
    room = line.paper.booking.room
    label = f"{room.name_text} · {room.venue.name_text}"
    return room.pk, partial(Sums, label, place=(label, room.pk))


def _month(line: PaperLine) -> tuple[Any, partial[Sums]]:
    month = _issued_on(line).replace(day=1)
    return month, partial(Sums, said_month(month), place=(month,))


def _item(line: PaperLine) -> tuple[Any, partial[Sums]]:
    """An item is a fee by its key and unit; what no schedule knows is one by its words."""
    kind, said = _kind_of(line), _said(line)
    if line.source == LineSource.SCHEDULE:
        what: tuple[Any, ...] = (kind, line.key, line.unit)
    else:
        what = (kind, *line.words)
    unit = str(FeeUnit(line.unit).label) if line.unit else ""
    return what, partial(Sums, said, unit=unit, place=(_PLACES.index(kind), said, what))


def _kind(line: PaperLine) -> tuple[Any, partial[Sums]]:
    kind = _kind_of(line)
    return kind, partial(Sums, _kind_label(line), place=(_PLACES.index(kind),))


def _kind_of(line: PaperLine) -> str:
    return str(line.kind if line.source == LineSource.SCHEDULE else line.source)


def _kind_label(line: PaperLine) -> str:
    if line.source == LineSource.SCHEDULE:
        return str(LineKind(line.kind).label)
    return str(_BY_HAND[LineSource(line.source)])


def _column(line: PaperLine) -> str:
    """Return which sum a line counts for."""
    if line.source == LineSource.SCHEDULE:
        return "discounts" if line.kind == LineKind.DISCOUNT else "schedule"
    return {
        LineSource.POLICY: "schedule",
        LineSource.ADDED: "additions",
        LineSource.REDUCED: "reductions",
        LineSource.CREDIT: "credits",
    }[LineSource(line.source)]


def _said(line: PaperLine) -> str:
    return str(Words(*line.words).said(get_language())) if line.words else _kind_label(line)


def _issued_on(line: PaperLine) -> date:
    day: date = line.paper.issued_on  # type: ignore[assignment]  # an issued paper has its day
    return day


def _granted_by(lines: Iterable[PaperLine]) -> dict[int, str]:
    """Return who made the last offer of each booking with a discount: they granted it."""
    bookings = {line.paper.booking_id for line in lines if _column(line) == "discounts"}
    steps = BookingStep.objects.filter(booking__in=bookings, after=BookingStatus.OFFERED)
    return {
        step.booking_id: str(step.by)
        for step in steps.select_related("by").order_by("pk")
        if step.by
    }


def _decision(line: PaperLine, granted: dict[int, str]) -> Decision:
    is_discount = _column(line) == "discounts"
    added = granted.get(line.paper.booking_id, "") if is_discount else str(line.added_by or "")
    return Decision(
        line=line,
        kind=_kind_label(line),
        what=_said(line),
        reason=line.reason,
        added_by=added,
        approved_by=str(line.approved_by or ""),
    )
