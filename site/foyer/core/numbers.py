"""Numbers given to records, from series the house can reshape."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from .models import NumberSeries

_DEFAULTS = {
    "client": "C{n:6}",
    "event": "E{year}-{n:4}",
    "case": "K{year}-{n:4}",
    "booking": "B{year}-{n:4}",
    "submission": "S{year}-{n:5}",
    "equipment": "Q{n:5}",
    "statement": "T{year}-{n:4}",
    "credit": "R{year}-{n:4}",
    "payment": "P{year}-{n:5}",
    "record": "D{year}-{n:5}",
    "access": "A{year}-{n:4}",
    "destruction": "X{year}-{n:3}",
    "bag": "G{year}-{n:3}",
}
_PLACE = re.compile(r"\{(year|n)(?::(\d))?\}")


def series_of(key: str) -> NumberSeries:
    """Return the series of a kind of record; one that was never used is as it would begin, and not kept."""
    kept = NumberSeries.objects.filter(key=key).first()
    return kept or NumberSeries(key=key, pattern=_DEFAULTS[key])


@transaction.atomic
def take_number(*, key: str, at: datetime, among: models.QuerySet[Any]) -> str:
    """Take the next free number of a series; a pattern with the year starts again each year. (001-28)

    Args:
        key: the kind of record, such as "client".
        at: the moment the record is made; the year is that of the house's own clock.
        among: the records that have numbers; one that was typed by hand is passed over.
    """
    series = _open_series(key, at)
    while "{n" in series.pattern and among.filter(number=_written(series)).exists():
        series.next_number += 1
    number = _written(series)
    series.next_number += 1
    series.save(update_fields=["year", "next_number"])
    return number


@transaction.atomic
def take_numbers(
    *, key: str, count: int, at: datetime, among: models.QuerySet[Any], passing: Collection[str]
) -> list[str]:
    """Take the next free numbers of a series at once, as `take_number` does one by one.

    Args:
        key: the kind of record.
        count: how many.
        at: the moment the records are made.
        among: the records that have numbers.
        passing: numbers that are about to be given otherwise.
    """
    if not count:
        return []
    series = _open_series(key, at)
    if "{n" not in series.pattern:
        message = "A series without a place for the number gives one number only."
        raise ValueError(message)
    free: list[str] = []
    while len(free) < count:
        first = series.next_number
        offered = [_written(series, first + n) for n in range(count - len(free))]
        taken = {*passing, *among.filter(number__in=offered).values_list("number", flat=True)}
        free += [number for number in offered if number not in taken]
        series.next_number = first + len(offered)
    series.save(update_fields=["year", "next_number"])
    return free


def _open_series(key: str, at: datetime) -> NumberSeries:
    """Lock a series, begun again where its pattern has the year and that is a new one."""
    NumberSeries.objects.get_or_create(key=key, defaults={"pattern": _DEFAULTS[key]})
    series = NumberSeries.objects.select_for_update().get(key=key)
    year = timezone.localtime(at).year
    if "{year}" in series.pattern and series.year != year:
        series.year, series.next_number = year, 1 if series.year else series.next_number
    return series


def _written(series: NumberSeries, n: int | None = None) -> str:
    values = {"year": series.year, "n": series.next_number if n is None else n}
    return _PLACE.sub(lambda m: str(values[m[1]]).zfill(int(m[2] or 0)), series.pattern)
