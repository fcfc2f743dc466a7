"""A version of the fees as a PDF with proper Chinese type, made without any font of the machine's. (004-21)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext
from fpdf.fonts import FontFace

from foyer.core.sheets import FACE, LINE, MUTED, PINE, Sheet, new_sheet
from foyer.fees.models.schedule import FeeSchedule
from foyer.fees.pricing.tariff import Tariff
from foyer.fees.showing import Section, discount_title, period, rules, sections

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


def fee_pdf(schedule: FeeSchedule, tariff: Tariff, *, address: str, language: str) -> bytes:
    """Return a version of the fees as a PDF in a language.

    Args:
        schedule: the version.
        tariff: the same as values.
        address: where the fees stand on the web.
        language: whose letters are wanted; the words are those of the active language.
    """
    sheet = new_sheet(language)
    sheet.foot = address
    sheet.set_title(str(schedule))
    sheet.set_lang(language)
    if schedule.approved_at:
        sheet.set_creation_date(schedule.approved_at.astimezone(UTC))
    sheet.add_page()
    with sheet.ink(18, PINE):
        sheet.multi_cell(0, 9, schedule.name_text, new_x="LMARGIN", new_y="NEXT")
    with sheet.ink(10, MUTED):
        for line in _facts(schedule):
            sheet.multi_cell(0, 5.5, line, new_x="LMARGIN", new_y="NEXT")
    for section in sections(tariff):
        _table(sheet, section)
    if tariff.discounts:
        sheet.points(gettext("Discounts"), [discount_title(one) for one in tariff.discounts])
    sheet.points(gettext("Rules"), list(rules(tariff)))
    return bytes(sheet.output())


def _facts(schedule: FeeSchedule) -> Iterator[str]:
    yield gettext("Version %(number)s, valid %(period)s") % {
        "number": schedule.number,
        "period": period(schedule),
    }
    if schedule.approved_at:
        yield gettext("Approved by Management on %(day)s") % {
            "day": date_format(schedule.approved_at, "DATE_FORMAT")
        }


def _table(sheet: Sheet, section: Section) -> None:
    shown = section.columns
    sheet.head(section.title)
    sheet.set_font(FACE, size=9)
    sheet.set_text_color(0, 0, 0)
    sheet.set_draw_color(*LINE)
    with sheet.table(
        col_widths=tuple(_WIDTHS[column.key] for column in shown),
        text_align=tuple("RIGHT" if column.is_figure else "LEFT" for column in shown),
        borders_layout="HORIZONTAL_LINES",
        headings_style=FontFace(emphasis="", color=MUTED),
        line_height=5.5,
        padding=(1, 1),
    ) as table:
        table.row([column.title for column in shown])
        for line in section.lines:
            table.row([cell for cell, _column in line])
