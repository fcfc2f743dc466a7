"""What is a telephone number, and how several of them, or of e-mail addresses, stand in one cell.

One rule for lists that come in, for forms and for programs. (IMPORT 5)
"""

import re
import unicodedata

_FEWEST_DIGITS, _MOST_DIGITS = 5, 15  # no plan of numbers has longer ones (E.164)
_MOST_BEHIND = 8
_PLAIN = re.compile(r"\+?[0-9]{5,15}", re.ASCII)
_BEHIND = re.compile(r"\s*(?:ext\.?|x|#|\*|转|轉|分机|分機)\s*", re.IGNORECASE)
_NUMBER = re.compile(r"[+(]?\d[\d\s()+.\-/]*")
_ABROAD = re.compile(r"\+|00")
_LISTED = re.compile(r"\s*(?::::|[、,;|\n])\s*")
_MAYBE_LISTED = re.compile(r"\s*/\s*|\s+")
_WHOLE_DIGITS = 7  # fewer are a part of a number: of an area, a block, an extension
_MAILS_APART = re.compile(r"\s*(?::::|[、,;|/\s])\s*")


def is_phone(text: str) -> bool:
    """Tell whether a text is one telephone number, as people write them, perhaps with an extension."""
    if _PLAIN.fullmatch(text):
        return True
    number, *behind = _BEHIND.split(unicodedata.normalize("NFKC", text).strip(), maxsplit=1)
    if not _NUMBER.fullmatch(number):
        return False
    if behind and not (behind[0].isdecimal() and len(behind[0]) <= _MOST_BEHIND):
        return False
    return _FEWEST_DIGITS <= _digits(_ABROAD.sub("", number, count=1)) <= _MOST_DIGITS


def phones_in(text: str) -> list[str]:
    """Return the telephone numbers that stand in one cell; what is none is returned as it is written.

    13800001234/13900005678 are two; 021/55556667, 138 0000 1234 and 55556667/8 are one.
    """
    if _PLAIN.fullmatch(text):
        return [text]
    found: list[str] = []
    for part in _LISTED.split(unicodedata.normalize("NFKC", text).strip()):
        start = 0
        for between in _MAYBE_LISTED.finditer(part):
            before, after = part[start : between.start()], part[between.end() :]
            if _is_whole(before) and _is_whole(_MAYBE_LISTED.split(after, maxsplit=1)[0]):
                found.append(before)
                start = between.end()
        found.append(part[start:])
    return [one.strip() for one in found if one.strip()]


def emails_in(text: str) -> list[str]:
    """Return the e-mail addresses that stand in one cell; what is none is returned as it is written."""
    if text.count("@") < 2:
        return [text]
    parts = [one for one in _MAILS_APART.split(unicodedata.normalize("NFKC", text)) if one]
    return parts if all("@" in one for one in parts) else [text]


def _is_whole(text: str) -> bool:
    return _digits(text) >= _WHOLE_DIGITS


def _digits(text: str) -> int:
    return sum(map(str.isdecimal, text))
