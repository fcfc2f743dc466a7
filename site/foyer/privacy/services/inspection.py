"""Looking at everything the house has written down: every table, every file, sealed, packed or neither."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from foyer.privacy.sealing import SealBroken

from .rotation.imports import IMPORT_PLACES
from .rotation.places import SEALED, open_anywhere

_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_CHUNK = 1024 * 1024
_ZIP = b"PK\x03\x04"
_MOST = 64 * 1024 * 1024  # of what one packed value may unpack to


@dataclass(slots=True)
class Found:
    """Where some words stand: rows by table, and files."""

    tables: dict[str, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def find_everywhere(words: Sequence[str]) -> Found:
    """Return every row of every table and every file of the data folder in which a word stands.

    Files are named by their path in that folder.
    """
    folder = Path(settings.DATA_DIR)
    stand_in = (path.relative_to(folder) for path in _files(folder) if _stands_in(path, words))
    found = Found(files=sorted(str(path) for path in stand_in))
    for table, text in every_row():
        if any(word in text for word in words):
            found.tables[table] = found.tables.get(table, 0) + 1
    return found


def every_row() -> Iterator[tuple[str, str]]:
    """Yield every row of every table of the database, opened and in words, with its table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  a table's name
            while rows := cursor.fetchmany(500):
                for row in rows:
                    yield table, opened(" ".join(_text(value) for value in row))
    for session in Session.objects.iterator():
        yield Session._meta.db_table, str(session.get_decoded())


def opened(text: str) -> str:
    """Return a text with every sealed value in it opened and unpacked, and the escapes of JSON written out."""

    def open_one(sealed: re.Match[str]) -> str:
        try:
            return _unpacked(open_anywhere(sealed[0], IMPORT_PLACES)[1])
        except SealBroken:
            return sealed[0]

    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), SEALED.sub(open_one, text))


def _unpacked(text: str) -> str:
    """Return what is packed in a text, such as the rows of an import or a piece of its file."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return text
    with suppress(zlib.error):
        data = zlib.decompressobj().decompress(data, _MOST)
    return f"{text} {_in_words(data)}"


def _in_words(data: bytes) -> str:
    """Return bytes as text: of a zip, such as a workbook, what is in it."""
    if not data.startswith(_ZIP):
        return data.decode(errors="replace")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = [packed.read(member) for member in packed.infolist()]
    except zipfile.BadZipFile:
        return ""
    return " ".join(member.decode(errors="replace") for member in members)


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="replace")
    return str(value)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


@contextmanager
def _reading(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading; the files of an SQLite database in a process of their own.

    A process that closes any of its handles of such a file gives up the locks it holds on it, and
    others then write where it still reads and writes (sqlite.org/howtocorrupt.html, 2.2).
    """
    database = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and str(path).startswith(database):
        with subprocess.Popen(["cat", "--", path], stdout=subprocess.PIPE) as process:  # noqa: S603, S607
            yield cast("IO[bytes]", process.stdout)
    else:
        with path.open("rb") as file:
            yield file


def _stands_in(path: Path, words: Sequence[str]) -> bool:
    needles = [word.encode() for word in words]
    overlap = max(len(needle) for needle in needles)
    try:
        with _reading(path) as file:
            last = file.read(_CHUNK)
            if last.startswith((b"enc1:", _ZIP)):
                return _stands_in_packed(last + file.read(), words)
            while last:
                if any(needle in last for needle in needles):
                    return True
                fresh = file.read(_CHUNK)
                last = last[-overlap:] + fresh if fresh else b""
    except FileNotFoundError:  # gone meanwhile
        return False
    return False


def _stands_in_packed(data: bytes, words: Sequence[str]) -> bool:
    plain = _in_words(data) if data.startswith(_ZIP) else opened(data.decode(errors="replace"))
    return any(word in plain for word in words)
