"""Reads one sheet of a workbook in a process of its own, with little memory and time. (security 8)

A workbook of five kilobytes can ask for gigabytes (one cell in the last row and column is enough), so
the parser runs where its death harms nobody. Started as a script: knows nothing of Django.

    python workbook_process.py SHEET MAX_ROWS MAX_COLUMNS MAX_CELL   < workbook   > lines of JSON

The first line names the sheets; then one line a row: [row number, [text, ...], {column: fault}]. The
last line is ["end"] or ["refused", reason, row, column].

The parser gives values alone. What else decides what a person sees in a cell is looked up in the sheet
itself, and only where a sheet holds any of it: leading zeros that a number's format shows, errors such as
#N/A, and formulas whose result nobody has worked out.
"""

import datetime as dt
import html
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
EXACT = 10**15  # Excel keeps fifteen digits of a number; what follows them is gone
CHUNK = 1024 * 1024
MOST_COLUMNS = 16_384
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A cell of which more is to be known: a style that adds zeros, an error, or a formula.
CELL = (
    r"<(?:\w+:)?c\s(?=%s[^>]*\bt=[\"']e[\"']|[^>]*>\s*<(?:\w+:)?f[\s/>])([^>]*)>"
    r"(?:\s*<(?:\w+:)?(f)(?:\s[^>]*)?>([^<]*)(?:</[^>]*>)?)?"
    r"(?:\s*<(?:\w+:)?v(?:\s[^>]*)?>([^<]*))?"
)
ATTRIBUTE = re.compile(rb"\b([rst])=[\"']([^\"']*)[\"']")
WORTH_A_LOOK = (b"<f", b":f", b't="e"', b"t='e'")
PIECE = re.compile(r"\[([^\]]*)\]|\\(.)|\"([^\"]*)\"|[_*](.)|([0#?])|([-+() /:])|(.)", re.DOTALL)
LIMIT = re.compile(r"(<=|>=|<>|<|>|=)(\d+)")
PASSES: Mapping[str, Callable[[int, int], bool]] = {
    "<=": int.__le__,
    ">=": int.__ge__,
    "<>": int.__ne__,
    "<": int.__lt__,
    ">": int.__gt__,
    "=": int.__eq__,
}


def limit_resources() -> None:
    """Give this process little memory and time, where the system knows how."""
    try:
        import resource  # noqa: PLC0415  not there on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def as_text(value: object) -> tuple[str, str]:
    """Return a cell as the text a person sees in it, and what is wrong with it, if anything."""
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), ""
    if isinstance(value, float | int):
        if not abs(value) < EXACT:  # also what is not a number
            return f"{value:.15g}", "digits_lost"
        return (str(int(value)) if value == int(value) else repr(value)), ""
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return (value.date().isoformat() if midnight else value.isoformat(" ", "seconds")), ""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat(), ""
    return str(value), ""


class Section(NamedTuple):
    """One part of a number's format, such as 000-0000: for which numbers, its signs, and if it adds zeros."""

    limit: tuple[str, int] | None
    signs: tuple[str, ...]  # 0, # and ? for digits; what else is shown has a space before it
    adds_zeros: bool

    def shows(self, number: int) -> str:
        """Return a number as a person sees it."""
        digits, shown = list(str(number)), list[str]()
        left = sum(sign in "0#?" for sign in self.signs)
        for sign in self.signs:
            if sign not in "0#?":
                shown.append(sign[1:])
                continue
            surplus = len(digits) - left
            if surplus >= 0:
                shown += digits[: surplus + 1]
                del digits[: surplus + 1]
            elif sign == "0":
                shown.append("0")
            left -= 1
        return "".join(shown).strip()


def sections_of(code: str) -> list[Section]:
    """Return what a number's format does to whole numbers, where any of it is nothing but digits and signs."""
    found = []
    for part in code.split(";")[:2]:
        limit, signs, plain = None, list[str](), True
        for bracket, escaped, quoted, filler, digit, sign, other in PIECE.findall(part):
            if passed := LIMIT.fullmatch(bracket):
                limit = passed[1], int(passed[2])
            if digit:
                signs.append(digit)
            elif shown := escaped or quoted or sign:
                signs.append(" " + shown)
            plain = plain and not other and not (bracket[:1] in "hmsHMS" and bracket)
            del filler
        places = [sign for sign in signs if sign in "0#?"]
        if not plain or not places:
            return []
        first = places.index("0") if "0" in places else len(places)
        found.append(Section(limit, tuple(signs), len(places) - first > 1))
        if limit is None:
            break
    return found if any(one.adds_zeros for one in found) else []


def as_shown(sections: Sequence[Section], text: str) -> str:
    """Return a whole number as its cell shows it, where that is with zeros in front."""
    if not (text.isascii() and text.isdigit()):
        return text
    number = int(text)
    for section in sections:
        if section.limit is None or PASSES[section.limit[0]](number, section.limit[1]):
            return section.shows(number) if section.adds_zeros else text
    return text


class Extra(NamedTuple):
    """What is to be known of one cell beside its value."""

    style: int = -1
    text: str = ""
    fault: str = ""


class Sheet:
    """Finds what the parser does not give of one sheet, reading it once beside the parser."""

    def __init__(self, data: bytes, name: str) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self.styles = self._styles()
        self._part = self._part_of(name)

    def _tree(self, part: str) -> ET.Element | None:
        if part not in self._archive.namelist():
            return None
        return ET.fromstring(self._archive.read(part))  # noqa: S314  little memory and time

    def _styles(self) -> dict[int, list[Section]]:
        """Return the styles whose numbers have zeros in front."""
        if (tree := self._tree("xl/styles.xml")) is None:
            return {}
        formats = {
            one.get("numFmtId"): one.get("formatCode", "") for one in tree.iterfind(".//{*}numFmt")
        }
        found = {
            number: sections_of(formats.get(one.get("numFmtId"), ""))
            for number, one in enumerate(tree.iterfind("{*}cellXfs/{*}xf"))
        }
        return {number: sections for number, sections in found.items() if sections}

    def _part_of(self, name: str) -> str:
        book, relations = self._tree("xl/workbook.xml"), self._tree("xl/_rels/workbook.xml.rels")
        if book is None or relations is None:
            return ""
        targets = {one.get("Id"): one.get("Target", "") for one in relations}
        for one in book.iterfind("{*}sheets/{*}sheet"):
            if one.get("name") == name:
                target = targets.get(one.get(RELATION), "")
                part = target[1:] if target.startswith("/") else f"xl/{target}"
                return part if part in self._archive.namelist() else ""
        return ""

    def _pieces(self) -> Iterator[bytes]:
        """Yield the sheet in pieces that end where a row ends."""
        rest = b""
        with self._archive.open(self._part) as file:
            while piece := file.read(CHUNK):
                rest += piece
                end = rest.rfind(b"row>") + 1
                yield rest[:end]
                rest = rest[end:]
        yield rest

    def _is_plain(self) -> bool:
        """Tell whether there is nothing to be known beside what the parser gives."""
        if not self._part or self.styles:
            return not self._part
        return not any(mark in piece for piece in self._pieces() for mark in WORTH_A_LOOK)

    def extras(self, left: int) -> Iterator[tuple[int, dict[int, Extra]]]:
        """Yield the rows in which anything is to be known, each with its cells by column from the `left` one."""
        if self._is_plain():
            return
        styles = "|".join(map(str, self.styles))
        styled = f"[^>]*\\bs=[\"'](?:{styles})[\"']|" if styles else ""
        looked_for = re.compile((CELL % styled).encode())
        row, found = 0, dict[int, Extra]()
        for piece in self._pieces():
            for told, *said in looked_for.findall(piece):
                about = dict(ATTRIBUTE.findall(told))
                column, number = place_of(about.get(b"r", b""))
                if number != row and found:
                    yield row, found
                    found = {}
                row, found[column - left] = number, extra_of(about, *said)
        if found:
            yield row, found


def extra_of(about: Mapping[bytes, bytes], formula: bytes, words: bytes, value: bytes) -> Extra:
    """Return what is to be known of a cell; a formula may well work out to no text at all."""
    kind = about.get(b"t", b"n")
    if kind == b"e":
        return Extra(text=value.decode("utf-8", "replace") or "#N/A", fault="cell_error")
    if formula and not value and kind != b"str":
        text = html.unescape(words.decode("utf-8", "replace"))
        return Extra(text=f"={text}", fault="no_result")
    return Extra(style=int(about.get(b"s", -1)) if kind == b"n" else -1)


def place_of(reference: bytes) -> tuple[int, int]:
    """Return the column of a cell, from 0, and its row, from 1; neither where it does not say."""
    letters = reference.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1, int(reference[len(letters) :] or 0)


def say(line: list[object] | dict[str, object]) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(line) + "\n")


def read(sheet_name: str, max_rows: int, max_columns: int, max_cell: int) -> list[object]:
    """Write the rows of a sheet, and return how it ended."""
    import python_calamine  # noqa: PLC0415  only after the limits are set

    data = sys.stdin.buffer.read()
    book = python_calamine.load_workbook(io.BytesIO(data))
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    if sheet_name and sheet_name not in visible:
        return ["refused", "unknown_sheet", 0, 0]
    for name in [sheet_name] if sheet_name else visible:
        sheet = book.get_sheet_by_name(name)
        if sheet.end is not None:
            say({"sheet": name, "sheets": visible})
            beside = Sheet(data, name)
            extras = beside.extras((sheet.start or (0, 0))[1])
            rows = with_extras(sheet.iter_rows(), extras, beside.styles)
            return write_rows(rows, max_rows, max_columns, max_cell)
    return ["refused", "empty_file", 0, 0]


Pairs = list[tuple[str, str]]


def with_extras(
    rows: Iterable[Sequence[object]],
    extras: Iterator[tuple[int, dict[int, Extra]]],
    styles: Mapping[int, Sequence[Section]],
) -> Iterator[tuple[int, Pairs]]:
    """Yield rows as texts with their faults, each with its number, as a person sees them."""
    nothing = (0, dict[int, Extra]())
    number, (place, extra) = 0, next(extras, nothing)
    for number, row in enumerate(rows, 1):
        pairs = [as_text(value) for value in row]
        while place and place < number:
            place, extra = next(extras, nothing)
        if place == number:
            put_in(pairs, extra, styles)
        yield number, pairs
    while place:  # rows of formulas alone, without any result
        if place > number:
            put_in(pairs := [], extra, styles)
            yield place, pairs
        place, extra = next(extras, nothing)


def put_in(
    pairs: Pairs, extra: Mapping[int, Extra], styles: Mapping[int, Sequence[Section]]
) -> None:
    """Put into a row what the parser does not tell of its cells."""
    for column, one in extra.items():
        if column < 0:  # left of all that is written: no header stands above it
            continue
        if one.fault:
            pairs += [("", "")] * (min(column, MOST_COLUMNS) + 1 - len(pairs))
            pairs[min(column, MOST_COLUMNS)] = one.text, one.fault
        elif column < len(pairs) and one.style in styles and not pairs[column][1]:
            pairs[column] = as_shown(styles[one.style], pairs[column][0]), ""


def write_rows(
    rows: Iterable[tuple[int, Pairs]], max_rows: int, max_columns: int, max_cell: int
) -> list[object]:
    """Write rows that hold anything, and return how it ended."""
    written = 0
    for number, pairs in rows:
        while pairs and not pairs[-1][0]:
            pairs.pop()
        if not pairs:
            continue
        written += 1
        if written > max_rows:
            return ["refused", "too_many_rows", number, 0]
        if len(pairs) > max_columns:
            return ["refused", "too_many_columns", number, len(pairs)]
        for column, (text, _fault) in enumerate(pairs, 1):
            if len(text) > max_cell:
                return ["refused", "cell_too_long", number, column]
        faults = {column: fault for column, (_text, fault) in enumerate(pairs) if fault}
        say([number, [text for text, _fault in pairs], faults])
    return ["end"] if written else ["refused", "empty_file", 0, 0]


def main() -> None:
    """Read standard input as the arguments say."""
    limit_resources()
    sheet_name, *most = sys.argv[1:]
    say(read(sheet_name, *(int(number) for number in most)))


if __name__ == "__main__":
    main()
