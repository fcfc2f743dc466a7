"""Finding the row of headers and which column is what. (IMPORT 3)"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal
from foyer.core.spreadsheets.encodings import is_ruined
from foyer.core.spreadsheets.reader import Row, Table
from foyer.core.text import fold

from .targets import Target

IGNORED = ""
_WORDS_RUN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GIVEN_BESIDE_FAMILY = "名字"  # the whole name, but in Outlook's 姓氏, 名字 the given one
HEADERS_WITHIN = 10  # a title and remarks may stand above the headers


class MissingColumn(Refusal):
    """A column without which nothing can be imported."""

    code = "missing_column"
    message = _(
        "No column is marked as “%(column)s”. The headers found are: %(headers)s. Say below which "
        "column it is, or correct the file."
    )


class ColumnTwice(Refusal):
    """Two columns say they are the same."""

    code = "column_twice"
    message = _("Two columns are marked as “%(column)s”. Keep one of them and ignore the other.")


class UnknownColumn(Refusal):
    """A mapping that was not on offer."""

    code = "unknown_column"
    message = _("Choose the meaning of each column from the list.")


class NoRows(Refusal):
    """Headers and nothing under them."""

    code = "no_rows"
    message = _("There are headers but no rows under them. Choose the file that holds the list.")


class RuinedHeaders(Refusal):
    """Text that no encoding brings back."""

    code = "ruined_headers"
    message = _(
        "The text in this file was already damaged when it was saved, for example “%(header)s”. "
        "Choosing another encoding cannot mend it: export the list again from where it came."
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table's headers are, what they say, and the meaning of each column by its position."""

    header_row: int
    headers: tuple[str, ...]
    meanings: tuple[str, ...]

    def missing(self, target: Target) -> list[str]:
        """Return the names of the needed columns no column is marked as, nor as a part of it."""
        return target.missing(self.meanings)


def known_words(target: Target) -> Collection[str]:
    """Return the folded headers that are known."""
    return target.headers.keys()


def find_layout(table: Table, target: Target, chosen: Mapping[str, str] | None = None) -> Layout:
    """Return the layout of a table: the row of headers, and the meaning of each column.

    Args:
        table: the rows as read.
        target: the list it is for.
        chosen: meanings a person gave, by the column's position.
    """
    header = _header_of(table, target)
    headers = tuple(header.cells) + ("",) * (table.width - len(header.cells))
    if chosen:
        return Layout(header.number, headers, _as_chosen(chosen, table.width))
    return Layout(header.number, headers, _as_found(headers, target))


def _header_of(table: Table, target: Target) -> Row:
    """Return the row a person chose, else the one with most known headers, else the first full one."""
    top = table.rows[:HEADERS_WITHIN]
    if chosen := next((row for row in top if row.number == table.reading.header), None):
        return chosen
    return max(top, key=lambda row: (_known(row, target), sum(map(bool, row.cells)) > 1))


def _as_chosen(chosen: Mapping[str, str], width: int) -> tuple[str, ...]:
    return tuple(chosen.get(str(position), IGNORED) for position in range(width))


def _as_found(headers: Sequence[str], target: Target) -> tuple[str, ...]:
    """Return the meanings of headers.

    Of several that mean the same, the plainest is taken; the next go to the columns for further ones.
    """
    alike: dict[str, list[tuple[int, int]]] = {}
    ranked = [_ranked(text, target) for text in headers]
    apart = any(key == "family_name" for key, _rank in ranked)
    for position, (key, rank) in enumerate(ranked):
        if apart and key == "name" and fold(headers[position]) == _GIVEN_BESIDE_FAMILY:
            alike.setdefault("given_name", []).append((rank, position))
        elif key:
            alike.setdefault(key, []).append((rank, position))
    whole = {column.key for column in target.columns if column.key in alike}
    parts = {part.key for c in target.columns if c.key in whole for part in c.parts}
    meanings = [IGNORED] * len(headers)
    for key in alike.keys() - parts:
        places = (key, *(more for more in target.column(key).further if more not in alike))
        for place, (_rank, position) in zip(places, sorted(alike[key]), strict=False):
            meanings[position] = place
    return target.settle(headers, tuple(meanings))


def _known(row: Row, target: Target) -> int:
    return sum(bool(meaning_of(cell, target)) for cell in row.cells)


def meaning_of(header: str, target: Target) -> str:
    """Return the column a header means, or nothing."""
    return _ranked(header, target)[0]


def _ranked(header: str, target: Target) -> tuple[str, int]:
    """Return the column a header means and how far down its synonyms it stands."""
    text = fold(header.replace("_", " ")).strip(" *:：")
    apart = fold(_WORDS_RUN_TOGETHER.sub(" ", header.replace("_", " ")))
    plain, alone = text.partition("(")[0].strip(), text.removesuffix("1").strip()
    for candidate in (text, plain, text.replace(" ", ""), apart, alone):
        if found := target.headers.get(candidate):
            return found
    return IGNORED, 0


def check_layout(layout: Layout, table: Table, target: Target) -> None:
    """Refuse a layout nothing can be imported with.

    Raises:
        Refusal: a subclass that names the column or the headers found.
    """
    known = {column.key: column for column in target.choices}
    if set(layout.meanings) - known.keys() - {IGNORED}:
        raise UnknownColumn
    for key, column in known.items():
        if layout.meanings.count(key) > 1:
            raise ColumnTwice(column=column.label)
    if missing := layout.missing(target):
        if ruined := next((text for text in layout.headers if is_ruined(text)), ""):
            raise RuinedHeaders(header=ruined)
        found = "、".join(text for text in layout.headers if text)
        raise MissingColumn(column=missing[0], headers=found[:300])
    if not rows_under(table, layout):
        raise NoRows


def rows_under(table: Table, layout: Layout) -> int:
    """Return how many rows stand under the headers."""
    return table.total - sum(row.number <= layout.header_row for row in table.rows)
