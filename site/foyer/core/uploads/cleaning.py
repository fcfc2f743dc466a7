"""From a file somebody hands in to one that may be kept. (security 10, SEC-11)"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

from django.core.files.base import File
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .clean_file import NAME_LENGTH, CleanFile
from .documents import check_office, check_pdf
from .kinds import ALL_KINDS, FileKind, is_heic, kind_named, looks_like
from .limits import MEGABYTE, UploadLimits
from .pictures import redraw
from .refusals import ContentDiffers, HeicPicture, KindNotTaken, NothingInIt, UploadTooLarge

_LIMITS = UploadLimits()


def clean_upload(
    file: File[bytes],
    *,
    limits: UploadLimits = _LIMITS,
    kinds: Collection[FileKind] = ALL_KINDS,
) -> CleanFile:
    """Look a file over and return what of it may be kept. Nothing is written.

    Args:
        file: what was handed in, with its name.
        limits: the most that is taken.
        kinds: what is taken.

    Raises:
        BadUpload: a subclass that says why it is not taken.
    """
    if file.size > limits.size:
        raise UploadTooLarge(megabytes=limits.size // MEGABYTE)
    file.seek(0)
    data = file.read()
    if not data:
        raise NothingInIt
    kind = kind_named(file.name or "")
    if is_heic(data):
        raise HeicPicture
    if kind is None or kind not in kinds:
        names = [str(one.label) for one in ALL_KINDS if one in kinds]
        raise KindNotTaken(kinds=get_text_list(names, pgettext("list of kinds", "or")))
    if not looks_like(kind, data):
        raise ContentDiffers(extension=kind.value)
    return CleanFile(kind, clean_name(file.name or "", kind), _cleaned(data, kind, limits))


def clean_name(name: str, kind: FileKind) -> str:
    """Return a file's name without folders, hidden signs and other extensions' spelling: 合同.pdf."""
    stem = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    stem = stem.rpartition(".")[0]
    shown = "".join(sign for sign in stem if sign.isprintable() and sign not in '<>:"/|?*')
    kept = " ".join(shown.split()).strip(". ")[: NAME_LENGTH - len(kind.value) - 1]
    return f"{kept or _('File')}.{kind.value}"


def _cleaned(data: bytes, kind: FileKind, limits: UploadLimits) -> bytes:
    if kind.is_picture:
        return redraw(data, kind, limits=limits)
    if kind.is_office:
        check_office(data, kind, limits=limits)
    elif kind == FileKind.PDF:
        check_pdf(data)
    return data
