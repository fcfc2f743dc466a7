"""Reads one sheet of a workbook in a process of its own, with little memory and time. (security 8)

A workbook of five kilobytes can ask for gigabytes (one cell in the last row and column is enough), so
the parser runs where its death harms nobody. Started as a script: knows nothing of Django.

    python workbook_process.py SHEET MAX_ROWS MAX_COLUMNS MAX_CELL   < workbook   > lines of JSON

The first line names the sheets; then one line a row: [row number, [text, ...], {column: fault}]. The
last line is ["end"] or ["refused", reason, row, column].
"""

import datetime as dt
import io
import json
import sys
from collections.abc import Iterable, Sequence

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
EXACT = 10**15  # Excel keeps fifteen digits of a number; what follows them is gone


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


def say(line: list[object] | dict[str, object]) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(line) + "\n")


def read(sheet_name: str, max_rows: int, max_columns: int, max_cell: int) -> list[object]:
    """Write the rows of a sheet, and return how it ended."""
    import python_calamine  # noqa: PLC0415  only after the limits are set

    book = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
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
            return write_rows(sheet.iter_rows(), max_rows, max_columns, max_cell)
    return ["refused", "empty_file", 0, 0]


def write_rows(
    rows: Iterable[Sequence[object]], max_rows: int, max_columns: int, max_cell: int
) -> list[object]:
    """Write rows that hold anything, and return how it ended."""
    written = 0
    for number, row in enumerate(rows, 1):
        pairs = [as_text(value) for value in row]
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
