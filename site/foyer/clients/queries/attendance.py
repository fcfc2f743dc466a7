"""Who came to which event: known to a room above this one, which registers how it is read. (002-15)"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from .due_items import DueScope


@dataclass(frozen=True, slots=True)
class Attended:
    """A client whose people came to an event and who has not been spoken to since."""

    event: int
    title: str
    ended_on: date
    client: int
    manager: int | None
    tier: str
    contact: int
    people: int


Reader = Callable[[DueScope, date, date], Iterator[Attended]]
_readers: list[Reader] = []


def reads_attendance(reader: Reader) -> Reader:
    """Register how attendance is read: of which clients, at events that ended from one day to another."""
    _readers.append(reader)
    return reader


def attendance(scope: DueScope, first: date, last: date) -> Iterator[Attended]:
    """Yield who attended events that ended from one day to another and was not spoken to since."""
    for reader in _readers:
        yield from reader(scope, first, last)
