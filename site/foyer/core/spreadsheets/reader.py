"""Reading CSV and XLSX files as rows of text, exactly as they were written. (product rules IMPORT 1, 2, 5)"""

import contextlib
import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from foyer.core.text import fold

from . import workbook_process
from .encodings import ENCODINGS, decode, guess_encoding
from .files import Limits, kind_of
from .refusals import (
    BadFile,
    BrokenCsv,
    BrokenWorkbook,
    CellTooLong,
    EmptyFile,
    TooManyColumns,
    TooManyRows,
    TooMuchToRead,
    UnknownEncoding,
    UnknownSheet,
)
from .writer import without_guard

DELIMITERS = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab")}
_SCIENTIFIC = re.compile(r"[+-]?\d(\.\d+)?E\+\d{2,3}", re.IGNORECASE)
_NAMED_SEPARATOR = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_SNIFFED_LINES = 20
_TIMEOUT = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file: its number there, its cells, and what is wrong with some of them.

    `faults` maps a cell's position to "digits_lost": a long number of which the file kept only part.
    """

    number: int
    cells: tuple[str, ...]
    faults: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read; empty choices are guessed."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file read as a table: the choices made, what else could be chosen, and the rows."""

    kind: str
    reading: Reading
    rows: tuple[Row, ...]
    certain: bool = True
    encodings: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


def read_table(
    data: bytes,
    *,
    reading: Reading | None = None,
    words: Collection[str] = (),
    limits: Limits | None = None,
) -> Table:
    """Return a file as a table; rows without any text are left out.

    Args:
        data: the whole file.
        reading: what a person chose; whatever they left open is guessed.
        words: folded words of headers that are known, which help to guess.
        limits: the most that is taken.

    Raises:
        BadFile: a subclass that says why this file is not taken and what to do.
    """
    reading, limits = reading or Reading(), limits or Limits()
    if kind_of(data, limits=limits) == "xlsx":
        return _read_workbook(data, reading.sheet, limits)
    return _read_text(data, reading, words, limits)


# -- CSV ----------------------------------------------------------------------------------------


def _read_text(data: bytes, reading: Reading, words: Collection[str], limits: Limits) -> Table:
    guess = guess_encoding(data, words=words)
    encoding = reading.encoding or guess.encoding
    if encoding not in ENCODINGS or reading.delimiter not in ("", *DELIMITERS):
        raise UnknownEncoding
    text, first_line, delimiter = decode(data, encoding), 1, reading.delimiter
    if named := _NAMED_SEPARATOR.match(text):
        text, first_line = text[named.end() :], 2
        delimiter = delimiter or (named[1] if named[1] in DELIMITERS else "")
    delimiter = delimiter or sniff_delimiter(text, words=words)
    rows = tuple(_text_rows(text, delimiter, first_line, limits))
    if not rows:
        raise EmptyFile
    return Table(
        kind="csv",
        reading=Reading(encoding=encoding, delimiter=delimiter),
        rows=rows,
        certain=guess.certain,
        encodings=tuple(dict.fromkeys((encoding, guess.encoding, *guess.alternatives))),
    )


def sniff_delimiter(text: str, *, words: Collection[str] = ()) -> str:
    """Return the separator under which the first lines come apart best. (IMPORT 2)"""
    head = text[:65_536]

    def merit(delimiter: str) -> tuple[int, int, int]:
        with contextlib.suppress(csv.Error):
            rows = list(_first_rows(head, delimiter))
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


def _text_rows(text: str, delimiter: str, first_line: int, limits: Limits) -> Iterator[Row]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number, written = first_line - 1, 0
    try:
        for cells in lines:
            number += 1
            if not any(cells):
                continue
            written += 1
            if written > limits.rows:
                raise TooManyRows(rows=limits.rows)
            yield _text_row(number, cells, limits)
    except csv.Error as reason:
        raise BrokenCsv(row=number + 1) from reason


def _text_row(number: int, cells: list[str], limits: Limits) -> Row:
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > limits.columns:
        raise TooManyColumns(row=number, columns=limits.columns)
    for column, cell in enumerate(cells, 1):
        if len(cell) > limits.cell:
            raise CellTooLong(row=number, column=column, characters=limits.cell)
    faults = {
        i: "digits_lost" for i, cell in enumerate(cells) if _SCIENTIFIC.fullmatch(cell.strip())
    }
    return Row(number, tuple(without_guard(cell) for cell in cells), faults)


# -- XLSX ---------------------------------------------------------------------------------------


def _read_workbook(data: bytes, sheet: str, limits: Limits) -> Table:
    most = (str(limits.rows), str(limits.columns), str(limits.cell))
    command = [sys.executable, "-P", str(Path(workbook_process.__file__)), sheet, *most]
    try:
        done = subprocess.run(  # noqa: S603  our own script; no shell
            command, input=data, capture_output=True, timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired as reason:
        raise TooMuchToRead from reason
    if done.returncode < 0:  # killed by its limits
        raise TooMuchToRead
    lines = done.stdout.decode().splitlines()
    if done.returncode or not lines:
        raise BrokenWorkbook
    end = json.loads(lines[-1])
    if end != ["end"]:
        raise _refusal(end, limits)
    head = json.loads(lines[0])
    return Table(
        kind="xlsx",
        reading=Reading(sheet=head["sheet"]),
        rows=tuple(_workbook_row(line) for line in lines[1:-1]),
        sheets=tuple(head["sheets"]),
    )


def _workbook_row(line: str) -> Row:
    number, cells, faults = json.loads(line)
    return Row(number, tuple(cells), {int(column): fault for column, fault in faults.items()})


def _refusal(end: object, limits: Limits) -> BadFile:
    """Return the refusal the parser's last line stands for."""
    if not isinstance(end, list) or len(end) != 4:
        return BrokenWorkbook()
    _word, reason, row, column = end
    match reason:
        case "too_many_rows":
            return TooManyRows(rows=limits.rows)
        case "too_many_columns":
            return TooManyColumns(row=row, columns=limits.columns)
        case "cell_too_long":
            return CellTooLong(row=row, column=column, characters=limits.cell)
        case "unknown_sheet":
            return UnknownSheet()
        case "empty_file":
            return EmptyFile()
        case _:
            return BrokenWorkbook()
