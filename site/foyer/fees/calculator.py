"""The calculator on the fee page: what is asked for, read and reckoned; works without a script. (004-21)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .enums import FeeKind, FeeUnit, LineKind
from .extra_fields import MomentInput, WithExtras
from .pricing.days import Use
from .pricing.quote import Asked, Line, Quote
from .pricing.refusals import QuoteRefusal
from .pricing.tariff import Tariff
from .quoting import make_quote
from .showing import discount_title, money, percent


class CalculatorForm(WithExtras):
    """Room, time, heads and extras, as the versions in force and to come offer them."""

    room = forms.ChoiceField(label=_("Room"))
    heads = forms.IntegerField(
        label=_("People"),
        min_value=1,
        max_value=100_000,
        error_messages={"min_value": _("Say how many people come: one at least.")},
    )
    to = forms.DateTimeField(label=pgettext_lazy("quote", "To"), widget=MomentInput())
    discount = forms.ChoiceField(
        label=_("Discount"),
        required=False,
        help_text=_("The house grants it on request."),
    )
    field_order = ("room", "heads", "from", "to")

    def __init__(self, data: Mapping[str, Any] | None, *, tariffs: Iterable[Tariff]) -> None:
        super().__init__(data, tariffs=tariffs)
        language = get_language()
        # "from" is a word of Python's own, and the name the API gives it.
        self.fields["from"] = forms.DateTimeField(
            label=pgettext_lazy("quote", "From"), widget=MomentInput()
        )
        self.fields["room"].choices = [  # type: ignore[attr-defined]  # a choice field
            (
                str(room.id),
                pgettext("room", "%(room)s (up to %(capacity)s people)")
                % {"room": room.words.said(language), "capacity": room.capacity},
            )
            for room in self._rooms()
        ]
        self.fields["discount"].choices = [  # type: ignore[attr-defined]  # as above
            ("", pgettext("fee discount", "none")),
            *self._discounts(),
        ]
        self.order_fields((*self.field_order, *self.extras, "discount"))

    def _rooms(self) -> list[Any]:
        prices = (price for tariff in self.tariffs for price in tariff.prices)
        rooms = {
            price.room.id: price.room
            for price in prices
            if price.kind == FeeKind.ROOM and price.room
        }
        return list(rooms.values())

    def _discounts(self) -> list[tuple[str, str]]:
        named = {one.key: one for tariff in self.tariffs for one in tariff.discounts}
        return [(key, discount_title(one)) for key, one in named.items()]

    @property
    def main_fields(self) -> list[Any]:
        """The fields that must be filled in."""
        return [self[name] for name in ("room", "heads", "from", "to")]

    def asked(self) -> Asked:
        """Return what is asked for."""
        told = self.cleaned_data
        tier = next(
            (
                one.tier
                for tariff in self.tariffs
                for one in tariff.discounts
                if one.key == told["discount"]
            ),
            "",
        )
        return Asked(
            uses=(Use(int(told["room"]), told["from"], told["to"]),),
            heads=told["heads"],
            extras=self.wanted_extras(),
            tier=tier,
            discount=told["discount"],
        )


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a quote in words."""

    day: str
    what: str
    how: str
    amount: str
    version: int


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote in words."""

    lines: tuple[ShownLine, ...]
    deposits: tuple[ShownLine, ...]
    total: str
    deposit: str
    tax_within: str
    versions: tuple[str, ...]


def calculate(form: CalculatorForm, *, at: datetime) -> ShownQuote | None:
    """Return the quote a form asks for; None where it cannot be had: the form then says why."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return show_quote(make_quote(asked=form.asked(), at=at))
    except QuoteRefusal as refusal:
        form.name_extra(refusal)
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return None


def show_quote(quote: Quote) -> ShownQuote:
    """Return a quote in words."""
    language = get_language()
    return ShownQuote(
        lines=tuple(show_line(line, quote.currency) for line in quote.lines),
        deposits=tuple(show_line(line, quote.currency) for line in quote.deposits),
        total=money(quote.total, quote.currency),
        deposit=money(quote.deposit, quote.currency) if quote.deposit else "",
        tax_within=money(quote.tax_within, quote.currency) if quote.tax_within else "",
        versions=tuple(
            pgettext("fee version", "%(name)s, version %(number)s")
            % {"name": tariff.words.said(language), "number": tariff.number}
            for tariff in quote.versions
        ),
    )


def show_line(line: Line, currency: str) -> ShownLine:
    """Return one line of a quote in words."""
    name = line.words.said(get_language())
    if line.kind == LineKind.TAX:
        what, how = str(LineKind.TAX.label), percent(line.price)
    elif line.kind == LineKind.DISCOUNT:
        what, how = name, f"−{percent(line.price)}"
        if line.tax_rate:
            how += f" · {LineKind.TAX.label} {percent(line.tax_rate)}"
    else:
        unit = str(FeeUnit(line.unit).label)
        overtime = f" · {LineKind.OVERTIME.label}" if line.kind == LineKind.OVERTIME else ""
        what, how = f"{name}{overtime}", f"{line.quantity} × {money(line.price, currency)} / {unit}"
    day = date_format(line.day, "DATE_FORMAT")
    return ShownLine(day, what, how, money(line.amount, currency), line.version)
