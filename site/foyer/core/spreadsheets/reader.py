"""Reading files as rows of text, exactly as they were written. (product rules IMPORT 1, 2, 5)"""

from collections.abc import Collection, Iterator

from .card_reader import is_cards, open_cards
from .files import MEGABYTE, Limits, kind_of
from .refusals import BadFile, EmptyFile, FileTooLarge
from .tables import Reading, Row, Source, Table
from .text_reader import DELIMITERS, open_text, sniff_delimiter
from .workbook_reader import open_workbook

__all__ = [
    "DELIMITERS",
    "BadFile",
    "Reading",
    "Row",
    "Source",
    "Table",
    "open_table",
    "read_table",
    "sniff_delimiter",
]


def open_table(
    data: bytes,
    *,
    reading: Reading | None = None,
    words: Collection[str] = (),
    limits: Limits | None = None,
) -> Source:
    """Open a file as a table whose rows are read one by one; rows without any text are left out.

    Args:
        data: the whole file.
        reading: what a person chose; whatever they left open is guessed.
        words: folded words of headers that are known, which help to guess.
        limits: the most that is taken.

    Raises:
        BadFile: a subclass that says why this file is not taken and what to do; also while its rows
            are read.
    """
    reading, limits = reading or Reading(), limits or Limits()
    if is_cards(data):
        if len(data) > limits.size:
            raise FileTooLarge(megabytes=limits.size // MEGABYTE)
        return open_cards(data, reading, words, limits)
    kind = kind_of(data, limits=limits)
    if kind == "csv":
        return open_text(data, reading, words, limits)
    return open_workbook(data, kind, reading.sheet, limits)


def read_table(
    data: bytes,
    *,
    reading: Reading | None = None,
    words: Collection[str] = (),
    limits: Limits | None = None,
    keep: int | None = None,
) -> Table:
    """Read a file to its end, so that every limit is held, and return its first rows or all of them.

    Args:
        data: as in `open_table`, like the next three.
        reading: what a person chose.
        words: words of headers that are known.
        limits: the most that is taken.
        keep: how many rows are returned; all when absent.

    Raises:
        BadFile: a subclass that says why this file is not taken and what to do.
    """
    source = open_table(data, reading=reading, words=words, limits=limits)
    kept, total, width = _read_through(source.rows, keep)
    if not total:
        raise EmptyFile
    return Table(
        kind=source.kind,
        reading=source.reading,
        rows=kept,
        total=total,
        width=width,
        certain=source.certain,
        encodings=source.encodings,
        sheets=source.sheets,
    )


def _read_through(rows: Iterator[Row], keep: int | None) -> tuple[tuple[Row, ...], int, int]:
    kept: list[Row] = []
    total = width = 0
    for row in rows:
        if keep is None or total < keep:
            kept.append(row)
        total += 1
        width = max(width, len(row.cells))
    return tuple(kept), total, width
