"""Statements and credit notes as PDF, in the type of the house. (004-23)"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from fpdf.fonts import FontFace

from foyer.core.sheets import FACE, INK, LINE, MUTED, Sheet, new_sheet
from foyer.settlement.models import Paper

from .content import ShownPaper, show_paper

_LEAST: Final = 48  # millimetres of what stands together: a head with its first lines


def statement_pdf(paper: Paper, *, language: str, at: datetime) -> bytes:
    """Return a statement or a credit note as a PDF.

    Args:
        paper: the paper, with its booking.
        language: in which it is written.
        at: the moment it is made; sums paid stand as they are then.
    """
    with override(language):
        return _pdf(show_paper(paper, at=at), language, at)


def _pdf(shown: ShownPaper, language: str, at: datetime) -> bytes:
    sheet = new_sheet(language)
    sheet.foot = shown.number
    house = shown.house
    sheet.begin(
        shown.title,
        language=language,
        house=house.name,
        about_house=(house.address, house.hotline),
        at=at,
    )
    sheet.facts(shown.facts)
    _lines(sheet, shown)
    for head, words in ((_("Note"), shown.note), (_("Terms of payment"), shown.terms)):
        if words:
            sheet.head(head)
            with sheet.ink(10):
                sheet.paragraph(words, 6)
    return bytes(sheet.output())


def _lines(sheet: Sheet, shown: ShownPaper) -> None:
    if sheet.will_page_break(_LEAST):
        sheet.add_page()
    sheet.ln(6)
    sheet.set_draw_color(*LINE)
    sheet.set_font(FACE, size=9)
    sheet.set_text_color(*INK)
    with sheet.table(
        col_widths=(40, 26, 42, 18, 26),
        text_align=("LEFT", "LEFT", "LEFT", "CENTER", "RIGHT"),
        borders_layout="HORIZONTAL_LINES",
        headings_style=FontFace(emphasis="", color=MUTED),
        line_height=5.5,
        padding=(1, 1),
    ) as table:
        table.row(
            [
                pgettext("fee table", "Item"),
                pgettext("booking letter", "Day"),
                pgettext("fee table", "Per"),
                pgettext("fee table", "Version"),
                _("Amount"),
            ]
        )
        for line in shown.lines:
            table.row(
                [line.what, line.day, line.how or line.reason, line.version or "–", line.amount]
            )
        for name, amount in shown.sums:
            row = table.row()
            row.cell(name, colspan=4)
            row.cell(amount)
