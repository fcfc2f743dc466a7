"""A sealed stream: AES-256-GCM in chunks, so that nothing is ever whole in memory.

    header   magic, format, salt, name of the key, SHA-256 of these
    chunk    flag (1: the last), length, then so many sealed bytes; again and again

Each chunk's nonce is its number; header, flag and length are authenticated with it (the STREAM construction).
A chunk that was flipped, moved, left out or repeated does not open, and a file that ends before its last
chunk is known to be truncated. The key is made for the one file, of its salt.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterator, Sequence
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .keys import BackupKey
from .refusals import (
    BackupDamaged,
    BackupTruncated,
    NotABackup,
    OtherBackupKey,
    UnknownFormat,
)

FORMAT = 1
CHUNK = 1024 * 1024
_MAGIC = b"FOYERBAK"
_HEADER = struct.Struct(">8sH32s8s")
_FRAME = struct.Struct(">BI")
_TAG = 16
_DIGEST = 32
HEADER_BYTES = _HEADER.size + _DIGEST


class SealedWriter:
    """Seals what is written to a file; without `finish` the file is known to be truncated."""

    def __init__(self, file: IO[bytes], key: BackupKey) -> None:
        salt = os.urandom(32)
        head = _HEADER.pack(_MAGIC, FORMAT, salt, key.fingerprint)
        self._digest = hashlib.sha256(head).digest()
        self._file, self._cipher = file, AESGCM(key.file_key(salt))
        self._number, self._waiting = 0, bytearray()
        file.write(head + self._digest)

    def write(self, data: bytes | memoryview) -> None:
        """Take some bytes."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Write the last chunk."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, data: bytes, *, last: bool) -> None:
        frame = _FRAME.pack(last, len(data) + _TAG)
        sealed = self._cipher.encrypt(_nonce(self._number), data, self._digest + frame)
        self._file.write(frame)
        self._file.write(sealed)
        self._number += 1


class SealedReader:
    """Opens a sealed file from its beginning to its end.

    Raises:
        NotABackup: it does not begin as one does.
        UnknownFormat: a later Foyer wrote it.
        OtherBackupKey: none of the keys opens it.
        BackupTruncated: it ends too early; on reading.
        BackupDamaged: some of it is not what was written; on reading.
    """

    def __init__(self, file: IO[bytes], keys: Sequence[BackupKey]) -> None:
        head, digest = file.read(_HEADER.size), file.read(_DIGEST)
        salt, fingerprint = _understood(head, digest)
        key = next((key for key in keys if key.fingerprint == fingerprint), None)
        if key is None:
            raise OtherBackupKey(key=fingerprint.hex())
        self._file, self._cipher, self._digest = file, AESGCM(key.file_key(salt)), digest
        self._chunks = self._opened()
        self._held = memoryview(b"")
        self.position = HEADER_BYTES  # in the file, of what was opened

    def read(self, size: int) -> bytes:
        """Return exactly so many bytes; fewer only at the end."""
        parts: list[memoryview] = []
        while size:
            if not self._held:
                chunk = next(self._chunks, None)
                if chunk is None:
                    break
                self._held = memoryview(chunk)
            part, self._held = self._held[:size], self._held[size:]
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _opened(self) -> Iterator[bytes]:
        """Yield the chunks, each known to be what was written, in its place."""
        number, last = 0, 0
        while not last:
            start = self.position
            frame = self._file.read(_FRAME.size)
            if len(frame) < _FRAME.size:
                raise BackupTruncated(at=start + len(frame))
            last, length = _FRAME.unpack(frame)
            if last > 1 or not _is_length(length, last=bool(last)):
                raise BackupDamaged(start=start, end=start + _FRAME.size)
            sealed = self._file.read(length)
            self.position += _FRAME.size + len(sealed)
            if len(sealed) < length:
                raise BackupTruncated(at=self.position)
            try:
                yield self._cipher.decrypt(_nonce(number), sealed, self._digest + frame)
            except InvalidTag as reason:
                raise BackupDamaged(start=start, end=self.position) from reason
            number += 1
        if self._file.read(1):
            raise BackupDamaged(start=self.position, end=self.position + 1)


def _understood(head: bytes, digest: bytes) -> tuple[bytes, bytes]:
    """Return the salt and the name of the key in a header."""
    if not head.startswith(_MAGIC[: len(head)]) or not head:
        raise NotABackup(why="FOYERBAK is not there")
    if len(digest) < _DIGEST:
        raise BackupTruncated(at=len(head) + len(digest))
    _magic, version, salt, fingerprint = _HEADER.unpack(head)
    if hashlib.sha256(head).digest() != digest:
        raise NotABackup(why=f"bytes 0 to {HEADER_BYTES}")
    if version != FORMAT:
        raise UnknownFormat(format=version, known=FORMAT)
    return salt, fingerprint


def _is_length(length: int, *, last: bool) -> bool:
    return _TAG <= length <= CHUNK + _TAG if last else length == CHUNK + _TAG


def _nonce(number: int) -> bytes:
    return number.to_bytes(12)
