"""What left the printer, read back without our own code: pages, sizes, words, codes."""

from dataclasses import dataclass

import pypdfium2 as pdfium
import zxingcpp
from PIL import ImageChops, ImageStat

MILLIMETRE = 72 / 25.4  # points
_DOTS = 4  # to the point: 288 to the inch, as a label printer has


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed page.

    Attributes:
        size: in whole millimetres.
        code_millimetres: how wide each code is printed, without its white margin.
    """

    size: tuple[int, int]
    words: str
    codes: tuple[str, ...]
    code_millimetres: tuple[float, ...]


def read_sheets(pdf: bytes) -> list[Sheet]:
    """Return the pages of a PDF."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [_sheet(page) for page in document]
    finally:
        document.close()


def halves_differ(pdf: bytes) -> float:
    """Return by how much the halves of the first page differ once the upper one is turned, of 255."""
    document = pdfium.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=1, grayscale=True).to_pil()
    finally:
        document.close()
    width, height = picture.size
    middle = height // 2
    lower = picture.crop((0, height - middle, width, height))
    upper = picture.crop((0, 0, width, middle)).rotate(180)
    assert ImageStat.Stat(lower).stddev[0] > 1  # something is printed there
    return float(ImageStat.Stat(ImageChops.difference(upper, lower)).mean[0])


def _sheet(page: pdfium.PdfPage) -> Sheet:
    width, height = page.get_size()
    picture = page.render(scale=_DOTS, grayscale=True).to_pil()
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    dots = _DOTS * MILLIMETRE
    return Sheet(
        size=(round(width / MILLIMETRE), round(height / MILLIMETRE)),
        words=page.get_textpage().get_text_bounded(),
        codes=tuple(one.text for one in found),
        code_millimetres=tuple(
            (one.position.top_right.x - one.position.top_left.x) / dots for one in found
        ),
    )
