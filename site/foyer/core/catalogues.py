"""Message catalogues, read and compiled without GNU gettext: a clone needs nothing but Python."""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_MAGIC = 0x950412DE
_FIELD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])? (\".*)")


@dataclass(slots=True)
class Entry:
    """One sentence and its translation."""

    context: str | None = None
    source: str = ""
    plural: str | None = None
    translations: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        """The sentence as the compiled catalogue files it: context and source."""
        return self.source if self.context is None else f"{self.context}\x04{self.source}"

    @property
    def is_translated(self) -> bool:
        """Whether every form is filled and nobody doubts it."""
        return not self.fuzzy and bool(self.translations) and all(self.translations.values())


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            block.append(line.strip())
        elif block:
            yield block
            block = []


def _entry(block: list[str]) -> Entry | None:
    """Return the entry of a block of lines; None for one that is no longer in use."""
    entry, name, index = Entry(), "", 0
    values: dict[tuple[str, int], str] = {}
    for line in block:
        if line.startswith("#"):
            entry.fuzzy = entry.fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        text = line
        if found := _FIELD.match(line):
            name, index, text = found[1], int(found[2] or 0), found[3]
            values[name, index] = ""
        values[name, index] += ast.literal_eval(text)
    if ("msgid", 0) not in values:
        return None
    entry.context = values.get(("msgctxt", 0))
    entry.source = values["msgid", 0]
    entry.plural = values.get(("msgid_plural", 0))
    entry.translations = {i: text for (name, i), text in values.items() if name == "msgstr"}
    return entry


def read_po(path: Path) -> list[Entry]:
    """Return the entries of a catalogue, its header (an empty source) included."""
    entries = (_entry(block) for block in _blocks(path.read_text(encoding="utf-8")))
    return [entry for entry in entries if entry]


def compiled(entries: Iterable[Entry]) -> bytes:
    """Return entries in the binary form that Python's gettext reads; untranslated ones are left out."""
    pairs = sorted(
        (
            (e.key if e.plural is None else f"{e.key}\0{e.plural}").encode(),
            "\0".join(text for _, text in sorted(e.translations.items())).encode(),
        )
        for e in entries
        if e.is_translated
    )
    start = 7 * 4 + 16 * len(pairs)
    sources = b"".join(source + b"\0" for source, _ in pairs)
    tables: list[list[int]] = [[], []]
    offsets = [start, start + len(sources)]
    for pair in pairs:
        for i, text in enumerate(pair):
            tables[i] += [len(text), offsets[i]]
            offsets[i] += len(text) + 1
    head = [_MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0]
    numbers = head + tables[0] + tables[1]
    return (
        struct.pack(f"<{len(numbers)}I", *numbers) + sources + b"".join(t + b"\0" for _, t in pairs)
    )


def compile_po(path: Path) -> bool:
    """Compile a catalogue beside itself unless that is already done; tell whether it was needed."""
    target = path.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
        return False
    scratch = target.with_suffix(".mo.new")
    scratch.write_bytes(compiled(read_po(path)))
    scratch.replace(target)  # whoever reads at this moment sees the old or the new one, whole
    return True
