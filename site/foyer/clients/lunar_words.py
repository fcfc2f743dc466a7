"""Days of the lunar calendar in words. (001-15)"""

import re
import unicodedata
from functools import cache

from django.utils.translation import override, pgettext

from foyer.core.languages import OWN_NAMES
from foyer.core.text import fold

_IN_FIGURES = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_CALENDAR = re.compile(r"^(?:农历|阴历|旧历|夏历|lunar\b)\s*")
_OLD_MONTHS = {"一月": 1, "冬月": 11, "腊月": 12, "十一月": 11, "十二月": 12}
_MOST_DAYS = 30


def month_names() -> list[str]:
    """Return the names of the twelve months: 正月, 二月 …"""
    return pgettext(
        "the months of the lunar calendar, parted by spaces", "1 2 3 4 5 6 7 8 9 10 11 12"
    ).split(" ")


def day_names() -> list[str]:
    """Return the names of the thirty days: 初一, 初二 …"""
    return pgettext(
        "the days of a lunar month, parted by spaces",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30",
    ).split(" ")


def lunar_words(day: str) -> str:
    """Return a day of the lunar calendar such as 08-03 in words: 八月初三; nothing for none."""
    month, _dash, number = day.partition("-")
    if not number:
        return ""
    words = {"month": month_names()[int(month) - 1], "day": day_names()[int(number) - 1]}
    return pgettext("lunar day", "day %(day)s of month %(month)s") % words


def lunar_day_of(text: str) -> str:
    """Return a day written as 八月初三, 农历8月3日 or 8-3 as 08-03; nothing if it is none."""
    plain = _CALENDAR.sub("", fold(unicodedata.normalize("NFKC", text).strip()))
    if found := _IN_FIGURES.fullmatch(plain):
        month, day = int(found[1]), int(found[2])
        return f"{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= _MOST_DAYS else ""
    return _days_in_words().get(plain.replace(" ", ""), "")


@cache
def _days_in_words() -> dict[str, str]:
    """Return every day as any of the house's languages says it, and as people say it otherwise."""
    known: dict[str, str] = {}
    days: dict[str, int] = {}
    for language in OWN_NAMES:
        with override(language):
            for month in range(1, 13):
                for day in range(1, _MOST_DAYS + 1):
                    kept = f"{month:02d}-{day:02d}"
                    known[fold(lunar_words(kept)).replace(" ", "")] = kept
            if language.startswith("zh"):
                days |= {fold(name): n for n, name in enumerate(day_names(), 1)}
    days |= {name.replace("廿", "二十"): n for name, n in days.items()}
    for name, month in _OLD_MONTHS.items():
        known |= {f"{name}{day}": f"{month:02d}-{n:02d}" for day, n in days.items()}
    return known
