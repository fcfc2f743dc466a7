"""Looking a bag over before anything of it is believed: names, amounts, lists, every hash. (RFC 8493, security 8)

Nothing is written anywhere, and no file is held in memory but cards and lists, which have a bound.
"""

from __future__ import annotations

import hashlib
import lzma
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Final

from .packing import DECLARATION, INFO, MANIFEST, PAYLOAD, TAG_MANIFEST
from .words import Fault

BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
_CHUNK: Final = 1024 * 1024
_MOST_FILES: Final = 500_000
_MOST_TIMES: Final = 20  # larger than the ZIP itself; records are stored as they are
_FREE: Final = 64 * 1024 * 1024
_MOST_TEXT: Final = 128 * 1024 * 1024  # of a list
MOST_CARD: Final = 4 * 1024 * 1024
MOST_FAULTS: Final = 1000
_HASH: Final = re.compile(r"([0-9a-fA-F]{64})[ \t]+\*?(.+)")
_VERSION: Final = re.compile(r"BagIt-Version:\s*(1\.0|0\.97)\s*$", re.MULTILINE)
_NEEDED: Final = (DECLARATION, INFO, MANIFEST, TAG_MANIFEST)
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_LOCKED: Final = 0x1
Told = Callable[[int, int], None]


class OpenedBag:
    """A ZIP that is to be a bag; `faults` grows with what is wrong, and once there are none it can be trusted."""

    def __init__(self, file: IO[bytes]) -> None:
        self.faults: list[Fault] = []
        self.hashes: dict[str, tuple[str, int]] = {}
        self.info: dict[str, str] = {}
        self._parts: dict[str, zipfile.ZipInfo] = {}
        self._zip: zipfile.ZipFile | None = None
        try:
            self._zip = zipfile.ZipFile(file)
        except BROKEN:
            self.faults.append(Fault("not_zip"))
            return
        size = file.seek(0, 2)
        self._look_over(self._zip.infolist(), size)

    @property
    def names(self) -> list[str]:
        """The files, without the top folder."""
        return sorted(self._parts)

    def verify(self, told: Told = lambda _done, _all: None) -> None:
        """Compare every file with the bag's lists."""
        if self.faults:
            return
        self.faults += [Fault("no_tag", name) for name in _NEEDED if name not in self._parts]
        if self.faults:
            return
        if not _VERSION.search(self.text(DECLARATION)):
            self.faults.append(Fault("bad_version", DECLARATION))
        listed = self._listed(MANIFEST) | self._listed(TAG_MANIFEST)
        self._compare(listed, told)
        self.info = dict(_pairs(self.text(INFO)))
        self._weigh()

    def open(self, name: str) -> IO[bytes]:
        """Open one of the files."""
        assert self._zip is not None  # noqa: S101  nobody opens what has no names
        return self._zip.open(self._parts[name])

    def read(self, name: str, most: int) -> bytes:
        """Return a small file whole; nothing where it is larger than may be or damaged."""
        if name not in self._parts or self._parts[name].file_size > most:
            return b""
        try:
            with self.open(name) as stream:
                return stream.read(most)
        except BROKEN:
            return b""

    def text(self, name: str) -> str:
        """Return a list of the bag as text."""
        return self.read(name, _MOST_TEXT).decode("utf-8-sig", errors="replace")

    def _look_over(self, parts: list[zipfile.ZipInfo], size: int) -> None:
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > _MOST_FILES:
            self.faults.append(Fault("too_many", params={"count": len(parts)}))
        if unpacked > size * _MOST_TIMES + _FREE:
            self.faults.append(Fault("bomb", params={"size": unpacked}))
        if self.faults:
            return
        tops, seen = set(), set()
        for part in parts:
            self.faults += [Fault(code, _printable(part.filename)) for code in _wrong(part)]
            folded = unicodedata.normalize("NFC", part.filename).casefold()
            if folded in seen:
                self.faults.append(Fault("twice", _printable(part.filename)))
            seen.add(folded)
            top, _slash, rest = part.filename.partition("/")
            tops.add((top, bool(_slash)))
            if rest and not part.is_dir():
                self._parts[rest] = part
        if not self.faults and (len(tops) != 1 or not self._parts):
            self.faults.append(Fault("not_one_top"))

    def _listed(self, name: str) -> dict[str, str]:
        listed = {}
        for number, line in enumerate(self.text(name).splitlines(), 1):
            if found := _HASH.fullmatch(line):
                path = re.sub("%(0[aAdD]|25)", lambda m: chr(int(m[1], 16)), found[2])
                listed[path.removeprefix("./")] = found[1].lower()
            elif line.strip():
                self.faults.append(Fault("bad_line", name, {"line": number}))
        return listed

    def _compare(self, listed: dict[str, str], told: Told) -> None:
        self.faults += [
            Fault("missing", _printable(name)) for name in listed if name not in self._parts
        ]
        total = len(self._parts)
        for count, name in enumerate(self.names, 1):
            told(count, total)
            if name not in listed:
                if name != TAG_MANIFEST and (name.startswith(PAYLOAD) or "/" not in name):
                    self.faults.append(Fault("not_listed", _printable(name)))
                continue
            try:
                with self.open(name) as stream:
                    self.hashes[name] = found = hashed(stream)
            except BROKEN:
                self.faults.append(Fault("damaged", _printable(name)))
                continue
            if found[0] != listed[name]:
                words = {"found": found[0], "expected": listed[name]}
                self.faults.append(Fault("changed", _printable(name), words))

    def _weigh(self) -> None:
        said = self.info.get("Payload-Oxum", "")
        payload = [part for name, part in self._parts.items() if name.startswith(PAYLOAD)]
        found = f"{sum(part.file_size for part in payload)}.{len(payload)}"
        if said and said != found:
            self.faults.append(Fault("oxum", INFO, {"expected": said, "found": found}))


def hashed(stream: IO[bytes]) -> tuple[str, int]:
    """Return the SHA-256 and the size of a stream, read in pieces."""
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(_CHUNK):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _wrong(part: zipfile.ZipInfo) -> Iterator[str]:
    name = part.orig_filename
    path = PurePosixPath(name)
    if (
        path.is_absolute()
        or ".." in path.parts
        or "\\" in name
        or _DRIVE.match(name)
        or not name.isprintable()
        or not name.strip("/.")
    ):
        yield "bad_name"
    mode = part.external_attr >> 16
    if mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_IFMT(mode) == 0):
        yield "not_a_file"
    if part.flag_bits & _LOCKED:
        yield "locked"


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and not line[:1].isspace():
            yield name.strip(), value.strip()


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in name)[:300]
