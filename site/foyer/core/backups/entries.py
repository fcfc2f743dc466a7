"""What lies in a sealed stream: entries, one after the other, each with its size and hash behind it.

    entry    length, JSON {"path", "packed", …} · blocks: length, bytes · 0 · length, JSON {"size", "sha256", …}

Size and hash are known only once a file was read, hence behind it; a file that changed while it was read is
marked void there and follows again.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from .refusals import BackupInconsistent

BLOCK = 256 * 1024
_LENGTH = struct.Struct(">I")
_LEVEL = 1
_WORTH = 0.9  # packed, a file's first block must be smaller by a tenth; pictures are not
_MOST_JSON = 16 * 1024 * 1024
_MOST_BLOCK = 2 * BLOCK


class Sink(Protocol):
    """Takes bytes."""

    def write(self, data: bytes) -> object:
        """Take some."""


class Source(Protocol):
    """Gives bytes."""

    def read(self, size: int) -> bytes:
        """Give so many; fewer at the end."""


@dataclass(slots=True)
class Entry:
    """One entry: what it is called, and once it was read, what it is."""

    path: str
    told: dict[str, Any] = field(default_factory=dict)
    size: int = 0
    sha256: str = ""
    is_void: bool = False

    @property
    def line(self) -> bytes:
        """The line of the manifest that tells of it."""
        told = {"path": self.path, "size": self.size, "sha256": self.sha256}
        return json.dumps(told, ensure_ascii=False).encode() + b"\n"


def write_told(out: Sink, told: dict[str, Any]) -> None:
    """Write what is told before all entries."""
    _write_json(out, told)


def read_told(source: Source) -> dict[str, Any]:
    """Read what is told before all entries."""
    return _json(source, source.read(_LENGTH.size))


def write_entry(
    out: Sink,
    path: str,
    blocks: Iterator[bytes],
    *,
    is_void: Callable[[], bool] = lambda: False,
    packs: bool = True,
    told: dict[str, Any] | None = None,
) -> Entry:
    """Write one entry.

    Args:
        out: takes it.
        path: its name in the backup.
        blocks: its bytes, none longer than `BLOCK`.
        is_void: asked when all were read: whether they are not to be used after all.
        packs: whether packing is tried; what is packed already is not.
        told: what is told before it.
    """
    entry, digest = Entry(path, told or {}), hashlib.sha256()
    first = next(blocks, b"")
    pack = zlib.compressobj(_LEVEL) if packs and _is_worth_packing(first) else None
    _write_json(out, {"path": path, "packed": "zlib" if pack else "", **entry.told})
    for block in _with_first(first, blocks):
        entry.size += len(block)
        digest.update(block)
        _write_block(out, pack.compress(block) if pack else block)
    if pack:
        _write_block(out, pack.flush())
    out.write(_LENGTH.pack(0))
    entry.sha256, entry.is_void = digest.hexdigest(), is_void()
    _write_json(out, {"size": entry.size, "sha256": entry.sha256, "void": entry.is_void})
    return entry


def read_entry(source: Source, into: Callable[[Entry], Sink]) -> Entry | None:
    """Read one entry and hand its bytes on; None at the end of the stream.

    Args:
        source: gives the stream.
        into: returns what takes the bytes of an entry, once its name is known.

    Raises:
        BackupInconsistent: what was read is not what is told behind it.
    """
    length = source.read(_LENGTH.size)
    if not length:
        return None
    told = _json(source, length)
    entry = Entry(str(told.pop("path")))
    unpack = zlib.decompressobj() if told.pop("packed") == "zlib" else None
    entry.told, sink, digest = told, into(entry), hashlib.sha256()
    for block in _blocks(source):
        for part in _unpacked(unpack, block):
            entry.size += len(part)
            digest.update(part)
            sink.write(part)
    if unpack is not None:
        rest = unpack.flush()
        entry.size += len(rest)
        digest.update(rest)
        sink.write(rest)
    entry.sha256 = digest.hexdigest()
    behind = _json(source, source.read(_LENGTH.size))
    entry.is_void = bool(behind["void"])
    if (entry.size, entry.sha256) != (behind["size"], behind["sha256"]):
        raise BackupInconsistent(why=f"{entry.path} is not what its hash tells")
    return entry


def _with_first(first: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from blocks


def _is_worth_packing(first: bytes) -> bool:
    return bool(first) and len(zlib.compress(first, _LEVEL)) < len(first) * _WORTH


def _write_json(out: Sink, told: dict[str, Any]) -> None:
    data = json.dumps(told, ensure_ascii=False).encode()
    out.write(_LENGTH.pack(len(data)) + data)


def _write_block(out: Sink, block: bytes) -> None:
    for start in range(0, len(block), _MOST_BLOCK):
        part = block[start : start + _MOST_BLOCK]
        out.write(_LENGTH.pack(len(part)))
        out.write(part)


def _exactly(source: Source, size: int) -> bytes:
    data = source.read(size)
    if len(data) != size:
        raise BackupInconsistent(why="it ends in the middle of an entry")
    return data


def _json(source: Source, length: bytes) -> dict[str, Any]:
    if len(length) < _LENGTH.size or _LENGTH.unpack(length)[0] > _MOST_JSON:
        raise BackupInconsistent(why="an entry has no beginning")
    told: dict[str, Any] = json.loads(_exactly(source, _LENGTH.unpack(length)[0]))
    return told


def _blocks(source: Source) -> Iterator[bytes]:
    while size := _LENGTH.unpack(_exactly(source, _LENGTH.size))[0]:
        if size > _MOST_BLOCK:
            raise BackupInconsistent(why="a block is longer than blocks are")
        yield _exactly(source, size)


def _unpacked(unpack: Any, block: bytes) -> Iterator[bytes]:
    """Yield what a block unpacks to, piece by piece: little may unpack to much."""
    if unpack is None:
        yield block
        return
    while block:
        yield unpack.decompress(block, BLOCK)
        block = unpack.unconsumed_tail
