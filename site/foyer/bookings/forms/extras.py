"""What may be asked for beside the room, as the fee schedules of its days offer it. (004-02, 004-21)"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import get_language

from foyer.fees.extra_fields import EXTRA
from foyer.fees.models import FeeSchedule
from foyer.fees.pricing.tariff import Tariff
from foyer.fees.quoting import tariffs_of
from foyer.fees.showing import discount_title, price_name


def tariffs_between(first: date, last: date) -> list[Tariff]:
    """Return the versions that hold on some days."""
    return tariffs_of(FeeSchedule.objects.touching(first, last).with_lines())


def extras_of(values: dict[str, Any]) -> dict[str, int]:
    """Return what was asked for beside the room, and how many of it."""
    return {
        name.removeprefix(EXTRA): int(count)
        for name, count in values.items()
        if name.startswith(EXTRA) and count
    }


def extras_in_words(extras: dict[str, int], tariffs: list[Tariff]) -> list[str]:
    """Return what was asked for, by the names of the schedules; what they know no more, by its key."""
    named = {price.key: price_name(price) for one in tariffs for price in one.prices}
    return [f"{named.get(key, key)} × {count}" for key, count in extras.items()]


def discounts_of(tariffs: list[Tariff]) -> list[tuple[str, str]]:
    """Return the discounts that may be granted, in words."""
    named = {one.key: one for tariff in tariffs for one in tariff.discounts}
    return [(key, discount_title(one)) for key, one in named.items()]


def schedule_names(tariffs: list[Tariff]) -> dict[int, str]:
    """Return the names of versions by their number."""
    return {one.number: one.words.said(get_language()) for one in tariffs}
