"""What a use of a room costs by the schedules in force: behind the page, the API, and what will follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from foyer.core.business_calendar.hours import BusinessHours
from foyer.core.business_calendar.models import CalendarDay
from foyer.core.days import house_day

from .models.schedule import FeeSchedule
from .pricing import refusals
from .pricing.quote import Asked, Quote, Quoting
from .pricing.tariff import Discount, Price, RoomFacts, Tariff, Words

MOST_DAYS: Final = 31


def make_quote(*, asked: Asked, at: datetime | None = None) -> Quote:
    """Return what is asked for with its prices, each from the version in force on its day. (004-21)

    Args:
        asked: rooms, times, heads and extras.
        at: the moment before which nothing may begin; None: the past may be reckoned too, as a statement does.

    Raises:
        QuoteRefusal: it cannot be priced; the refusal says why and what to do.
    """
    if not asked.uses:
        raise refusals.NothingUsed
    first = min(use.start for use in asked.uses)
    last = max(use.end for use in asked.uses)
    if any(use.end <= use.start for use in asked.uses):
        raise refusals.EndsBeforeItBegins
    if at is not None and first < at:
        raise refusals.InThePast
    if last - first > timedelta(days=MOST_DAYS):
        raise refusals.TooLong(days=MOST_DAYS)
    return quotes_between(first, last)(asked)


def quotes_between(first: datetime, last: datetime) -> Callable[[Asked], Quote]:
    """Return what makes quotes of uses between two moments; versions and calendar are read once for all of them.

    It raises what `make_quote` raises where a use cannot be priced.
    """
    days = house_day(first), house_day(last)
    tariffs = tariffs_of(FeeSchedule.objects.touching(*days).with_lines())
    is_rest_day, zone = rest_days(*days), timezone.get_default_timezone()
    return lambda asked: Quoting(asked, tariffs=tariffs, is_rest_day=is_rest_day, zone=zone).quote()


def rest_days(first: date, last: date) -> Callable[[date], bool]:
    """Return what tells of the days between two whether they are of rest: weekends, holidays, make-up days.

    A house that opens on weekends has weekends all the same: they are what its price for them is for.
    """
    known = CalendarDay.objects.filter(day__gte=first, day__lte=last)
    hours = BusinessHours(days=dict(known.values_list("day", "is_working")))
    return lambda day: not hours.works_on(day)


def tariffs_of(schedules: Iterable[FeeSchedule]) -> list[Tariff]:
    """Return schedules as values."""
    return [tariff_of(schedule) for schedule in schedules]


def tariff_of(schedule: FeeSchedule) -> Tariff:
    """Return a schedule, approved or drafted, as values; a draft has version 0."""
    return Tariff(
        number=schedule.number or 0,
        words=_words(schedule),
        valid_from=schedule.valid_from,
        valid_until=schedule.valid_until,
        currency=schedule.currency,
        tax_included=schedule.tax_included,
        half_day_hours=schedule.half_day_hours,
        day_hours=schedule.day_hours,
        evening_from=schedule.evening_from,
        evening_until=schedule.evening_until,
        prices=tuple(_price(item) for item in schedule.items.all()),
        discounts=tuple(_discount(one) for one in schedule.discounts.all()),
    )


def _words(record: Any) -> Words:
    return Words(record.name, record.name_zh_hant, record.name_en)


def _price(item: Any) -> Price:
    room = item.room and RoomFacts(item.room.pk, _words(item.room), item.room.capacity)
    return Price(
        key=item.key,
        kind=item.kind,
        unit=item.unit,
        amount=item.amount,
        words=_words(item) if item.name or not room else room.words,
        room=room,
        days=item.days,
        tier=item.tier,
        minimum=item.minimum,
        overtime=item.overtime,
        tax_rate=item.tax_rate,
    )


def _discount(one: Any) -> Discount:
    return Discount(one.key, _words(one), one.percent, one.tier, one.covers)
