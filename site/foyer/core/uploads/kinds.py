"""What kinds of file are taken, and telling them by what is in them. (security 10)"""

from __future__ import annotations

import codecs

from django.db import models
from django.utils.translation import pgettext_lazy

_HEAD = 1024
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<iframe", b"<body", b"<?php")
_ENCODINGS = ("utf-8-sig", "gb18030", "big5hkscs")
_SPACES = "\t\r\n\f"


class FileKind(models.TextChoices):
    """A kind of file, named as its extension."""

    PDF = "pdf", "PDF"
    JPG = "jpg", "JPG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"
    DOCX = "docx", "Word (.docx)"
    XLSX = "xlsx", "Excel (.xlsx)"
    TXT = "txt", pgettext_lazy("kind of file", "Text (.txt)")

    @property
    def content_type(self) -> str:
        """The name of the kind for browsers."""
        return _TYPES[self]

    @property
    def is_picture(self) -> bool:
        """Whether such a file is drawn anew."""
        return self in {FileKind.JPG, FileKind.PNG, FileKind.WEBP}

    @property
    def is_office(self) -> bool:
        """Whether such a file is an archive of parts."""
        return self in {FileKind.DOCX, FileKind.XLSX}


_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileKind.TXT: "text/plain",
}
ALL_KINDS = tuple(FileKind)
_OTHER_NAMES = {"jpeg": FileKind.JPG}


def kind_named(name: str) -> FileKind | None:
    """Return the kind a file's name says, if such files are ever taken."""
    extension = name.rpartition(".")[2].lower()
    if extension in FileKind.values:
        return FileKind(extension)
    return _OTHER_NAMES.get(extension)


def is_heic(data: bytes) -> bool:
    """Tell whether a file is a picture as newer iPhones take them."""
    return data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"heim", b"hevc", b"mif1"}


def looks_like(kind: FileKind, data: bytes) -> bool:
    """Tell whether a file begins as its kind does."""
    match kind:
        case FileKind.PDF:
            return data.startswith(b"%PDF-") and not _has_markup(data)
        case FileKind.JPG:
            return data.startswith(b"\xff\xd8\xff")
        case FileKind.PNG:
            return data.startswith(b"\x89PNG\r\n\x1a\n")
        case FileKind.WEBP:
            return data.startswith(b"RIFF") and data[8:12] == b"WEBP"
        case FileKind.TXT:
            return _is_text(data)
        case _:
            return data.startswith(b"PK\x03\x04")


def _has_markup(data: bytes) -> bool:
    """Tell whether a browser that guesses could take a file for a page."""
    head = data[:_HEAD].lower()
    return any(mark in head for mark in _MARKUP)


def _is_text(data: bytes) -> bool:
    """Tell whether a file is words and nothing a program would run."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _decoded(data, "utf-16")
    else:
        text = next((text for name in _ENCODINGS if (text := _decoded(data, name))), "")
    printable = all(sign >= " " or sign in _SPACES for sign in text)
    begins_otherwise = text.startswith(("%PDF-", "PK", "GIF8", "{\\rtf", "#!"))
    return bool(text) and printable and not begins_otherwise and not _has_markup(text.encode())


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""
