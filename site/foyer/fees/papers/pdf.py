"""A version of the fees as a PDF with proper Chinese type, made without any font of the machine's. (004-21)"""

from __future__ import annotations

import importlib.resources
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext
from fpdf import FPDF
from fpdf.fonts import FontFace

from foyer.fees.models.schedule import FeeSchedule
from foyer.fees.pricing.tariff import Tariff
from foyer.fees.showing import Section, discount_title, period, rules, sections

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of every glyph it leaves out

_FONTS: Final = {
    "zh-hant": ("pylopdf_fonts_zh_tw", "NotoSansTC-Regular.otf"),
    "zh-hans": ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
}
_FACE: Final = "house"
_OTHER: Final = "other"
_ELSE: Final = {"zh-hant": "zh-hans", "zh-hans": "zh-hant"}
_PINE, _MUTED, _LINE = (45, 84, 69), (99, 88, 73), (221, 210, 191)
# Of the columns, as parts of the line.
_WIDTHS: Final = {
    "name": 46,
    "unit": 22,
    "days": 26,
    "clients": 22,
    "price": 26,
    "least": 14,
    "overtime": 22,
    "tax": 14,
}


class _Sheet(FPDF):
    """A4 with the number of each page at its foot."""

    foot: str = ""

    def footer(self) -> None:
        """Say where the fees stand, and which page this is."""
        self.set_y(-14)
        self.set_font(_FACE, size=8)
        self.set_text_color(*_MUTED)
        self.cell(0, 5, f"{self.foot}   {self.page_no()} / {{nb}}", align="C")


def fee_pdf(schedule: FeeSchedule, tariff: Tariff, *, address: str, language: str) -> bytes:
    """Return a version of the fees as a PDF in a language.

    Args:
        schedule: the version.
        tariff: the same as values.
        address: where the fees stand on the web.
        language: whose letters are wanted; the words are those of the active language.
    """
    sheet = _sheet(language)
    sheet.foot = address
    sheet.set_title(str(schedule))
    sheet.set_lang(language)
    if schedule.approved_at:
        sheet.set_creation_date(schedule.approved_at.astimezone(UTC))
    sheet.add_page()
    with _ink(sheet, 18, _PINE):
        sheet.multi_cell(0, 9, schedule.name_text, new_x="LMARGIN", new_y="NEXT")
    with _ink(sheet, 10, _MUTED):
        for line in _facts(schedule):
            sheet.multi_cell(0, 5.5, line, new_x="LMARGIN", new_y="NEXT")
    for section in sections(tariff):
        _table(sheet, section)
    if tariff.discounts:
        _list(sheet, gettext("Discounts"), [discount_title(one) for one in tariff.discounts])
    _list(sheet, gettext("Rules"), list(rules(tariff)))
    return bytes(sheet.output())


def _sheet(language: str) -> _Sheet:
    sheet = _Sheet(format="A4")
    first = language if language in _FONTS else "zh-hans"
    # A name that is written in the other script still has all its characters.
    for face, (package, name) in ((_FACE, _FONTS[first]), (_OTHER, _FONTS[_ELSE[first]])):
        with importlib.resources.as_file(importlib.resources.files(package) / name) as file:
            sheet.add_font(face, fname=file)
    sheet.set_fallback_fonts([_OTHER], exact_match=False)
    sheet.set_margins(16, 16, 16)
    sheet.set_auto_page_break(True, margin=18)
    return sheet


def _facts(schedule: FeeSchedule) -> Iterator[str]:
    yield gettext("Version %(number)s, valid %(period)s") % {
        "number": schedule.number,
        "period": period(schedule),
    }
    if schedule.approved_at:
        yield gettext("Approved by Management on %(day)s") % {
            "day": date_format(schedule.approved_at, "DATE_FORMAT")
        }


def _table(sheet: _Sheet, section: Section) -> None:
    shown = section.columns
    _head(sheet, section.title)
    sheet.set_font(_FACE, size=9)
    sheet.set_text_color(0, 0, 0)
    sheet.set_draw_color(*_LINE)
    with sheet.table(
        col_widths=tuple(_WIDTHS[column.key] for column in shown),
        text_align=tuple("RIGHT" if column.is_figure else "LEFT" for column in shown),
        borders_layout="HORIZONTAL_LINES",
        headings_style=FontFace(emphasis="", color=_MUTED),
        line_height=5.5,
        padding=(1, 1),
    ) as table:
        table.row([column.title for column in shown])
        for line in section.lines:
            table.row([cell for cell, _column in line])


def _list(sheet: _Sheet, title: str, lines: list[str]) -> None:
    _head(sheet, title)
    with _ink(sheet, 9, (0, 0, 0)):
        for line in lines:
            sheet.multi_cell(0, 5.5, f"· {line}", new_x="LMARGIN", new_y="NEXT")


def _head(sheet: _Sheet, title: str) -> None:
    sheet.ln(4)
    with _ink(sheet, 12, _PINE):
        sheet.multi_cell(0, 7, title, new_x="LMARGIN", new_y="NEXT")


@contextmanager
def _ink(sheet: _Sheet, size: int, colour: tuple[int, int, int]) -> Iterator[None]:
    sheet.set_font(_FACE, size=size)
    sheet.set_text_color(*colour)
    yield
