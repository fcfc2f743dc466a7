"""Rows of a file that mean the same person as an earlier row."""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from dataclasses import dataclass

from foyer.guests.services.known_guests import Keys


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier row with the same phone, e-mail or person; not certain where something else speaks against it."""

    number: int
    kind: str
    certain: bool


class RowsBefore:
    """Remembers rows by what they are known by, in a hundred bytes or two for each."""

    def __init__(self) -> None:
        self._rows: dict[int, int] = {}
        self._names, self._phones = array("q"), array("q")

    def like(self, number: int, keys: Keys) -> Earlier | None:
        """Return the earlier row a row repeats, and remember this one."""
        found = [
            self._earlier(kind, self._rows[key], keys)
            for kind, key in _hashes(keys)
            if key in self._rows
        ]
        for _kind, key in _hashes(keys):
            self._rows.setdefault(key, number)
        self._note(number, keys)
        return max(found, key=lambda earlier: earlier.certain, default=None)

    def holding(self, kind: str, key: Hashable, number: int) -> int:
        """Return the earlier row that means the same record, or 0 when this is the first."""
        first = self._rows.setdefault(hash((kind, key)), number)
        return 0 if first == number else first

    def _earlier(self, kind: str, number: int, keys: Keys) -> Earlier:
        if kind == "person":
            other = self._phones[number]
            certain = not other or not keys.phone or other == hash(keys.phone)
        else:
            certain = self._names[number] == hash(keys.name)
        return Earlier(number, kind, certain)

    def _note(self, number: int, keys: Keys) -> None:
        missing = number + 1 - len(self._names)
        if missing > 0:
            self._names.extend([0] * missing)
            self._phones.extend([0] * missing)
        self._names[number] = hash(keys.name)
        self._phones[number] = hash(keys.phone) if keys.phone else 0


def _hashes(keys: Keys) -> list[tuple[str, int]]:
    hashes = [("person", hash(keys.person))]
    if keys.phone:
        hashes.append(("phone", hash(keys.phone)))
    if keys.email:
        hashes.append(("email", hash(keys.email)))
    return hashes
