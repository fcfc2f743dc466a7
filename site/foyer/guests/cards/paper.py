"""How cards lie on the paper: one a page in its exact size, or as many on an A4 sheet as fit."""

from __future__ import annotations

from dataclasses import dataclass

from foyer.guests.enums import CardPaper
from foyer.guests.models import CardDesign

A4 = (210, 297)
_EDGE = 8  # millimetres most printers leave white
_MARK = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A line to cut or to fold along, from one point to another, in millimetres."""

    x1: float
    y1: float
    x2: float
    y2: float
    is_fold: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One page: its size, where the cards' corners are, and the lines to cut and to fold along.

    Attributes:
        card: width and height of a card as it is read, half of what is cut out when it is folded.
        places: the upper left corner of each card.
    """

    width: float
    height: float
    card: tuple[int, int]
    places: tuple[tuple[float, float], ...]
    lines: tuple[Line, ...]

    @property
    def is_sideways(self) -> bool:
        """Whether the page is wider than it is high."""
        return self.width > self.height


def paper_of(design: CardDesign) -> Paper:
    """Return how the cards of a design lie on their paper."""
    width, height = design.millimetres
    tall = 2 * height if design.folded else height
    if design.paper == CardPaper.LABEL:
        folds = _folds(design, ((0, 0),), width, height)
        return Paper(width, tall, (width, height), ((0, 0),), folds)
    grids = [_grid(page, width, tall) for page in (A4, A4[::-1])]
    columns, rows, page = max(grids, key=lambda grid: grid[0] * grid[1])
    left, top = (page[0] - columns * width) / 2, (page[1] - rows * tall) / 2
    places = tuple(
        (left + column * width, top + row * tall)
        for row in range(rows)
        for column in range(columns)
    )
    lines = _folds(design, places, width, height)
    if design.cut_marks:
        lines += _cuts(page, (left, top), (columns, rows), (width, tall))
    return Paper(page[0], page[1], (width, height), places, lines)


def fits_a4(width: int, tall: int) -> bool:
    """Tell whether a piece of this size comes out of one sheet."""
    return min(width, tall) <= A4[0] and max(width, tall) <= A4[1]


def _grid(page: tuple[int, int], width: int, tall: int) -> tuple[int, int, tuple[int, int]]:
    """Return how many columns and rows fit; a piece as large as the sheet takes the whole of it."""
    columns = (page[0] - 2 * _EDGE) // width or int(width <= page[0])
    rows = (page[1] - 2 * _EDGE) // tall or int(tall <= page[1])
    return columns, rows, page


def _folds(
    design: CardDesign, places: tuple[tuple[float, float], ...], width: int, height: int
) -> tuple[Line, ...]:
    if not design.folded:
        return ()
    return tuple(
        line
        for x, y in places
        for line in (
            Line(x, y + height, x + _MARK, y + height, is_fold=True),
            Line(x + width - _MARK, y + height, x + width, y + height, is_fold=True),
        )
    )


def _cuts(
    page: tuple[int, int],
    corner: tuple[float, float],
    grid: tuple[int, int],
    piece: tuple[int, int],
) -> tuple[Line, ...]:
    """Return the marks at the ends of every cut, outside of the cards."""
    (left, top), (columns, rows), (width, tall) = corner, grid, piece
    right, bottom = left + columns * width, top + rows * tall
    reach = min(_MARK, left, top)
    if reach < 1:
        return ()
    lines: list[Line] = []
    for column in range(columns + 1):
        x = left + column * width
        lines += [Line(x, top - reach, x, top - 1), Line(x, bottom + 1, x, bottom + reach)]
    for row in range(rows + 1):
        y = top + row * tall
        lines += [Line(left - reach, y, left - 1, y), Line(right + 1, y, right + reach, y)]
    return tuple(lines)
