"""What earlier rows of a file have said: of which clients, and of which of their contacts."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from foyer.clients.services.import_fields import ADDRESS_COLUMNS, CLIENT_COLUMNS

from .looks import Look, sentence

_SURE = ("number", "credit_code", "business_number")
_OTHERWISE = _("Row %(row)s says something else of the same client. Write the same in both.")
_NOT_THERE = _(
    "Say this in row %(row)s, the first row of this client; the rows below it add contacts."
)
_TOLD = (*CLIENT_COLUMNS, *ADDRESS_COLUMNS)
_NUMBER_OF = {key: place << 32 for place, key in enumerate(_TOLD)}
_MARK = (1 << 32) - 1
_ROW_BITS, _REACH = 31, (1 << 32) - 1
_ROWS = (1 << _ROW_BITS) - 1


class Carrier(NamedTuple):
    """The first row of a client in a file; it alone says what the client is like.

    `pk` is the client known to be meant, or 0; `told` are marks of what the row says, each with the
    number of its column before it.
    """

    row: int
    pk: int
    told: array[int]
    name: int = 0

    def is_called(self, look: Look) -> bool:
        """Tell whether a row calls the client the same, or one of the two leaves the kind of company out."""
        name, short = _name(look), hash(look.folded)
        return name == self.name or short in (name, self.name)

    def marks(self) -> dict[int, int]:
        """Return the marks by the numbers of their columns."""
        return _by_column(self.told)


class _Carriers:
    """The first rows of many clients, as numbers one after another: an object of each takes twice the memory."""

    def __init__(self) -> None:
        self._rows, self._pks, self._names = array("q"), array("q"), array("q")
        self._told, self._ends = array("Q"), array("q", [0])

    def add(self, one: Carrier) -> int:
        """Keep one; return its place."""
        self._rows.append(one.row)
        self._pks.append(one.pk)
        self._names.append(one.name)
        self._told.extend(one.told)
        self._ends.append(len(self._told))
        return len(self._rows) - 1

    def __getitem__(self, place: int) -> Carrier:
        told = self._told[self._ends[place] : self._ends[place + 1]]
        return Carrier(self._rows[place], self._pks[place], told, self._names[place])


class RowsBefore:
    """Remembers the rows of a file that were judged, in some hundred bytes for each client."""

    def __init__(self) -> None:
        self._carriers, self._places = _Carriers(), dict[int, int]()
        self._persons: dict[int, int] = {}  # the row, and before it a mark of how to reach them
        self._mains: dict[int, int] = {}

    def carrier(self, look: Look, pk: int = 0) -> tuple[Carrier | None, bool]:
        """Return the earlier row of the same client, and whether it certainly is the same.

        It is known by a number, by its name, or by who it is.
        """
        if pk and (place := self._places.get(hash(("pk", pk)))) is not None:
            return self._carriers[place], True
        for kind, key in look.keys:
            if (place := self._places.get(hash((kind, key)))) is not None:
                known = self._carriers[place]
                if kind != "company":
                    return known, True
                return known, not _speaks_against(_told(look), known) and known.is_called(look)
        return None, False

    def remember(self, look: Look, pk: int) -> None:
        """Remember the first row of a client."""
        carrier = Carrier(look.row.number, pk, _told(look), _name(look))
        place = self._carriers.add(carrier)
        keys: Iterable[tuple[str, Hashable]] = look.keys
        for key in keys:
            self._places.setdefault(hash(key), place)
        if pk:
            self._places.setdefault(hash(("pk", pk)), place)

    def contradictions(self, look: Look, carrier: Carrier) -> list[str]:
        """Return what a row says of a client otherwise than the client's first row."""
        said = []
        marks, now = carrier.marks(), _by_column(_told(look))
        for key in _TOLD:
            mark, before = (found.get(_NUMBER_OF[key], 0) for found in (now, marks))
            if not mark or mark == before or (key in _SURE and not before and carrier.pk):
                continue
            words = _OTHERWISE if before else _NOT_THERE
            said.append(sentence(key, str(words) % {"row": carrier.row}))
        return said

    def person(self, look: Look, group: Hashable) -> tuple[int, bool]:
        """Return the earlier row with the same contact of the same client and whether that is certain; remember it."""
        key = hash((group, look.named))
        reach = (hash(look.phone or look.email) & _REACH or 1) if look.phone or look.email else 0
        kept = self._persons.setdefault(key, reach << _ROW_BITS | look.row.number)
        row, before = kept & _ROWS, kept >> _ROW_BITS
        if row == look.row.number:
            return 0, False
        return row, not (reach and before) or reach == before

    def main(self, look: Look, group: Hashable) -> int:
        """Return the earlier row that names the main contact of the same client, or 0; remember this one."""
        row = self._mains.setdefault(hash(group), look.row.number)
        return 0 if row == look.row.number else row


def _told(look: Look) -> array[int]:
    values: dict[str, Any] = look.client.values
    marks = [
        _NUMBER_OF[key] | (hash(look.folded if key == "company" else value) & _MARK or 1)
        for key, value in values.items()
        if value not in (None, "")
    ]
    for key, texts in look.client.addresses.items():
        if texts:
            marks.append(_NUMBER_OF[key] | (hash(tuple(texts)) & _MARK or 1))
    return array("Q", marks)


def _by_column(told: array[int]) -> dict[int, int]:
    return {mark & ~_MARK: mark & _MARK for mark in told}


def _name(look: Look) -> int:
    return hash(look.closed)


def _speaks_against(told: array[int], before: Carrier) -> bool:
    now, marks = _by_column(told), before.marks()
    places = [_NUMBER_OF[kind] for kind in _SURE]
    return any(n in now and n in marks and now[n] != marks[n] for n in places)
