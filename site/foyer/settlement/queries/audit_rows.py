"""The fee audit as cells: one way for the screen, paper and the workbook. (004-24)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foyer.fees.enums import Currency

from .audit import Audited, Decision, Sums, Table


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in words: a head, rows of the same length, and perhaps a last row of sums."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()
    figures: int = 0  # how many columns at the end hold figures

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The rows, each cell with the head of its column: what a phone shows beside it."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]

    @property
    def labelled_foot(self) -> list[tuple[str, str]]:
        """The last row likewise; empty where there is none."""
        return list(zip(self.head, self.foot, strict=True)) if self.foot else []


def grids_of(audited: Audited, *, plain: bool = False) -> list[Grid]:
    """Return the tables of one currency.

    Args:
        audited: the audit.
        plain: figures as programs read them, for a workbook: 1250.50.
    """
    grids = [_sums_grid(table, audited, plain=plain) for table in audited.tables]
    said = [
        (pgettext("fee audit", "Discounts and who granted them"), audited.discounts),
        (pgettext("fee audit", "Additions, reductions and credit notes"), audited.decisions),
    ]
    return grids + [_decisions_grid(title, some, audited, plain=plain) for title, some in said]


def workbook_rows(first: date, last: date, audits: list[Audited]) -> list[list[str]]:
    """Return every table as the rows of a workbook, one after the other."""
    rows = [[pgettext("fee audit", "Fee audit"), first.isoformat(), last.isoformat()]]
    for audited in audits:
        label = str(Currency(audited.currency).label)
        rows += [[], [_("Currency"), audited.currency, label]]
        for grid in grids_of(audited, plain=True):
            rows += [[], [grid.title], list(grid.head), *map(list, grid.rows)]
            if grid.foot:
                rows.append(list(grid.foot))
    return rows


def _sums_grid(table: Table, audited: Audited, *, plain: bool) -> Grid:
    by_item = table.key == "items"
    count = (
        (pgettext("fee audit", "Quantity"), pgettext("fee table", "Per"))
        if by_item
        else (pgettext("fee audit", "Statements and credit notes"),)
    )
    head = (
        table.head,
        *count,
        pgettext("fee audit", "By the schedule"),
        pgettext("fee audit", "Discounts"),
        pgettext("fee audit", "Reductions"),
        pgettext("fee audit", "Additions"),
        pgettext("fee audit", "Credit notes"),
        pgettext("fee audit", "Charged"),
        pgettext("fee audit", "Variance"),
        pgettext("fee audit", "Variance, per cent"),
    )

    def cells(sums: Sums, *, is_foot: bool = False) -> tuple[str, ...]:
        counted = (str(len(sums.papers)),)
        if by_item:
            counted = ("", "") if is_foot else (str(sums.quantity), sums.unit)  # type: ignore[assignment]  # two cells
        money = (
            sums.schedule,
            sums.discounts,
            sums.reductions,
            sums.additions,
            sums.credits,
            sums.amount,
            sums.variance,
        )
        said = (figure(one, audited.currency, plain=plain) for one in money)
        return sums.label, *counted, *said, _percent(sums.percent, plain=plain)

    rows = tuple(cells(row) for row in table.rows)
    foot = cells(audited.total, is_foot=True)
    return Grid(table.title, head, rows, foot, len(head) - 1)


def _decisions_grid(
    title: str, decisions: tuple[Decision, ...], audited: Audited, *, plain: bool
) -> Grid:
    head = (
        pgettext("fee audit", "Paper"),
        pgettext("fee audit", "Issued on"),
        pgettext("settlement", "Booking"),
        pgettext("fee audit", "Kind"),
        pgettext("fee audit", "Item"),
        pgettext("fee audit", "Reason"),
        pgettext("fee audit", "Granted or added by"),
        pgettext("fee audit", "Approved by"),
        pgettext("fee audit", "Amount"),
    )
    by_rule = pgettext("fee audit", "By the schedule")
    rows = tuple(
        (
            str(one.line.paper),
            _day(one.line.paper.issued_on, plain=plain),
            one.line.paper.booking.number,
            one.kind,
            one.what,
            one.reason or "–",
            one.added_by or by_rule,
            one.approved_by or "–",
            figure(one.line.amount, audited.currency, plain=plain),
        )
        for one in decisions
    )
    return Grid(title, head, rows, figures=1)


def figure(amount: Decimal, currency: str, *, plain: bool) -> str:
    """Return an amount under a head that names its currency."""
    places = -int(Currency.LEAST[Currency(currency)].as_tuple().exponent)
    if plain:
        return f"{amount:.{places}f}"
    said = number_format(abs(amount), places, force_grouping=True)
    return f"−{said}" if amount < 0 else str(said)


def _percent(value: Decimal | None, *, plain: bool) -> str:
    if value is None:
        return "–"
    if plain:
        return str(value)
    return f"{'−' if value < 0 else ''}{number_format(abs(value), 1)} %"


def _day(day: date | None, *, plain: bool) -> str:
    if day is None:
        return ""
    return day.isoformat() if plain else str(date_format(day, "SHORT_DATE_FORMAT"))
