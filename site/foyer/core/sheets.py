"""Papers of the house as PDF, with proper Chinese type, made without any font of the machine's."""

from __future__ import annotations

import importlib.resources
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from fpdf import FPDF
from fpdf.fonts import FontFace

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of every glyph it leaves out

_FONTS: Final = {
    "zh-hant": ("pylopdf_fonts_zh_tw", "NotoSansTC-Regular.otf"),
    "zh-hans": ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
}
FACE: Final = "house"
_OTHER: Final = "other"
_ELSE: Final = {"zh-hant": "zh-hans", "zh-hans": "zh-hant"}
PINE, MUTED, LINE, INK = (45, 84, 69), (99, 88, 73), (221, 210, 191), (0, 0, 0)


class Sheet(FPDF):
    """A4 with the number of each page at its foot."""

    foot: str = ""

    def footer(self) -> None:
        """Say what stands at the foot, and which page this is."""
        self.set_y(-14)
        self.set_font(FACE, size=8)
        self.set_text_color(*MUTED)
        self.cell(0, 5, f"{self.foot}   {self.page_no()} / {{nb}}", align="C")

    @contextmanager
    def ink(self, size: float, colour: tuple[int, int, int] = INK) -> Iterator[None]:
        """Write in a size and a colour."""
        self.set_font(FACE, size=size)
        self.set_text_color(*colour)
        yield

    def paragraph(self, text: str, height: float) -> None:
        """Write a paragraph; nothing where there is no text."""
        if text:
            self.multi_cell(0, height, text, align="L", new_x="LMARGIN", new_y="NEXT")

    def begin(
        self, title: str, *, language: str, house: str, about_house: Iterable[str], at: datetime
    ) -> None:
        """Begin a paper of the house: what its readers' programs say of it, who sends it, what it is.

        Args:
            title: its title.
            language: the code it is written in.
            house: the name of the house.
            about_house: its address and phone, as far as there are.
            at: the moment it is made.
        """
        self.set_title(title)
        self.set_author(house)
        self.set_lang(language)
        self.set_creation_date(at.astimezone(UTC))
        self.add_page()
        with self.ink(10, MUTED):
            self.paragraph(house, 5.5)
            self.paragraph(" · ".join(filter(None, about_house)), 5.5)
        self.ln(4)
        with self.ink(16, PINE):
            self.paragraph(title, 8.5)

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Write names and values under each other."""
        self.ln(4)
        self.set_draw_color(*LINE)
        with (
            self.ink(10),
            self.table(
                col_widths=(28, 72),
                text_align=("LEFT", "LEFT"),
                borders_layout="HORIZONTAL_LINES",
                first_row_as_headings=False,
                line_height=6,
                padding=(1, 1),
            ) as table,
        ):
            for name, value in facts:
                row = table.row()
                row.cell(name, style=FontFace(color=MUTED, emphasis=""))
                row.cell(value)

    def head(self, title: str) -> None:
        """Begin a part."""
        self.ln(4)
        with self.ink(12, PINE):
            self.multi_cell(0, 7, title, new_x="LMARGIN", new_y="NEXT")

    def points(self, title: str, lines: Iterable[str]) -> None:
        """Write a part that is a list."""
        self.head(title)
        with self.ink(9):
            for line in lines:
                self.multi_cell(0, 5.5, f"· {line}", new_x="LMARGIN", new_y="NEXT")


def new_sheet(language: str) -> Sheet:
    """Return an empty A4 sheet whose letters are those of a language."""
    sheet = Sheet(format="A4")
    first = language if language in _FONTS else "zh-hans"
    # A name that is written in the other script still has all its characters.
    for face, (package, name) in ((FACE, _FONTS[first]), (_OTHER, _FONTS[_ELSE[first]])):
        with importlib.resources.as_file(importlib.resources.files(package) / name) as file:
            sheet.add_font(face, fname=file)
    sheet.set_fallback_fonts([_OTHER], exact_match=False)
    sheet.set_margins(16, 16, 16)
    sheet.set_auto_page_break(True, margin=18)
    return sheet
