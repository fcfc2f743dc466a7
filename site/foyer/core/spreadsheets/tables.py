"""What a file is read as: rows of text with their numbers, and how it was read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

NONE: Mapping[int, str] = MappingProxyType({})


class Row(NamedTuple):
    """One row as it stands in the file: its number there, its cells, and what is wrong with some of them.

    `faults` maps a cell's position to the name of a fault, see `faults.FAULTS`.
    """

    number: int
    cells: tuple[str, ...]
    faults: Mapping[int, str] = NONE


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read; empty choices are guessed. `header` is the number of the row of headers."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A file that has been opened: the choices made, what else could be chosen, and its rows, to be read once."""

    kind: str
    reading: Reading
    rows: Iterator[Row]
    certain: bool = True
    encodings: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read to its end: the choices made, what else could be chosen, its first rows or all."""

    kind: str
    reading: Reading
    rows: tuple[Row, ...]
    total: int
    width: int
    certain: bool = True
    encodings: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
