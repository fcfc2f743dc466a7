"""Reading vCards, as phones and address books export them, as a table: one row for each card. (IMPORT 2)

Versions 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): folded lines, quoted-printable, grouped and typed
properties. Pictures, keys and sounds are passed over. The headers are words every list knows.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from foyer.core.languages import OWN_NAMES
from foyer.core.text import has_han

from .encodings import ENCODINGS, guess_encoding
from .files import Limits
from .refusals import CardUnfinished, CellTooLong, NoCardLine, TooManyRows, UnknownEncoding
from .tables import Reading, Row, Source

_BEGIN = re.compile(rb"\s*BEGIN\s*:\s*VCARD\s*$", re.IGNORECASE | re.MULTILINE)
_LINE = re.compile(
    r"(?:[A-Za-z0-9_-]+\.)?(?P<name>[A-Za-z0-9-]+)"
    r"(?P<params>(?:;(?:[^\":;]|\"[^\"]*\")*)*):(?P<value>.*)",
    re.DOTALL,
)
_PARAM = re.compile(r";((?:[^\";]|\"[^\"]*\")*)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PARTS = re.compile(r"(?<!\\);")
_FULL_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?", re.ASCII)
_TEL = re.compile(r"tel:", re.IGNORECASE)
_MOBILE = ("cell", "iphone", "mobile")
_PASSED_OVER = frozenset(("PHOTO", "LOGO", "KEY", "SOUND"))
TABOOS = "x-of=taboos"  # what our own cards say of a note
_NOTHING_OF_A_PERSON = frozenset(
    (
        "VERSION",
        "PRODID",
        "REV",
        "UID",
        "SOURCE",
        "KIND",
        "CLASS",
        "SORT-STRING",
        "CALSCALE",
        "MAILER",
        "LANG",
    )
)
_TOLD = frozenset(
    ("N", "FN", "TEL", "EMAIL", "ORG", "TITLE", "BDAY", "X-WECHAT", "X-WEIXIN", "ADR", "NOTE")
)
HEADERS = (
    *("Name", "Name prefix", "Company", "Title", "Mobile", "E-mail"),
    *("Further phones and e-mails", "Address", "Birthday", "WeChat", "Language"),
    *("Dietary taboos", "Preferences"),
)


class _Property(NamedTuple):
    """One property of a card: its name, what is said of it, and its value as it is written."""

    name: str
    params: tuple[str, ...]
    value: str

    def says(self, *words: str) -> bool:
        """Tell whether any of some words is among its types."""
        return any(word in param for param in self.params for word in words)


def is_cards(data: bytes) -> bool:
    """Tell whether a file holds vCards, whatever its name says."""
    head = data[:400]
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            head = head[2:].decode(encoding, errors="ignore").encode()
    return bool(_BEGIN.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()))


def open_cards(data: bytes, reading: Reading, words: Collection[str], limits: Limits) -> Source:
    """Open a file of vCards as a table; a row's number is that of its card.

    Raises:
        UnknownEncoding: the encoding is not on offer.
    """
    guess = guess_encoding(data, words=words)
    encoding = reading.encoding or guess.encoding
    if encoding not in ENCODINGS:
        raise UnknownEncoding
    text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    return Source(
        kind="vcf",
        reading=Reading(encoding=encoding),
        rows=_rows(text, encoding, limits),
        certain=guess.certain,
        encodings=tuple(dict.fromkeys((encoding, guess.encoding, *guess.alternatives))),
    )


def _rows(text: str, encoding: str, limits: Limits) -> Iterator[Row]:
    yield Row(0, HEADERS)
    for number, card in enumerate(_cards(text, encoding), 1):
        if number > limits.rows:
            raise TooManyRows(rows=limits.rows)
        cells = _cells(card)
        for column, cell in enumerate(cells, 1):
            if len(cell) > limits.cell:
                raise CellTooLong(row=number, column=column, characters=limits.cell)
        yield Row(number, cells)


def _cards(text: str, encoding: str) -> Iterator[list[_Property]]:
    card: list[_Property] | None = None
    number = depth = 0
    for line_number, line in _lines(text):
        mark = line.replace(" ", "").upper()
        if mark == "BEGIN:VCARD":
            if card is None:
                card, number, depth = [], number + 1, 0
            elif card and card[-1].name == "AGENT":  # a card within a card, of version 2.1
                depth += 1
            else:
                raise CardUnfinished(card=number)
        elif mark == "END:VCARD" and card is not None:
            if depth:
                depth -= 1
                continue
            yield card
            card = None
        elif line.strip() and not depth:
            if card is None or not (found := _LINE.fullmatch(line)):
                raise NoCardLine(line=line_number, card=max(number, 1))
            card.append(_property(found, encoding))
    if card is not None:
        raise CardUnfinished(card=number)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with what is folded put together again, each with its number."""
    started, parts, soft = 0, list[str](), False
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if soft and parts:  # quoted-printable goes on where a line ends in =
            parts.append("\n" + line)
        elif parts and line[:1] in (" ", "\t"):
            parts.append(line[1:])
            continue
        else:
            if parts:
                yield started, "".join(parts)
            started, parts = number, [line]
        head = parts[0].partition(":")[0].upper()
        soft = "QUOTED-PRINTABLE" in head and parts[-1].endswith("=")
    if parts:
        yield started, "".join(parts)


def _property(found: re.Match[str], encoding: str) -> _Property:
    params = tuple(param.strip().lower() for param in _PARAM.findall(found["params"]))
    name, value = found["name"].upper(), found["value"]
    one = _Property(name, params, value)
    if name in _PASSED_OVER:
        return _Property(name, params, "")
    if one.says("quoted-printable"):
        value = _decoded(one, encoding, quopri.decodestring)
    elif any(param in ("encoding=b", "encoding=base64", "base64") for param in params):
        value = _decoded(one, encoding, base64.b64decode)
    return _Property(name, params, value)


def _decoded(one: _Property, encoding: str, decode: Callable[[bytes], bytes]) -> str:
    """Return a value that was written in plain signs; bytes that are no text become U+FFFD and are told of."""
    charset = next((p.partition("=")[2] for p in one.params if p.startswith("charset=")), encoding)
    charset = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(charset, charset)
    try:
        return decode(one.value.encode("ascii", "replace")).decode(charset, errors="replace")
    except (LookupError, binascii.Error, ValueError):
        return "\ufffd"


def _cells(card: list[_Property]) -> tuple[str, ...]:
    phones = sorted(_all(card, "TEL"), key=lambda one: not one.says(*_MOBILE))
    mails = sorted(_all(card, "EMAIL"), key=lambda one: not one.says("pref"))
    numbers = [_plain(_TEL.sub("", one.value).replace(";ext=", " ext ")) for one in phones]
    addresses = [_plain(one.value) for one in mails]
    names = _parts(card, "N")
    company, *departments = _parts(card, "ORG")
    at_work = [place for one in _all(card, "ADR") if (place := _address(one))]
    return (
        _name(card, names),
        names[3],
        company,
        _first(card, "TITLE") or _first(card, "ROLE"),
        *(numbers or [""])[:1],
        *(addresses or [""])[:1],
        "；".join(dict.fromkeys((*numbers[1:], *addresses[1:]))),
        "；".join(at_work) if company else "",
        _birthday(next(iter(_all(card, "BDAY")), _Property("", (), ""))),
        _first(card, "X-WECHAT") or _first(card, "X-WEIXIN"),
        next(filter(_is_ours, map(_plain_value, _all(card, "LANG"))), ""),
        "\n".join(_plain(one.value) for one in _all(card, "NOTE") if one.says(TABOOS)),
        "\n".join((*filter(None, departments), *(() if company else at_work), *_rest(card))),
    )


def _rest(card: list[_Property]) -> Iterator[str]:
    """Yield what no column of its own is for: notes as they are, anything else with what it is."""
    title = "TITLE" if _first(card, "TITLE") else "ROLE"
    once = dict.fromkeys(("FN", title, "BDAY", "X-WECHAT", "X-WEIXIN"), 1)
    if _first(card, "X-WECHAT"):
        once["X-WEIXIN"] = 0
    for one in card:
        text = _plain(one.value).strip(";")
        if one.name == "NOTE":
            if text and not one.says(TABOOS):
                yield text
        elif once.get(one.name):
            once[one.name] -= 1 if text else 0
        elif text and (one.name in once or not _has_its_place(one.name)):
            yield f"{one.name}: {text}"


def _plain_value(one: _Property) -> str:
    return _plain(one.value)


def _is_ours(language: str) -> bool:
    return language.lower() in OWN_NAMES


def _has_its_place(name: str) -> bool:
    """Tell whether a property is told in a column, or is nothing of a person."""
    places = _TOLD | _PASSED_OVER | _NOTHING_OF_A_PERSON
    return name in places or name.startswith(("X-AB", "X-PHONETIC", "X-APPLE"))


def _address(one: _Property) -> str:
    """Return an address on one line: from the country down in Chinese, from the door up otherwise."""
    box, more, street, town, province, code, country = (
        *(_plain(part).replace("\n", " ") for part in _PARTS.split(one.value)),
        *("",) * 7,
    )[:7]
    if has_han(one.value):
        return f"{country}{province}{town}{street}{more}{box}" + (f" {code}" if code else "")
    return ", ".join(filter(None, (box, more, street, town, province, code, country)))


def _name(card: list[_Property], names: list[str]) -> str:
    """Return the name that is shown; one that is only taken apart is put together, 王小明 or Ada Wong."""
    if shown := _first(card, "FN"):
        return shown
    family, given, further = names[:3]
    parts = [given, further, family]
    if has_han("".join(parts)):
        return f"{family}{given}{further}"
    return " ".join(part for part in parts if part)


def _all(card: list[_Property], name: str) -> list[_Property]:
    return [one for one in card if one.name == name and one.value.strip()]


def _first(card: list[_Property], name: str) -> str:
    return next((_plain(one.value) for one in _all(card, name)), "")


def _parts(card: list[_Property], name: str) -> list[str]:
    written = next((one.value for one in _all(card, name)), "")
    return [*(_plain(part) for part in _PARTS.split(written)), "", "", "", ""]


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _birthday(one: _Property) -> str:
    """Return a birthday as 1986-05-01, or as --05-01 where the card leaves the year out."""
    text = _plain(one.value)
    found = _FULL_DAY.fullmatch(text)
    if not found:
        return text
    left_out = one.says(f"x-apple-omit-year={found[1]}")
    return "-".join(("-" if left_out else found[1], *found.groups()[1:]))
