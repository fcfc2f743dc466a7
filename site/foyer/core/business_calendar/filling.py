"""Filling the calendar from the `holidays` library, which is kept up to date (MIT). What people wrote stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import holidays
from django.db import transaction

from .models import CalendarDay

_LANGUAGES = {"CN": "zh_CN", "TW": "zh_TW", "HK": "zh_HK"}
_LONGEST = 100


@transaction.atomic
def fill_calendar(*, region: str, years: Iterable[int]) -> int:
    """Write the holidays and make-up working days of some years; return how many days were written.

    Harmless to repeat: days filled before are filled anew, days entered or corrected by hand stay.
    """
    wanted = sorted(set(years))
    known = holidays.country_holidays(region, years=wanted, language=_LANGUAGES[region])
    made_up = {day for day in getattr(known, "weekend_workdays", ()) if day.year in wanted}
    days = {day: (False, name) for day, name in known.items() if day.year in wanted}
    days |= dict.fromkeys(made_up, (True, ""))
    filled = CalendarDay.objects.filter(by_hand=False, day__year__in=wanted)
    filled.delete()
    kept = set(CalendarDay.objects.filter(day__in=days).values_list("day", flat=True))
    rows = [_row(day, *days[day]) for day in sorted(days) if day not in kept]
    return len(CalendarDay.objects.bulk_create(rows))


def _row(day: date, is_working: bool, name: str) -> CalendarDay:
    return CalendarDay(day=day, is_working=is_working, name=name[:_LONGEST], by_hand=False)
