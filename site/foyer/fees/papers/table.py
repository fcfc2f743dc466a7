"""A version of the fees as one table, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language, pgettext

from foyer.fees.enums import Covers, FeeTier
from foyer.fees.models.schedule import FeeSchedule
from foyer.fees.pricing.tariff import Tariff
from foyer.fees.showing import column_titles, percent, row, section_titles


def fee_rows(schedule: FeeSchedule, tariff: Tariff) -> Iterator[list[str]]:
    """Yield the head and one row a price, a discount after them; every row names version and days."""
    yield [
        pgettext("fee table", "Version"),
        pgettext("fee table", "Valid from"),
        pgettext("fee table", "Valid until"),
        pgettext("fee table", "Kind"),
        *column_titles().values(),
        pgettext("fee table", "Currency"),
    ]
    version = [str(schedule.number), *_days(schedule)]
    titles = section_titles()
    for price in tariff.prices:
        yield [*version, titles[price.kind], *row(price, tariff).cells, tariff.currency]
    for discount in tariff.discounts:
        cells = (
            discount.words.said(get_language()),
            str(Covers(discount.covers).label),
            "",
            str(FeeTier(discount.tier).label) if discount.tier else "",
            f"−{percent(discount.percent)}",
        )
        kind = pgettext("fee table", "Discount")
        yield [*version, kind, *cells, "", "", "", tariff.currency]


def _days(schedule: Any) -> list[str]:
    last = schedule.valid_until.isoformat() if schedule.valid_until else ""
    return [schedule.valid_from.isoformat(), last]
