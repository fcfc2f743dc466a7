"""What changes from one version of the fees to the next, line by line, in words. (004-21)"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, pgettext

from .enums import Currency, LineKind
from .pricing.tariff import Discount, Price, Tariff
from .showing import discount_title, money, percent, price_title

UP, DOWN, NEW, GONE, OTHER = "up", "down", "new", "gone", "other"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what of, as it was, as it is, and which way it goes."""

    sign: str
    what: str
    was: str = ""
    now: str = ""
    by: str = ""

    @property
    def word(self) -> str:
        """The way it goes, in a word: colour alone says nothing."""
        return {
            UP: pgettext("fee change", "Dearer"),
            DOWN: pgettext("fee change", "Cheaper"),
            NEW: pgettext("fee change", "New"),
            GONE: pgettext("fee change", "No longer"),
            OTHER: pgettext("fee change", "Changed"),
        }[self.sign]


def compare(former: Tariff, later: Tariff) -> list[Change]:
    """Return what changes: prices in the order of the later version, then what is gone, then the rules."""
    changes = list(_rules(former, later))
    before = {price.key: price for price in former.prices}
    for price in later.prices:
        old = before.pop(price.key, None)
        if old is None:
            changes.append(Change(NEW, price_title(price), now=_said(price, later)))
        else:
            changes += _of_price(old, price, former, later)
    changes += [Change(GONE, price_title(old), was=_said(old, former)) for old in before.values()]
    return changes + list(_discounts(former, later))


def _of_price(old: Price, new: Price, former: Tariff, later: Tariff) -> Iterator[Change]:
    title = price_title(new)
    same = former.currency == later.currency
    if price_title(old) != title or old.kind != new.kind:
        yield Change(OTHER, title, was=price_title(old), now=title)
    if old.amount != new.amount or not same:
        yield Change(
            _sign(old.amount, new.amount) if same else OTHER,
            title,
            was=money(old.amount, former.currency),
            now=money(new.amount, later.currency),
            by=_by(old.amount, new.amount) if same else "",
        )
    if old.overtime != new.overtime:
        yield Change(
            _sign(old.overtime or Decimal(0), new.overtime or Decimal(0)),
            f"{title} · {LineKind.OVERTIME.label}",
            was=_or_none(old.overtime, former.currency),
            now=_or_none(new.overtime, later.currency),
        )
    if old.minimum != new.minimum:
        yield Change(
            _sign(Decimal(old.minimum), Decimal(new.minimum)),
            f"{title} · {gettext('at least')}",
            was=str(old.minimum),
            now=str(new.minimum),
        )
    if old.tax_rate != new.tax_rate:
        yield Change(
            OTHER,
            f"{title} · {LineKind.TAX.label}",
            was=percent(old.tax_rate),
            now=percent(new.tax_rate),
        )


def _discounts(former: Tariff, later: Tariff) -> Iterator[Change]:
    before = {discount.key: discount for discount in former.discounts}
    for discount in later.discounts:
        old = before.pop(discount.key, None)
        if old is None:
            yield Change(NEW, _called(discount), now=discount_title(discount))
        elif discount_title(old) != discount_title(discount):
            sign = _sign(discount.percent, old.percent)
            yield Change(sign, _called(discount), discount_title(old), discount_title(discount))
    for old in before.values():
        yield Change(GONE, _called(old), was=discount_title(old))


def _rules(former: Tariff, later: Tariff) -> Iterator[Change]:
    rules = (
        (gettext("Currency"), *(str(Currency(one.currency).label) for one in (former, later))),
        (gettext("Hours of a half day"), str(former.half_day_hours), str(later.half_day_hours)),
        (gettext("Hours of a day"), str(former.day_hours), str(later.day_hours)),
        (gettext("Evenings"), _evening(former), _evening(later)),
        (gettext("Prices include tax"), _yes(former.tax_included), _yes(later.tax_included)),
    )
    for what, was, now in rules:
        if was != now:
            yield Change(OTHER, what, was, now)


def _said(price: Price, tariff: Tariff) -> str:
    return money(price.amount, tariff.currency)


def _called(discount: Discount) -> str:
    return gettext("Discount “%(name)s”") % {"name": discount_title(discount).split(" · ")[0]}


def _evening(tariff: Tariff) -> str:
    return f"{tariff.evening_from:%H:%M}–{tariff.evening_until:%H:%M}"


def _yes(said: bool) -> str:
    return pgettext("fee rule", "yes") if said else pgettext("fee rule", "no")


def _or_none(amount: Decimal | None, currency: str) -> str:
    return pgettext("fee", "none") if amount is None else money(amount, currency)


def _sign(old: Decimal, new: Decimal) -> str:
    if old == new:
        return OTHER
    return UP if new > old else DOWN


def _by(old: Decimal, new: Decimal) -> str:
    if not old:
        return ""
    moved = ((new - old) * 100 / old).quantize(Decimal("0.1"))
    return f"{'+' if moved > 0 else '−'}{percent(abs(moved))}"
