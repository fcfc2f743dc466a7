"""Writing a bag as a ZIP, piece by piece: stored, not squeezed, so a torn one gives back what it can. (RFC 8493)"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from types import TracebackType
from typing import IO, Final, Self

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import override

MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
DECLARATION: Final = "bagit.txt"
INFO: Final = "bag-info.txt"
PAYLOAD: Final = "data/"
_DECLARED: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MODE: Final = 0o100644 << 16
_EARLIEST: Final = 1980  # where ZIP begins to count years


class BagWriter:
    """A bag being written; use as a context manager, and `close_bag` once all is in it."""

    def __init__(self, target: IO[bytes], *, top: str, at: datetime) -> None:
        moment = timezone.localtime(at)
        self._top = top
        self._time = (max(moment.year, _EARLIEST), *moment.timetuple()[1:6])
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._payload: list[tuple[str, str]] = []
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    @property
    def files(self) -> int:
        """How many files the payload has so far."""
        return len(self._payload)

    def add(self, path: str, pieces: Iterable[bytes], *, size: int = 0) -> str:
        """Put a file into the payload and return its SHA-256.

        Args:
            path: below data/.
            pieces: its bytes.
            size: how many there will be about; decides whether its entry is one for large files.
        """
        name = PAYLOAD + path
        sha256, written = self._write(name, pieces, size)
        self._payload.append((sha256, name))
        self.size += written
        return sha256

    def close_bag(self, info: Sequence[tuple[str, str]], *, at: datetime) -> None:
        """Write what makes a bag of it: declaration, info, and what each file's hash is."""
        with override("en"):
            size = filesizeformat(self.size).replace("\xa0", " ")
        lines = [
            *info,
            ("Bagging-Date", timezone.localdate(at).isoformat()),
            ("Bag-Size", size),
            ("Payload-Oxum", f"{self.size}.{self.files}"),
        ]
        tags = {
            DECLARATION: _DECLARED,
            INFO: "".join(f"{name}: {_line(value)}\n" for name, value in lines).encode(),
            MANIFEST: "".join(f"{sha256}  {name}\n" for sha256, name in self._payload).encode(),
        }
        listed = [
            f"{self._write(name, [data], len(data))[0]}  {name}\n" for name, data in tags.items()
        ]
        self._write(TAG_MANIFEST, ["".join(listed).encode()], 0)

    def _write(self, name: str, pieces: Iterable[bytes], size: int) -> tuple[str, int]:
        entry = zipfile.ZipInfo(f"{self._top}/{name}", self._time)
        entry.external_attr, entry.file_size = _MODE, size
        hashed, written = hashlib.sha256(), 0
        with self._zip.open(entry, "w") as target:
            for piece in pieces:
                target.write(piece)
                hashed.update(piece)
                written += len(piece)
        return hashed.hexdigest(), written


def _line(value: str) -> str:
    return " ".join(value.split())
