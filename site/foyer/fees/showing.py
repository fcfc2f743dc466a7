"""Fee schedules in words and tables: one way for the page, paper, the spreadsheet and the staff's screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, ngettext, pgettext

from .enums import Covers, Currency, FeeDays, FeeKind, FeeTier, FeeUnit
from .pricing.tariff import Discount, Price, Tariff

# What is charged by the hour, the half day, … needs no word for how many there are at least.
COLUMNS: Final = ("name", "unit", "days", "clients", "price", "least", "overtime", "tax")
_FIGURES: Final = ("price", "least", "overtime", "tax")


@dataclass(frozen=True, slots=True)
class Row:
    """One price in words."""

    name: str
    unit: str
    days: str
    clients: str
    price: str
    least: str
    overtime: str
    tax: str

    @property
    def cells(self) -> tuple[str, ...]:
        """Its words in the order of the columns."""
        return tuple(getattr(self, column) for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    key: str
    title: str

    @property
    def is_figure(self) -> bool:
        """Whether it holds figures, which stand under each other from the right."""
        return self.key in _FIGURES


@dataclass(frozen=True, slots=True)
class Section:
    """The prices of one kind; a column that says nothing of any of them is left out."""

    kind: str
    title: str
    rows: tuple[Row, ...]

    @property
    def columns(self) -> list[Column]:
        """The columns that say something."""
        return [
            Column(key, title)
            for key, title in column_titles().items()
            if any(getattr(row, key) for row in self.rows)
        ]

    @property
    def lines(self) -> list[list[tuple[str, Column]]]:
        """The cells of each row with their columns."""
        shown = self.columns
        return [[(getattr(row, one.key), one) for one in shown] for row in self.rows]


def money(amount: Decimal, currency: str) -> str:
    """Return an amount as people read it: ¥1,200.00, −¥60.00, NT$1,200."""
    places = -int(Currency.LEAST[currency].as_tuple().exponent)
    figure = number_format(abs(amount), places, force_grouping=True)
    return f"{'−' if amount < 0 else ''}{Currency.SIGN[currency]}{figure}"


def percent(rate: Decimal) -> str:
    """Return a rate as people read it: 6 %, 12.5 %."""
    plain = rate.normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return f"{number_format(plain, places)} %"


def column_titles() -> dict[str, str]:
    """Return the heads of the columns."""
    return {
        "name": pgettext("fee table", "Item"),
        "unit": pgettext("fee table", "Per"),
        "days": pgettext("fee table", "On"),
        "clients": pgettext("fee table", "For"),
        "price": pgettext("fee table", "Price"),
        "least": pgettext("fee table", "At least"),
        "overtime": pgettext("fee table", "Overtime an hour"),
        "tax": pgettext("fee table", "Tax"),
    }


def section_titles() -> dict[str, str]:
    """Return the heads of the sections."""
    return {
        FeeKind.ROOM: gettext("Rooms"),
        FeeKind.EQUIPMENT: gettext("Equipment"),
        FeeKind.SERVICE: gettext("Services"),
        FeeKind.DEPOSIT: gettext("Deposits"),
    }


def sections(tariff: Tariff) -> list[Section]:
    """Return the prices of a version, kind by kind, each in the order in which they were drafted."""
    titles = section_titles()
    return [
        Section(kind, titles[kind], rows)
        for kind in FeeKind.values
        if (rows := tuple(row(price, tariff) for price in tariff.prices if price.kind == kind))
    ]


def row(price: Price, tariff: Tariff) -> Row:
    """Return one price in words."""
    return Row(
        name=price_name(price),
        unit=str(FeeUnit(price.unit).label),
        days=str(FeeDays(price.days).label) if price.days else "",
        clients=str(FeeTier(price.tier).label) if price.tier else "",
        price=money(price.amount, tariff.currency),
        least=str(price.minimum) if price.minimum > 1 else "",
        overtime="" if price.overtime is None else money(price.overtime, tariff.currency),
        tax=percent(price.tax_rate) if price.tax_rate else "",
    )


def price_name(price: Price) -> str:
    """Return the name of a price; one for a room that is called otherwise names the room too."""
    name = price.words.said(get_language())
    room = price.room.words.said(get_language()) if price.room else ""
    return f"{name} · {room}" if room and room != name else name


def price_title(price: Price) -> str:
    """Return what a price is for, in one line."""
    parts = [price_name(price), str(FeeUnit(price.unit).label)]
    if price.days:
        parts.append(str(FeeDays(price.days).label))
    if price.tier:
        parts.append(str(FeeTier(price.tier).label))
    return " · ".join(parts)


def discount_title(discount: Discount) -> str:
    """Return a discount in one line: its name, how much, off what, for whom."""
    parts = [discount.words.said(get_language()), f"−{percent(discount.percent)}"]
    parts.append(str(Covers(discount.covers).label))
    if discount.tier:
        parts.append(str(FeeTier(discount.tier).label))
    return " · ".join(parts)


def period(schedule: Any) -> str:
    """Return from which day to which a version holds."""
    first = date_format(schedule.valid_from, "DATE_FORMAT")
    if schedule.valid_until is None:
        return gettext("from %(first)s") % {"first": first}
    last = date_format(schedule.valid_until, "DATE_FORMAT")
    return gettext("from %(first)s to %(last)s") % {"first": first, "last": last}


def rules(tariff: Tariff) -> Iterator[str]:
    """Yield the rules by which a version is reckoned, each a sentence."""
    yield ngettext(
        "A half day is up to %(half)d hour.",
        "A half day is up to %(half)d hours.",
        tariff.half_day_hours,
    ) % {"half": tariff.half_day_hours}
    yield ngettext(
        "A day is up to %(day)d hour.", "A day is up to %(day)d hours.", tariff.day_hours
    ) % {"day": tariff.day_hours}
    yield gettext("Evenings are from %(begin)s to %(end)s.") % {
        "begin": f"{tariff.evening_from:%H:%M}",
        "end": f"{tariff.evening_until:%H:%M}",
    }
    yield gettext(
        "Of all published prices that cover a time the cheapest is charged; an hour begun counts."
    )
    yield gettext(
        "Time after midnight that goes on from the evening, until 06:00, belongs to the day before."
    )
    yield gettext("Each day is charged by the version in force on that day.")
    if tariff.tax_included:
        yield gettext("All prices include tax.")
    else:
        yield gettext("All prices are without tax, which is added as its own line.")
    yield gettext(
        "Amounts are in %(currency)s; discounts and tax are rounded to %(least)s, halves upwards."
    ) % {
        "currency": Currency(tariff.currency).label,
        "least": money(Currency.LEAST[tariff.currency], tariff.currency),
    }
