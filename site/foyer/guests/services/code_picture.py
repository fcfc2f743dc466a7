"""A guest's code as a picture to be printed."""

from __future__ import annotations

from io import BytesIO
from math import ceil

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from .codes import qr_text

_INCH = 25.4
DPI = 300
SMALLEST_MM = 25  # below that, tablets at arm's length miss it (stack 3)
_QUIET_ZONE = 4


def code_png(code: str, *, millimetres: int = SMALLEST_MM) -> bytes:
    """Return a code as a black-on-white PNG that prints at 300 dots to the inch.

    Args:
        code: the guest's code.
        millimetres: how wide the code is printed at least, its white margin not counted.
    """
    picture = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET_ZONE)
    picture.add_data(qr_text(code))
    picture.make(fit=True)
    picture.box_size = ceil(millimetres / _INCH * DPI / picture.modules_count)
    kept = BytesIO()
    picture.make_image().save(kept, "PNG", dpi=(DPI, DPI))
    return kept.getvalue()
