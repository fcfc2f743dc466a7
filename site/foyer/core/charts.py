"""Charts as drawings that need no script: where each bar, line and word stands. (FORMS 5)

Every chart has a title and a description for those who hear it, its figures stand in a table beside it, and
parts are told apart by patterns, not by colour alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.formats import number_format

WIDTH = 480
PATTERNS = 8
_ROW = 30
_VALUES = 48  # what stands right of the bars
_LONGEST = 20  # columns of text left of a bar; a Chinese character takes two
_COLUMN = 7.2  # how wide one is
_HEIGHT, _BASE = 200, 160  # of a chart of columns; what is below the base is for labels


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, column, or part of a bar.

    Attributes:
        pattern: which of the patterns fills it, from 1 on; 0: plain.
        text: what is written at (`text_x`, `text_y`), if anything.
    """

    x: float
    y: float
    width: float
    height: float
    pattern: int = 0
    text: str = ""
    text_x: float = 0
    text_y: float = 0


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a bar or under a column."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """What a pattern stands for."""

    pattern: int
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, ready to be drawn.

    Attributes:
        kind: "bars", "stacked" or "columns".
        description: the figures in one sentence.
        line: the points of a line through the tops of columns, as SVG writes them.
    """

    kind: str
    title: str
    description: str
    height: float
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    keys: tuple[Key, ...] = ()
    line: str = ""
    zero: float = 0
    width: int = WIDTH


def bars(title: str, rows: Sequence[tuple[str, int, int]]) -> Drawing:
    """Return horizontal bars.

    Args:
        title: what is counted.
        rows: for each thing its name, its count, its share in per cent.
    """
    left = _left(name for name, _count, _share in rows)
    room = WIDTH - left - _VALUES
    most = max((share for _name, _count, share in rows), default=0) or 1
    marks, labels = [], []
    for place, (name, count, share) in enumerate(rows):
        y, width = place * _ROW, room * share / max(most, 1)
        text = f"{count}"
        marks.append(
            Mark(
                left,
                y + 5,
                round(width, 1),
                _ROW - 10,
                0,
                text,
                left + round(width, 1) + 6,
                y + 20,
            )
        )
        labels.append(Label(left - 8, y + 20, shortened(name)))
    told = "; ".join(f"{name}: {count} ({share} %)" for name, count, share in rows)
    return Drawing("bars", title, told, len(rows) * _ROW, tuple(marks), tuple(labels))


def stacked(title: str, parts: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> Drawing:
    """Return one bar for each group, parted by what was answered, all of the same length.

    Args:
        title: what is counted.
        parts: the names of the parts.
        rows: for each group its name and its counts, part by part.
    """
    left = _left(name for name, _counts in rows)
    room = WIDTH - left - 8
    marks, labels, told = [], [], []
    for place, (name, counts) in enumerate(rows):
        x, y, among = left, place * _ROW, sum(counts) or 1
        for part, count in enumerate(counts):
            width = room * count / among
            share = round(100 * count / among)
            text = f"{share}%" if width > 36 else ""
            middle = round(x + width / 2, 1)
            if count:
                marks.append(
                    Mark(
                        round(x, 1),
                        y + 3,
                        round(width, 1),
                        _ROW - 6,
                        _pattern(part),
                        text,
                        middle,
                        y + 19,
                    )
                )
            x += width
        labels.append(Label(left - 8, y + 20, shortened(name)))
        shares = (f"{one} {round(100 * n / among)} %" for one, n in zip(parts, counts, strict=True))
        told.append(f"{name}: {', '.join(shares)}")
    keys = tuple(Key(_pattern(part), name) for part, name in enumerate(parts))
    return Drawing(
        "stacked", title, "; ".join(told), len(rows) * _ROW, tuple(marks), tuple(labels), keys
    )


def columns(
    title: str, rows: Sequence[tuple[str, float | None]], *, least: float, most: float, line: bool
) -> Drawing:
    """Return columns for a figure of each group, joined by a line where the groups follow in time.

    Args:
        title: what the figure is.
        rows: for each group its name and its figure, if it has any.
        least, most: the ends of the scale.
        line: whether the tops are joined.
    """
    room = WIDTH / max(len(rows), 1)
    wide, reach = min(room * 0.6, 64), (most - least) or 1
    step = ceil(min(_left(name for name, _value in rows), WIDTH / 3) / room) if rows else 1
    height = _BASE - 24

    def level(value: float) -> float:
        return _BASE - height * (min(max(value, least), most) - least) / reach

    zero = level(min(max(0, least), most))
    marks, labels, points, told = [], [], [], []
    for place, (name, value) in enumerate(rows):
        middle = room * (place + 0.5)
        if place % step == 0:
            words = shortened(name, int(room * step / _COLUMN))
            labels.append(Label(round(middle, 1), _BASE + 20, words))
        told.append(f"{name}: {'–' if value is None else short(value)}")
        if value is None:
            continue
        top, bottom = sorted((level(value), zero))
        marks.append(
            Mark(
                round(middle - wide / 2, 1),
                round(top, 1),
                round(wide, 1),
                round(max(bottom - top, 1), 1),
                0,
                short(value),
                round(middle, 1),
                round(top - 6, 1),
            )
        )
        points.append(f"{middle:.1f},{level(value):.1f}")
    return Drawing(
        "columns",
        title,
        "; ".join(told),
        _HEIGHT,
        tuple(marks),
        tuple(labels),
        line=" ".join(points) if line and len(points) > 1 else "",
        zero=round(zero, 1),
    )


def short(value: float) -> str:
    """Return a figure with at most two decimals, as the reader's language writes it."""
    rounded = round(value, 2)
    text: str = number_format(int(rounded) if float(rounded).is_integer() else rounded)
    return text


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return a text cut so that it fits beside a bar; the table has it whole."""
    room = longest
    for place, character in enumerate(text):
        room -= 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if room < 0:
            return text[: max(place - 1, 1)] + "…"
    return text


def _left(names: Iterable[str]) -> float:
    """How much room the longest of some names takes."""
    return min(max(map(_columns, names), default=0), _LONGEST) * _COLUMN + 12


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _pattern(part: int) -> int:
    return part % PATTERNS + 1
