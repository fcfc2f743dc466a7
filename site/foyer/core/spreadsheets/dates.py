"""Dates as people and programs write them, in the order of certainty. (IMPORT 4)"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal


class DateOrder(StrEnum):
    """What comes first where both could be meant."""

    DAY = "day"
    MONTH = "month"


class NoDate(Refusal):
    """A text that is no date."""

    code = "no_date"
    message = _("“%(text)s” is not a date. Write it as 2026-05-01.")


class NoSuchDay(NoDate):
    """A day the calendar does not have."""

    code = "no_such_day"
    message = _("There is no such day as “%(text)s”. Write the date as 2026-05-01.")


class ShortYear(NoDate):
    """A year of two digits: which century, and whose calendar?"""

    code = "short_year"
    message = _("The year of “%(text)s” has only two digits. Write the date as 2026-05-01.")


class UnsureDate(NoDate):
    """Day and month can be told apart only by whoever wrote them."""

    code = "unsure_date"
    message = _("“%(text)s” can be read in two ways. Write the date as 2026-05-01.")


_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_YEAR_FIRST = re.compile(
    r"(?P<era>(?:中华)?民[国國])?\s*(?P<y>\d{1,4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号號]?"
    + _TIME
)
_YEAR_LAST = re.compile(
    r"(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<y>\d{2}|\d{4})" + _TIME
)
_YEAR_LAST_FIRST = re.compile(
    r"(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<y>\d{4})(?=\s|$)"
)
_TOGETHER = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.\d+)?")
_NAMED = re.compile(
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?[ -](?P<n1>[a-z]{3,9})|(?P<n2>[a-z]{3,9})\.? (?P<d2>\d{1,2})(?:st|nd|rd|th)?)"
    r",?[ -](?P<y>\d{4})",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TENS = re.compile("(?P<tens>[1-9]?)十(?P<ones>[1-9]?)")
_SERIAL_ZERO = dt.date(1899, 12, 30)
_ROC_ZERO = 1911


def read_date(text: str, order: str = "") -> dt.date:
    """Return the date a text means.

    Understands 2026-05-01, 2026/5/1, 2026.5.1, 20260501, 2026年5月1日, 二〇二六年五月一日, 民國115年5月1日,
    115/5/1, 1 May 2026, Excel's serial numbers, and 1/5/2026 where the order is known or plain.

    Args:
        text: what is written.
        order: a `DateOrder`, for texts that can be read in two ways.

    Raises:
        NoDate: a subclass that says why not.
    """
    plain = _arabic(unicodedata.normalize("NFKC", text).strip())
    if found := _YEAR_FIRST.fullmatch(plain):
        year = _year(found["y"], text, roc=bool(found["era"]) or len(found["y"]) == 3)
        return _day(year, int(found["m"]), int(found["d"]), text)
    if found := _TOGETHER.fullmatch(plain):
        return _day(int(found["y"]), int(found["m"]), int(found["d"]), text)
    if found := _YEAR_LAST.fullmatch(plain):
        return _year_last(found, text, order)
    if _SERIAL.fullmatch(plain):
        return _SERIAL_ZERO + dt.timedelta(days=int(plain.partition(".")[0]))
    if found := _NAMED.fullmatch(plain):
        return _named(found, text)
    raise NoDate(text=text.strip()[:60])


def _arabic(text: str) -> str:
    """Return a text with its Chinese numerals as digits: 二〇二六年十二月三十一日 is 2026年12月31日."""
    if not any(character in "一二三四五六七八九十〇" for character in text):
        return text
    digits = text.translate(_NUMERALS)
    return _TENS.sub(lambda found: f"{found['tens'] or 1}{found['ones'] or 0}", digits)


def _year(digits: str, text: str, *, roc: bool) -> int:
    if roc and len(digits) > 3:  # 民國2016年: one of the two is a slip
        raise NoSuchDay(text=text.strip()[:60])
    if roc:
        return int(digits) + _ROC_ZERO
    if len(digits) < 4:
        raise ShortYear(text=text.strip()[:60])
    return int(digits)


def _year_last(found: re.Match[str], text: str, order: str) -> dt.date:
    first, second = int(found["a"]), int(found["b"])
    year = _year(found["y"], text, roc=False)
    if first == second or second > 12 >= first:
        return _day(year, first, second, text)
    if first > 12:
        return _day(year, second, first, text)
    if not order:
        raise UnsureDate(text=text.strip()[:60])
    day, month = (first, second) if order == DateOrder.DAY else (second, first)
    return _day(year, month, day, text)


def _named(found: re.Match[str], text: str) -> dt.date:
    name = (found["n1"] or found["n2"])[:3].lower()
    if name not in _MONTHS:
        raise NoDate(text=text.strip()[:60])
    day = int(found["d1"] or found["d2"])
    return _day(int(found["y"]), _MONTHS.index(name) + 1, day, text)


def _day(year: int, month: int, day: int, text: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError as reason:
        raise NoSuchDay(text=text.strip()[:60]) from reason


def with_plain_day(text: str, order: str) -> str:
    """Return a day and time of day with the day as 2026-05-01; anything else as it is.

    Args:
        text: what is written, such as 3/4/2026 2:30 PM.
        order: a `DateOrder`, for days that can be read in two ways.

    Raises:
        NoDate: there is no such day.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _YEAR_LAST_FIRST.match(plain)
    return f"{_year_last(found, text, order)}{plain[found.end() :]}" if found and order else text


@dataclass(slots=True)
class DateSurvey:
    """What the dates of one column have in common: whether any is unsure, and what the others suggest."""

    unsure: str = ""
    day_first: int = 0
    month_first: int = 0

    def look_at(self, texts: Iterable[str]) -> None:
        """Take more texts of the column into account."""
        for text in texts:
            plain = unicodedata.normalize("NFKC", text).strip()
            found = _YEAR_LAST.fullmatch(plain) or _YEAR_LAST_FIRST.match(plain)
            if not found:
                continue
            first, second = int(found["a"]), int(found["b"])
            self.day_first += first > 12
            self.month_first += second > 12
            if first != second and max(first, second) <= 12 and not self.unsure:
                self.unsure = text.strip()

    @property
    def suggestion(self) -> str:
        """The order the plain dates of the column speak for, if all of them agree."""
        if bool(self.day_first) == bool(self.month_first):
            return ""
        return DateOrder.DAY if self.day_first else DateOrder.MONTH
