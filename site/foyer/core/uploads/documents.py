"""Looking into documents before anybody opens them: PDF, and the archives Word and Excel keep. (security 8, 10)"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib

from .kinds import FileKind
from .limits import MEGABYTE, UploadLimits
from .refusals import (
    ContentDiffers,
    DamagedUpload,
    DocumentUnpacksTooLarge,
    HoldsProgram,
    LockedDocument,
)

_CHUNK = 256 * 1024
_END = 1024  # bytes in which a PDF must end
_DIRECTORY_END = b"PK\x05\x06"
_DIRECTORY_END_SIZE = 22
_MAIN_PART = {FileKind.DOCX: "word/document.xml", FileKind.XLSX: "xl/workbook.xml"}
_PROGRAMS = ("vbaproject.bin", "/activex/", ".exe", ".dll", ".js", ".vbs", ".hta")
_TYPES_PART = "[content_types].xml"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
)


def check_pdf(data: bytes) -> None:
    """Refuse a PDF that is cut off, or to which something else is tied.

    Raises:
        DamagedUpload: it has no end.
        ContentDiffers: something follows its end, or it is an archive as well.
    """
    last = data.rstrip(b"\0\r\n\t ")[-_END:]
    if b"%%EOF" not in last:
        raise DamagedUpload
    if not last.endswith(b"%%EOF") or zipfile.is_zipfile(io.BytesIO(data)):
        raise ContentDiffers(extension=FileKind.PDF.value)


def check_office(data: bytes, kind: FileKind, *, limits: UploadLimits) -> None:
    """Refuse a document that is another archive, broken, locked, alive, or unpacks to too much.

    The directory's sizes are summed first; then every part is unpacked once in small pieces, because
    a directory can lie: a part longer than it says fails its check sum.

    Raises:
        BadUpload: a subclass that says why.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _look_over(archive, data, kind, limits)
            _unpack_once(archive)
    except _BROKEN as reason:
        raise DamagedUpload from reason
    except RuntimeError as reason:  # what zipfile says of a part with a password
        raise LockedDocument from reason


def _look_over(archive: zipfile.ZipFile, data: bytes, kind: FileKind, limits: UploadLimits) -> None:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
        raise DocumentUnpacksTooLarge(megabytes=limits.unpacked // MEGABYTE)
    if not {_TYPES_PART, _MAIN_PART[kind]} <= names or not _is_nothing_else(archive, data):
        raise ContentDiffers(extension=kind.value)
    if any(mark in f"/{name}" for name in names for mark in _PROGRAMS):
        raise HoldsProgram


def _is_nothing_else(archive: zipfile.ZipFile, data: bytes) -> bool:
    """Tell whether the archive begins where the file begins and ends where it ends."""
    begins = min(part.header_offset for part in archive.infolist())
    return begins == 0 and data[-_DIRECTORY_END_SIZE:].startswith(_DIRECTORY_END)


def _unpack_once(archive: zipfile.ZipFile) -> None:
    for part in archive.infolist():
        content = bytearray() if part.filename.lower() == _TYPES_PART else None
        with archive.open(part) as unpacked:
            while piece := unpacked.read(_CHUNK):
                if content is not None:
                    content += piece
        if content is not None and b"macroenabled" in bytes(content).lower():
            raise HoldsProgram
