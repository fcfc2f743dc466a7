"""Tables that come in and go out."""

import csv
import io
import random
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from foyer.core.spreadsheets import refusals
from foyer.core.spreadsheets.encodings import decode, guess_encoding, is_ruined
from foyer.core.spreadsheets.files import Limits
from foyer.core.spreadsheets.reader import Reading, read_table
from foyer.core.spreadsheets.writer import (
    csv_pieces,
    is_live,
    table_pieces,
    with_guard,
    without_guard,
    xlsx_pieces,
)

WORDS = {"姓名", "公司", "单位", "手机", "电话", "name"}
HANS = "姓名,公司,手机\r\n王小明,江南实业有限公司,13800001234\r\n欧阳若兰,松涧会,13900005678\r\n"
HANT = OpenCC("s2twp").convert(HANS)


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook with typed cells, as Excel keeps them."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("名单")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


WORKBOOK_PARTS = {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<not xml"}


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def cells(data: bytes, **chosen: str) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(data, reading=Reading(**chosen), words=WORDS).rows]


class TestGuessEncoding:
    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            (HANS, "gb18030"),
            (HANS, "gbk"),
            (HANT, "big5"),
            (HANT, "big5hkscs"),
            (HANT, "gb18030"),
            (HANS, "utf-8"),
            (HANS, "utf-8-sig"),
            (HANS, "utf-16"),
            (HANS, "utf-16-le"),
            (HANT, "utf-16-be"),
        ],
    )
    def test_reads_a_list_as_it_was_written(self, text: str, encoding: str) -> None:
        data = text.encode(encoding)

        guess = guess_encoding(data, words=WORDS)

        assert decode(data, guess.encoding) == text
        assert guess.encoding not in guess.alternatives

    def test_tells_short_big5_and_gbk_lists_apart(self) -> None:
        wrong = []
        for seed in range(200):
            pick = random.Random(seed)
            name = "".join(pick.choice("王李陈刘曾仇欧阳小明伟芳玥雯琪睿晟") for _i in range(3))
            text = f"姓名,手机\r\n{name},1380000{pick.randrange(1000, 9999)}\r\n"
            for written, encoding in ((text, "gbk"), (OpenCC("s2t").convert(text), "big5")):
                data = written.encode(encoding)
                if decode(data, guess_encoding(data, words=WORDS).encoding) != written:
                    wrong.append((encoding, written))

        assert wrong == []

    @pytest.mark.parametrize("cut", range(4))
    def test_knows_western_letters_among_plain_ones(self, cut: int) -> None:
        data = "Name,Company\r\nBjörn Größe,Sjöberg AB\r\nO’Brien,Peña y Hijos\r\nxyz".encode(
            "cp1252"
        )

        guess = guess_encoding(data[: len(data) - cut], words=WORDS)

        assert guess.encoding == "cp1252"
        assert "gb18030" in guess.alternatives

    def test_says_when_it_is_certain(self) -> None:
        assert guess_encoding(HANS.encode("utf-8-sig")).certain is True
        assert guess_encoding(HANS.encode("gbk")).certain is False


class TestIsRuined:
    @pytest.mark.parametrize(
        "text",
        [
            "姓名".encode().decode("gbk"),
            "王小明".encode().decode("gb18030", "replace"),
            "江南实业有限公司".encode().decode("gb18030", "replace"),
            "姓名".encode().decode("cp1252", "replace"),
            "王小明".encode().decode("latin-1"),
            "王小明".encode("gbk").decode("latin-1"),
            *(name.encode("cp1252").decode("gb18030") for name in ("Müller", "Peña", "Österreich")),
            "???",
            "锟斤拷锟斤拷",
            "王\ufffd明",
        ],
    )
    def test_notices_what_no_encoding_brings_back(self, text: str) -> None:
        assert is_ruined(text)

    @pytest.mark.parametrize(
        "text",
        [
            "王小明",
            "联通",
            "Zoë Müller-Groß",
            "曾煜堃",
            "懿德堂",
            "什么?",
            "",
            "françois",
            "한국",
            "Wi鎮",
            "A座王",
        ],
    )
    def test_leaves_honest_text_alone(self, text: str) -> None:
        assert not is_ruined(text)


class TestReadTable:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_finds_the_separator(self, delimiter: str) -> None:
        text = HANS.replace(",", delimiter)

        table = read_table(text.encode("gbk"), words=WORDS)

        assert table.reading == Reading(encoding="gb18030", delimiter=delimiter)
        assert table.rows[1].cells == ("王小明", "江南实业有限公司", "13800001234")

    def test_reads_as_a_person_chose_after_a_wrong_guess(self) -> None:
        data = HANT.encode("big5")

        assert cells(data, encoding="gb18030")[0][0] != "姓名"
        assert cells(data, encoding="big5hkscs", delimiter=",")[1][0] == "王小明"

    def test_understands_the_line_that_names_the_separator(self) -> None:
        table = read_table("sep=;\r\n姓名;公司\r\n王,小明;江南".encode())

        assert [(row.number, row.cells) for row in table.rows] == [
            (2, ("姓名", "公司")),
            (3, ("王,小明", "江南")),
        ]

    def test_gives_a_workbooks_numbers_as_people_see_them(self) -> None:
        table = read_table(
            workbook(
                [["姓名", "手机", "桌号"], ["王小明", 13800001234, 8.0], [], ["李", 1.5, True]]
            )
        )

        assert [(row.number, row.cells) for row in table.rows] == [
            (1, ("姓名", "手机", "桌号")),
            (2, ("王小明", "13800001234", "8")),
            (4, ("李", "1.5", "TRUE")),
        ]

    def test_reports_numbers_that_lost_digits(self) -> None:
        from_workbook = read_table(workbook([["姓名", "证件号"], ["王小明", 110101199003071234]]))
        from_csv = read_table("姓名,手机\r\n王小明,1.38E+10\r\n".encode())

        assert from_workbook.rows[1].faults == {1: "digits_lost"}
        assert from_csv.rows[1].faults == {1: "digits_lost"}

    def test_never_runs_a_formula(self) -> None:
        assert cells(workbook([["姓名"], ["=1+1"]]))[1:] in ([], [("0",)])
        assert cells("姓名\r\n'=1+1\r\n".encode()) == [("姓名",), ("=1+1",)]

    @pytest.mark.parametrize(
        ("data", "refusal"),
        [
            (b"", refusals.EmptyFile),
            (b"\xef\xbb\xbf\r\n\r\n", refusals.EmptyFile),
            (b",,,\r\n,,\r\n", refusals.EmptyFile),
            (workbook([]), refusals.EmptyFile),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, refusals.OtherKind),
            (b"\xff\xd8\xff\xe0" + b"\0" * 50, refusals.OtherKind),
            (b"%PDF-1.7\n", refusals.OtherKind),
            (b"<!DOCTYPE html><html>", refusals.OtherKind),
            (bytes(range(256)) * 8, refusals.OtherKind),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, refusals.OldExcel),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                refusals.LockedWorkbook,
            ),
            (workbook([["姓名"]])[:-200], refusals.BrokenWorkbook),
            (b"PK\x03\x04" + b"x" * 40, refusals.BrokenWorkbook),
            (archive({"a.txt": b"x"}), refusals.OtherKind),
            (archive({"word/document.xml": b"x"}), refusals.OtherKind),
            (archive({"mimetype": b"application/vnd.oasis"}), refusals.OtherKind),
            (archive(WORKBOOK_PARTS), refusals.BrokenWorkbook),
            (b"x" * (25 * 1024 * 1024 + 1), refusals.FileTooLarge),
            (("姓名\r\n" + "王\r\n" * 100_010).encode(), refusals.TooManyRows),
            (("姓名" + ",x" * 100).encode(), refusals.TooManyColumns),
            (("姓名\r\n" + "王" * 2_001).encode(), refusals.CellTooLong),
            (b'a,b\r\n"' + b"x" * 140_000, refusals.BrokenCsv),
            (workbook([["姓名"], ["王" * 2_001]]), refusals.CellTooLong),
            (workbook([["x"] * 101]), refusals.TooManyColumns),
        ],
    )
    def test_refuses_what_is_no_list_with_a_sentence(
        self, data: bytes, refusal: type[refusals.BadFile]
    ) -> None:
        with pytest.raises(refusal) as refused:
            read_table(data)

        assert type(refused.value) is refusal
        assert "%(" not in str(refused.value)

    def test_refuses_a_choice_that_is_not_on_offer(self) -> None:
        with pytest.raises(refusals.UnknownEncoding):
            cells(HANS.encode(), encoding="rot13")
        with pytest.raises(refusals.UnknownSheet):
            cells(workbook([["姓名"]]), sheet="没有")


class TestBombs:
    def test_a_workbook_that_unpacks_to_much_is_refused(self) -> None:
        bomb = archive(WORKBOOK_PARTS | {"xl/a.xml": b" " * 263_000_000})

        with pytest.raises(refusals.UnpacksTooLarge):
            read_table(bomb)

    def test_a_directory_that_lies_about_a_part_is_refused(self) -> None:
        honest = archive(WORKBOOK_PARTS | {"xl/a.xml": b" " * 1_000_000})
        lying = honest.replace((1_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))

        with pytest.raises(refusals.BrokenWorkbook):
            read_table(lying)

    def test_a_cell_in_the_last_corner_harms_only_its_own_process(self) -> None:
        file = io.BytesIO()
        book = xlsxwriter.Workbook(file)
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "姓名")
        sheet.write_string(1_048_575, 16_383, "x")
        book.close()

        with pytest.raises(refusals.TooMuchToRead):
            read_table(file.getvalue())


LIVE_STARTS = "=+-@\t\r\0|%＝＋－＠｜％﹢⁺⁼"
SPACES = " \u3000\u00a0\u200b\n"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
formulas = st.builds(
    lambda quotes, spaces, start, rest: quotes + spaces + start + rest,
    st.text("'", max_size=2),
    st.text(SPACES, max_size=3),
    st.sampled_from(LIVE_STARTS),
    texts,
)
rows_of_text = st.lists(
    st.lists(st.one_of(texts, formulas), min_size=3, max_size=3).filter(lambda row: row[-1] != ""),
    min_size=1,
    max_size=6,
)


class TestWriter:
    @given(st.one_of(texts, formulas))
    @settings(max_examples=400, deadline=None)
    def test_guards_every_formula_and_takes_the_guard_off_again(self, text: str) -> None:
        assert not is_live(with_guard(text))
        assert without_guard(with_guard(text)) == text

    @pytest.mark.parametrize("start", LIVE_STARTS)
    def test_guards_what_the_house_rules_name(self, start: str) -> None:
        assert with_guard(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"
        assert with_guard(f" \u3000{start}1") == f"' \u3000{start}1"

    @given(rows_of_text)
    @settings(max_examples=100, deadline=None)
    def test_csv_comes_back_cell_for_cell(self, rows: list[list[str]]) -> None:
        table = read_table(b"".join(csv_pieces([["一", "二", "三"], *rows])))

        assert [list(row.cells) for row in table.rows[1:]] == rows

    @given(rows_of_text)
    @settings(max_examples=12, deadline=None)
    def test_xlsx_comes_back_cell_for_cell(self, rows: list[list[str]]) -> None:
        table = read_table(b"".join(xlsx_pieces([["一", "二", "三"], *rows])))

        assert [list(row.cells) for row in table.rows[1:]] == rows

    def test_writes_what_excel_in_chinese_opens(self) -> None:
        data = b"".join(table_pieces([["姓名", "手机"], ["王小明", "+8613800001234"]], kind="csv"))

        assert data.startswith(b"\xef\xbb\xbf")
        assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [
            ["姓名", "手机"],
            ["王小明", "'+8613800001234"],
        ]

    def test_types_every_cell_of_a_workbook_as_text(self) -> None:
        data = b"".join(
            table_pieces([["姓名", "手机"], ["=1+1", "13800001234"]], kind="xlsx", sheet="名单:/?")
        )

        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert sheet.title == "名单"
        assert [[(c.value, c.data_type) for c in row] for row in sheet.iter_rows()] == [
            [("姓名", "s"), ("手机", "s")],
            [("=1+1", "s"), ("13800001234", "s")],
        ]

    def test_cuts_a_cell_no_workbook_holds_instead_of_losing_it(self) -> None:
        data = b"".join(xlsx_pieces([["长"], ["王" * 40_000]]))

        (row,) = read_table(data, limits=Limits(cell=40_000)).rows[1:]
        assert row.cells[0] == "王" * 32_766 + "…"
