"""Who looks, and when, written across what is looked at. (000-29)"""

from __future__ import annotations

import importlib.resources
import io
from functools import lru_cache
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

_FONT: Final = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")
_INK: Final = (120, 40, 40, 70)
_ANGLE: Final = 28
_QUALITY: Final = 82


def marked(picture: bytes, words: str) -> bytes:
    """Return a picture with words across it, again and again, as a JPEG."""
    with Image.open(io.BytesIO(picture), formats=["JPEG"]) as opened:
        page = opened.convert("RGBA")
    page.alpha_composite(_net(page.size, words))
    file = io.BytesIO()
    page.convert("RGB").save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _net(size: tuple[int, int], words: str) -> Image.Image:
    """Return a transparent layer with the words in slanting rows."""
    width, height = size
    side = int((width**2 + height**2) ** 0.5) + 1
    font = _font(max(14, max(size) // 60))
    layer = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    long = int(pen.textlength(words, font=font)) + font.size * 4
    for row, top in enumerate(range(0, side, font.size * 6)):
        for left in range(-(row % 2) * long // 2, side, long):
            pen.text((left, top), words, font=font, fill=_INK)
    turned = layer.rotate(_ANGLE)
    left, top = (side - width) // 2, (side - height) // 2
    return turned.crop((left, top, left + width, top + height))


@lru_cache(maxsize=8)
def _font(size: int) -> Any:
    package, name = _FONT
    with importlib.resources.as_file(_fonts(package) / name) as path:
        return ImageFont.truetype(str(path), size)


def _fonts(package: str) -> Any:
    return importlib.resources.files(package)
