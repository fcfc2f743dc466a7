"""Films for Chromium's fake camera."""

from io import BytesIO
from pathlib import Path

from PIL import Image

SIZE = (640, 480)
BLANK_FRAMES, FRAMES = 15, 45


def film(picture: bytes, path: Path, *, share: float = 0.7) -> Path:
    """Write a film that shows an empty desk for a second, then a picture; Chromium repeats it.

    Args:
        picture: a PNG, such as a QR code cut out of a page.
        path: where to write, ending in .y4m.
        share: how much of the frame's height the picture takes.
    """
    side = int(SIZE[1] * share)
    code = Image.open(BytesIO(picture)).convert("RGB")
    code.thumbnail((side, side))
    blank = Image.new("RGB", SIZE, (214, 208, 198))
    shown = blank.copy()
    shown.paste(code, ((SIZE[0] - code.width) // 2, (SIZE[1] - code.height) // 2))
    with path.open("wb") as file:
        file.write(b"YUV4MPEG2 W%d H%d F15:1 Ip A1:1 C420jpeg\n" % SIZE)
        for frame, times in ((_frame(blank), BLANK_FRAMES), (_frame(shown), FRAMES)):
            file.write(frame * times)
    return path


def _frame(picture: Image.Image) -> bytes:
    """Return one frame: full brightness, then the two colour planes at half size."""
    light, blue, red = picture.convert("YCbCr").split()
    half = (SIZE[0] // 2, SIZE[1] // 2)
    planes = (light, blue.resize(half), red.resize(half))
    return b"FRAME\n" + b"".join(plane.tobytes() for plane in planes)
