"""Days of the lunar calendar in words. (001-15)"""

from django.utils.translation import pgettext


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
