"""What is in a file: its words page by page, and pages as pictures; parsed outside this process. (security 8)"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils.dateparse import parse_date

from foyer.core.spreadsheets.encodings import decode, guess_encoding

from . import reader_process
from .enums import TextState

MOST_BYTES: Final = 100 * 1024 * 1024
MOST_CHARACTERS: Final = 2_000_000
_MOST_OF_PAGE: Final = 3_000
_PATIENCE: Final = 60.0
_HEAD: Final = 65_536
_PDF_DAY = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_MARKUP = re.compile(r"\s*(?:<!doctype html|<html)", re.IGNORECASE)
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a file.

    Attributes:
        state: how far it could be read.
        texts: page numbers and words; a long page in several parts.
        pages: how many pages it has, where its kind has pages.
        title: what it calls itself.
        day: the day it says it is from.
    """

    state: TextState
    texts: tuple[tuple[int, str], ...] = ()
    pages: int | None = None
    title: str = ""
    day: date | None = None


class CannotBeDrawn(Exception):
    """No page of the file can be shown."""


def read(data: bytes, *, most: int = MOST_CHARACTERS) -> Read:
    """Return what is in a file, whatever its name says."""
    if len(data) > MOST_BYTES:
        return Read(TextState.TOO_LARGE)
    told = _told(data, most)
    if told["state"] == TextState.UNKNOWN and _is_text(data):
        return _plain(data, most)
    texts = tuple(_parts(told["pages"]))
    return Read(TextState(told["state"]), texts, told["count"], told["title"], _day(told["day"]))


def drawn(data: bytes, *, page: int, longest: int) -> bytes:
    """Return one page of a PDF, or a picture, as a JPEG.

    Raises:
        CannotBeDrawn: there is no such page, or memory or time ran out.
    """
    if len(data) > MOST_BYTES:
        raise CannotBeDrawn
    picture = _asked(data, "page", str(page), str(longest))
    if not picture:
        raise CannotBeDrawn
    return picture


def _told(data: bytes, most: int) -> dict[str, Any]:
    answer = _asked(data, "words", str(most))
    if not answer:  # killed: memory or time ran out
        return {"state": TextState.TOO_LARGE, "pages": [], "count": None, "title": "", "day": ""}
    told: dict[str, Any] = json.loads(answer)
    return told


def _asked(data: bytes, *arguments: str) -> bytes:
    """Return what the process says of a file; nothing when it died."""
    command = [sys.executable, "-P", str(Path(reader_process.__file__)), *arguments]
    try:
        done = subprocess.run(  # noqa: S603  our own script; no shell
            command, input=data, capture_output=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout if done.returncode == 0 else b""


def _is_text(data: bytes) -> bool:
    head = data[:_HEAD]
    return head.startswith(_MARKS) or b"\0" not in head


def _plain(data: bytes, most: int) -> Read:
    text = decode(data, guess_encoding(data[: most * 4]).encoding)[:most]
    if _MARKUP.match(text):
        text = reader_process.html_words(text)
    if text.count("\ufffd") > len(text) // 20 + 1:
        return Read(TextState.UNKNOWN)
    texts = tuple(_parts([reader_process.tidy(text)]))
    return Read(TextState.READ if texts else TextState.NONE, texts)


def _parts(pages: list[str]) -> Any:
    """Yield the pages, long ones in parts that overlap a little, so that no word is cut in two."""
    for number, words in enumerate(pages, 1):
        for begin in range(0, len(words), _MOST_OF_PAGE):
            yield number, words[begin : begin + _MOST_OF_PAGE + 20]


def _day(told: str) -> date | None:
    """Return the day a file names, if it can be meant."""
    if found := _PDF_DAY.match(told):
        told = "-".join(found.groups())
    try:
        day = parse_date(told)
    except ValueError:
        return None
    return day if day and day.year >= _FIRST_YEAR else None
