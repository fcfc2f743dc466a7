"""Reading CSV files, of any encoding and separator, row by row. (IMPORT 1, 2)"""

import contextlib
import csv
import io
import re
from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _

from foyer.core.text import fold

from .encodings import ENCODINGS, guess_encoding
from .faults import fault_of, may_be_at_fault
from .files import Limits
from .refusals import BrokenCsv, CellTooLong, TooManyColumns, TooManyRows, UnknownEncoding
from .tables import Reading, Row, Source
from .writer import without_guard

DELIMITERS = {
    ",": _("Comma"),
    ";": _("Semicolon"),
    "\t": _("Tab"),
    "|": _("Vertical bar"),
    "，": _("Full-width comma"),
    "；": _("Full-width semicolon"),
}
_NAMED_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SNIFFED_LINES = 20
_SNIFFED = 65_536
_BETWEEN = "\x1f"


def open_text(data: bytes, reading: Reading, words: Collection[str], limits: Limits) -> Source:
    """Open a text file as a table.

    Args:
        data: the whole file.
        reading: what a person chose.
        words: folded words of headers that are known.
        limits: the most that is taken.

    Raises:
        UnknownEncoding: the encoding or separator is not on offer.
    """
    guess = guess_encoding(data, words=words)
    encoding = reading.encoding or guess.encoding
    if encoding not in ENCODINGS or reading.delimiter not in ("", *DELIMITERS):
        raise UnknownEncoding
    text, first_line, delimiter = _text(data, encoding), 1, reading.delimiter
    head = text.read(_SNIFFED)
    start = 0
    if named := _NAMED_SEPARATOR.match(head):
        start, first_line = named.end(), 2
        delimiter = delimiter or (named[1] if named[1] in DELIMITERS else "")
    delimiter = delimiter or sniff_delimiter(head[start:], words=words)
    text = _text(data, encoding)
    text.read(start)
    return Source(
        kind="csv",
        reading=Reading(encoding=encoding, delimiter=delimiter),
        rows=_rows(text, delimiter, first_line, limits),
        certain=guess.certain,
        encodings=tuple(dict.fromkeys((encoding, guess.encoding, *guess.alternatives))),
    )


def _text(data: bytes, encoding: str) -> io.TextIOWrapper:
    """Return a file's text without its mark, decoded piece by piece.

    Bytes that are no text become U+FFFD, which is reported with the cell.
    """
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors="replace", newline="")
    if text.read(1) != "\ufeff":
        text.seek(0)
    return text


def sniff_delimiter(text: str, *, words: Collection[str] = ()) -> str:
    """Return the separator under which the first lines come apart best. (IMPORT 2)"""

    def merit(delimiter: str) -> tuple[int, int, int]:
        with contextlib.suppress(csv.Error):
            rows = list(_first_rows(text, delimiter))
            widths = [len(row) for row in rows if any(row)]
            usual = max(set(widths), key=widths.count) if widths else 1
            known = sum(fold(cell) in words for row in rows for cell in row)
            return (known, widths.count(usual) if usual > 1 else 0, usual)
        return (-1, 0, 0)

    return max(DELIMITERS, key=merit)


def _first_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    for count, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
        if count == _SNIFFED_LINES:
            return
        yield row


def _rows(text: io.TextIOWrapper, delimiter: str, first_line: int, limits: Limits) -> Iterator[Row]:
    # Strict: a quotation mark that is never closed would swallow the rows under it without a word.
    lines = csv.reader(text, delimiter=delimiter, strict=True)
    number, written = first_line - 1, 0
    try:
        for cells in lines:
            number += 1
            if not any(cells):
                continue
            written += 1
            if written > limits.lines:
                raise TooManyRows(rows=limits.rows)
            yield _row(number, cells, limits)
    except csv.Error as reason:
        raise BrokenCsv(row=number + 1) from reason


def _row(number: int, cells: list[str], limits: Limits) -> Row:
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > limits.columns:
        raise TooManyColumns(row=number, columns=limits.columns)
    together = _BETWEEN.join(cells)
    if len(together) > limits.cell:
        for column, cell in enumerate(cells, 1):
            if len(cell) > limits.cell:
                raise CellTooLong(row=number, column=column, characters=limits.cell)
    if "'" not in together and not may_be_at_fault(cells):  # most rows by far
        return Row(number, tuple(cells))
    faults = {column: fault for column, cell in enumerate(cells) if (fault := fault_of(cell))}
    return Row(number, tuple(map(without_guard, cells)), faults)
