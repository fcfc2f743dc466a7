"""Writing tables that a spreadsheet program opens as they are, and never runs. (security 9, IMPORT 10)

CSV begins with the UTF-8 mark, quotes every cell, and puts an apostrophe before what a program could
take for a formula; `without_guard` takes it off again, so that what went out comes back the same.
XLSX holds nothing but text.
"""

import csv
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import xlsxwriter

GUARD = "'"
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LIVE = frozenset("=+-@\t\r\0|%")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_CHUNK = 64 * 1024
_LONGEST_CELL = 32_767  # what a cell of Excel holds; LibreOffice and WPS the same
_ROWS_A_PIECE = 500
_WIDTHS = (10, 40)


def is_live(text: str) -> bool:
    """Tell whether a spreadsheet program could run a text.

    That is when it begins with one of ``= + - @ tab CR NUL | %`` or a character NFKC makes one of
    them, at once or after white space and invisible characters.
    """
    for character in text:
        if (live := _starts_formula(character)) is not None:
            return live
    return False


@lru_cache(maxsize=8192)
def _starts_formula(character: str) -> bool | None:
    """Tell whether a text that begins so could be run; None: white space, look at the next character."""
    if character in _LIVE or unicodedata.normalize("NFKC", character)[0] in _LIVE:
        return True
    return None if character.isspace() or unicodedata.category(character) == "Cf" else False


def with_guard(text: str) -> str:
    """Return a text that no spreadsheet program runs.

    A text that looks as if it had been guarded already gets one apostrophe more, so that nothing is
    lost when it is taken off.
    """
    if text[:1].isalnum():  # no letter or digit is, or becomes, the start of a formula
        return text
    return GUARD + text if is_live(text.lstrip(GUARD)) else text


def without_guard(text: str) -> str:
    """Return what a guarded text was before."""
    if text.startswith(GUARD) and is_live(text.lstrip(GUARD)):
        return text[1:]
    return text


class _Line:
    """What `csv.writer` writes to: keeps the pieces until they are taken."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def write(self, piece: str) -> int:
        """Keep a piece."""
        self.pieces.append(piece)
        return len(piece)

    def take(self) -> bytes:
        """Return what was kept since the last time."""
        text = "".join(self.pieces)
        self.pieces.clear()
        return text.encode("utf-8", errors="replace")


def csv_pieces(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a CSV file piece by piece: UTF-8 with its mark, every cell quoted and guarded."""
    line = _Line()
    writer = csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    line.write("\ufeff")
    for count, row in enumerate(rows, 1):
        writer.writerow([with_guard(cell) for cell in row])
        if count % _ROWS_A_PIECE == 0:
            yield line.take()
    yield line.take()


def xlsx_pieces(rows: Iterable[Sequence[str]], *, sheet: str = "") -> Iterator[bytes]:
    """Yield a workbook piece by piece; every cell is text, the first row stands fast as a header.

    Args:
        rows: the header and the rows under it.
        sheet: the sheet's name; characters a sheet's name may not have are left out.
    """
    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
        book = xlsxwriter.Workbook(file, options)
        page = book.add_worksheet("".join(c for c in sheet if c not in "[]:*?/\\'")[:31] or None)
        text, head = (
            book.add_format({"num_format": "@"}),
            book.add_format({"bold": True, "num_format": "@"}),
        )
        page.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            if number == 0:
                for column, title in enumerate(row):
                    page.set_column(column, column, _width(title), text)
            for column, cell in enumerate(row):
                page.write_string(number, column, _fitting(cell), head if number == 0 else text)
        book.close()
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece


def _fitting(cell: str) -> str:
    """Return a cell's text without what UTF-8 cannot hold, cut where a cell of Excel ends."""
    text = _SURROGATES.sub("?", cell)
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _width(title: str) -> int:
    shown = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in title)
    return min(max(shown + 4, _WIDTHS[0]), _WIDTHS[1])


def table_pieces(rows: Iterable[Sequence[str]], *, kind: str, sheet: str = "") -> Iterator[bytes]:
    """Yield a table as "csv" or "xlsx"."""
    return csv_pieces(rows) if kind == "csv" else xlsx_pieces(rows, sheet=sheet)
