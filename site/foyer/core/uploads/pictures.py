"""Drawing a picture anew, so that nothing but the picture is left: no place, no camera, no stowaway. (security 10)"""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageCms, ImageOps

from .clean_file import CleanFile
from .kinds import FileKind
from .limits import MILLION, UploadLimits
from .refusals import DamagedUpload, PictureTooLarge

_FORMATS = {FileKind.JPG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP"}
_QUALITY = 90
_MODES = {
    FileKind.JPG: {"RGB", "L"},
    FileKind.PNG: {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"},
    FileKind.WEBP: {"RGB", "RGBA"},
}
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, ZeroDivisionError, IndexError)


def redraw(data: bytes, kind: FileKind, *, limits: UploadLimits) -> bytes:
    """Return a picture as a new file of its kind, upright, in common colours; of several frames the first.

    Raises:
        PictureTooLarge: more pixels than are drawn; known before any is.
        DamagedUpload: it cannot be drawn.
    """
    too_large = PictureTooLarge(millions=limits.pixels // MILLION)
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as picture:
            if picture.width * picture.height > limits.pixels:
                raise too_large
            return _drawn(picture, kind)
    except _BOMB as reason:
        raise too_large from reason
    except _BROKEN as reason:
        raise DamagedUpload from reason


def scaled_down(file: CleanFile, *, longest_side: int) -> CleanFile:
    """Return a cleaned picture no larger than is needed, in its own kind."""
    with Image.open(io.BytesIO(file.data), formats=[_FORMATS[file.kind]]) as picture:
        if max(picture.size) <= longest_side:
            return file
        small = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        small.thumbnail((longest_side, longest_side))
        return CleanFile(file.kind, file.name, _drawn(small, file.kind))


def _drawn(picture: Any, kind: FileKind) -> bytes:
    picture.load()
    upright = _in_common_colours(ImageOps.exif_transpose(picture))
    if upright.mode not in _MODES[kind]:
        sees_through = kind != FileKind.JPG and upright.has_transparency_data
        upright = upright.convert("RGBA" if sees_through else "RGB")
    # Pillow would copy comments and colour profiles into the new file.
    upright.info = {key: upright.info[key] for key in ("transparency",) if key in upright.info}
    file = io.BytesIO()
    more = {} if kind == FileKind.PNG else {"quality": _QUALITY}
    upright.save(file, _FORMATS[kind], **more)
    return file.getvalue()


def _in_common_colours(picture: Any) -> Any:
    """Return the picture in sRGB: its own colour profile does not come along."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    common = ImageCms.createProfile("sRGB")
    try:
        return ImageCms.profileToProfile(
            picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), common, outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError):  # a profile nobody understands
        return picture
