"""Reading workbooks through a process of their own, row by row. (security 8)"""

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from . import workbook_process
from .files import Limits
from .refusals import (
    BadFile,
    BrokenWorkbook,
    CellTooLong,
    EmptyFile,
    TooManyColumns,
    TooManyRows,
    TooMuchToRead,
    UnknownSheet,
)
from .tables import Reading, Row, Source

_PATIENCE = 30.0  # seconds until the first row


def open_workbook(data: bytes, kind: str, sheet: str, limits: Limits) -> Source:
    """Open one sheet of a workbook as a table.

    Args:
        data: the whole file.
        kind: what it is.
        sheet: its name; the first that holds anything when empty.
        limits: the most that is taken.

    Raises:
        BadFile: it is broken, has no such sheet, or memory or time ran out.
    """
    lines = _lines(data, sheet, limits)
    first = next(lines)
    if isinstance(first, list):
        raise _refusal(first, limits)
    return Source(
        kind=kind,
        reading=Reading(sheet=first["sheet"]),
        rows=_rows(lines, limits),
        sheets=tuple(first["sheets"]),
    )


def _rows(lines: Iterator[Any], limits: Limits) -> Iterator[Row]:
    for line in lines:
        if line == ["end"]:
            return
        if line[0] == "refused":
            raise _refusal(line, limits)
        number, cells, faults = line
        yield Row(number, tuple(cells), {int(column): fault for column, fault in faults.items()})


def _lines(data: bytes, sheet: str, limits: Limits) -> Iterator[Any]:
    """Yield what the process says, line by line; it is killed when nobody listens any more."""
    most = (str(limits.lines), str(limits.columns), str(limits.cell))
    command = [sys.executable, "-P", str(Path(workbook_process.__file__)), sheet, *most]
    with subprocess.Popen(  # noqa: S603  our own script; no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        patience = threading.Timer(_PATIENCE, process.kill)
        patience.start()
        try:
            _hand_over(process.stdin, data)
            line: Any = None
            for line in map(json.loads, process.stdout or ()):
                patience.cancel()
                yield line
                if isinstance(line, list) and line[0] in ("end", "refused"):
                    return
            process.wait(_PATIENCE)
        finally:
            patience.cancel()
            process.kill()
    raise TooMuchToRead if process.returncode < 0 else BrokenWorkbook


def _hand_over(stdin: IO[bytes] | None, data: bytes) -> None:
    """Write the file; a process that has died meanwhile is noticed when it is read from."""
    if stdin:
        with contextlib.suppress(BrokenPipeError), stdin:
            stdin.write(data)


def _refusal(end: list[Any], limits: Limits) -> BadFile:
    """Return the refusal the parser's last line stands for."""
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
