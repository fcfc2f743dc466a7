"""Confirmation letter, contract and cancellation as PDF, in the type of the house. (004-04, 004-05)"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from fpdf.fonts import FontFace

from foyer.core.sheets import FACE, INK, LINE, MUTED, Sheet, new_sheet
from foyer.fees.calculator import ShownQuote

from .content import Paper

_LEAST: Final = (
    48  # millimetres of what stands together: a head with its first lines, or the places to sign
)
_GAP: Final = 10


def paper_pdf(paper: Paper, *, language: str, address: str, at: datetime) -> bytes:
    """Return a paper as a PDF.

    Args:
        paper: what stands on it, in the active language.
        language: whose letters are wanted.
        address: what stands at the foot of each page.
        at: the moment it is made.
    """
    sheet = new_sheet(language)
    sheet.foot = address
    house = paper.house
    sheet.begin(
        paper.title,
        language=language,
        house=house.name,
        about_house=(house.address, house.hotline),
        at=at,
    )
    if paper.signatures:
        _words(sheet, paper.paragraphs)
        _price(sheet, paper)
        _places_to_sign(sheet, paper)
    else:
        _words(sheet, [paper.first])
        sheet.facts(paper.facts)
        _price(sheet, paper)
        _words(sheet, paper.others)
    return bytes(sheet.output())


def _words(sheet: Sheet, texts: tuple[str, ...] | list[str]) -> None:
    with sheet.ink(10.5):
        for text in texts:
            sheet.ln(3)
            sheet.paragraph(text, 6)


def _price(sheet: Sheet, paper: Paper) -> None:
    if paper.quote is None:
        return
    quote: ShownQuote = paper.quote
    if sheet.will_page_break(_LEAST):
        sheet.add_page()
    sheet.head(_("What it costs"))
    sheet.set_draw_color(*LINE)
    sheet.set_font(FACE, size=9)
    sheet.set_text_color(*INK)
    with sheet.table(
        col_widths=(38, 26, 44, 18, 26),
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
        for line in quote.lines:
            table.row([line.what, line.day, line.how, str(line.version), line.amount])
        for name, amount in _sums(quote):
            row = table.row()
            row.cell(name, colspan=4)
            row.cell(amount)
    with sheet.ink(8.5, MUTED):
        sheet.paragraph(f"{_('Reckoned by:')} {' · '.join(quote.versions)}", 5.5)


def _sums(quote: ShownQuote) -> list[tuple[str, str]]:
    sums = [(_("Total"), quote.total)]
    if quote.tax_within:
        sums.append((_("of which tax"), quote.tax_within))
    return sums + [
        (_("%(what)s, given back") % {"what": line.what}, line.amount) for line in quote.deposits
    ]


def _places_to_sign(sheet: Sheet, paper: Paper) -> None:
    if sheet.will_page_break(_LEAST):
        sheet.add_page()
    sheet.ln(_GAP)
    width = (sheet.epw - _GAP) / 2
    top = sheet.get_y()
    lowest = top
    for n, (side, name) in enumerate(paper.signatures):
        left = sheet.l_margin + n * (width + _GAP)
        sheet.set_xy(left, top)
        with sheet.ink(9, MUTED):
            sheet.multi_cell(width, 5.5, side, align="L", new_x="LEFT", new_y="NEXT")
        with sheet.ink(10.5):
            sheet.multi_cell(width, 6, name, align="L", new_x="LEFT", new_y="NEXT")
        for what in (_("Signature or seal"), pgettext("contract", "Date")):
            sheet.set_xy(left, sheet.get_y() + _GAP)
            with sheet.ink(9, MUTED):
                sheet.cell(width, 5.5, f"{what}", border="T", new_x="LEFT", new_y="NEXT")
        lowest = max(lowest, sheet.get_y())
    sheet.set_xy(sheet.l_margin, lowest)
