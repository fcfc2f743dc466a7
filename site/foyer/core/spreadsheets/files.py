"""Looking at a file before anything is unpacked or parsed: what it is, and whether it is too much."""

import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .refusals import (
    BrokenWorkbook,
    EmptyFile,
    FileTooLarge,
    LockedWorkbook,
    OldExcel,
    OtherKind,
    UnpacksTooLarge,
)

MEGABYTE = 1024 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 256 * 1024
_KINDS: tuple[tuple[bytes, Promise], ...] = (
    (b"\x89PNG", _("a picture")),
    (b"\xff\xd8\xff", _("a picture")),
    (b"GIF8", _("a picture")),
    (b"BM", _("a picture")),
    (b"RIFF", _("a picture, a sound or a film")),
    (b"%PDF", _("a PDF document")),
    (b"{\\rtf", _("a text document")),
    (b"\x1f\x8b", _("a compressed file")),
    (b"Rar!", _("a compressed file")),
    (b"7z\xbc\xaf", _("a compressed file")),
    (b"SQLite format 3", _("a database")),
    (b"\x7fELF", _("a program")),
    (b"MZ", _("a program")),
    (b"<!DOCTYPE", _("a web page")),
    (b"<!doctype", _("a web page")),
    (b"<html", _("a web page")),
    (b"<HTML", _("a web page")),
)
_SHORT_MARKS = (
    b"BM",
    b"MZ",
)  # also the start of honest words: believed only with binary bytes near


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is taken of one file. (security 8)"""

    size: int = 25 * MEGABYTE
    unpacked: int = 250 * MEGABYTE
    members: int = 2_000
    rows: int = 100_000
    columns: int = 100
    cell: int = 2_000

    @property
    def lines(self) -> int:
        """How many rows a file may have: the list's, a title, remarks and the headers."""
        return self.rows + 10


def kind_of(data: bytes, *, limits: Limits) -> str:
    """Return "xlsx" or "csv" from what is in a file, whatever its name says.

    Raises:
        BadFile: a subclass that says why this file is not taken.
    """
    if not data.strip(b"\0\r\n\t ,;\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile
    if len(data) > limits.size:
        raise FileTooLarge(megabytes=limits.size // MEGABYTE)
    if data.startswith(_OLD_OFFICE):
        raise LockedWorkbook if _ENCRYPTED in data else OldExcel
    if data.startswith(b"PK"):
        check_workbook(data, limits=limits)
        return "xlsx"
    _refuse_other_kinds(data)
    return "csv"


def _refuse_other_kinds(data: bytes) -> None:
    head = data.lstrip(b"\xef\xbb\xbf \r\n\t")
    for mark, kind in _KINDS:
        if head.startswith(mark) and (mark not in _SHORT_MARKS or b"\0" in data[:64]):
            raise OtherKind(kind=kind)
    if b"ftyp" in data[4:12]:
        raise OtherKind(kind=_("a picture, a sound or a film"))
    marked_as_text = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
    if not marked_as_text and _is_binary(data[:4096]):
        raise OtherKind(kind=_("a file of another kind"))


def _is_binary(head: bytes) -> bool:
    """Tell whether control bytes no text has occur; the NULs of UTF-16 all stand on one side."""
    nuls = (head[::2].count(0), head[1::2].count(0))
    if any(nuls) and not all(nuls):
        return not _reads_as_utf_16(head, "utf-16-be" if nuls[0] else "utf-16-le")
    if sum(byte < 9 or 13 < byte < 32 for byte in head.replace(b"\0", b"")) * 50 > len(head):
        return True
    return min(nuls) * 10 > max(nuls) if any(nuls) else False


def _reads_as_utf_16(head: bytes, encoding: str) -> bool:
    """Tell whether bytes without a mark at their start are text of two bytes a sign."""
    try:
        text = head[: len(head) // 2 * 2].decode(encoding)
    except UnicodeDecodeError:
        return False
    return sum(not (sign.isprintable() or sign in "\t\r\n") for sign in text) * 50 <= len(text)


def check_workbook(data: bytes, *, limits: Limits) -> None:
    """Refuse a workbook that is none, is broken, or unpacks to too much.

    The directory's sizes are summed first; then every part is unpacked once in small pieces, because
    a directory can lie: a part longer than it says fails its check sum.
    """
    try:
        _unpack_once(data, limits)
    except _BROKEN as reason:
        raise BrokenWorkbook from reason
    except RuntimeError as reason:  # what zipfile says of a part with a password
        raise LockedWorkbook from reason


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
)


def _unpack_once(data: bytes, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        _refuse_other_archives({part.filename.lower() for part in parts})
        if len(parts) > limits.members or sum(part.file_size for part in parts) > limits.unpacked:
            raise UnpacksTooLarge(megabytes=limits.unpacked // MEGABYTE)
        for part in parts:
            with archive.open(part) as unpacked:
                while unpacked.read(_CHUNK):
                    pass


def _refuse_other_archives(names: set[str]) -> None:
    if "xl/workbook.xml" in names and "[content_types].xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise OtherKind(kind=_("a binary Excel workbook (.xlsb)"))
    if any(name.startswith("word/") for name in names):
        raise OtherKind(kind=_("a text document"))
    if any(name.startswith("ppt/") for name in names):
        raise OtherKind(kind=_("a presentation"))
    if "mimetype" in names or any(name.startswith("index/") for name in names):
        raise OtherKind(kind=_("a table of another program"))
    raise OtherKind(kind=_("a compressed file"))
