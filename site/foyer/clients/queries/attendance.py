"""Who came to which event, and who did not: known to a room above, which registers how it is read. (002-15, 000-12)"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from .due_items import DueScope


@dataclass(frozen=True, slots=True)
class Attended:
    """A client whose people came to an event, or did not, and who has not been spoken to since."""

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


_absence_readers: list[Reader] = []


def reads_absence(reader: Reader) -> Reader:
    """Register how it is read whose people were expected and did not come, as `reads_attendance` does."""
    _absence_readers.append(reader)
    return reader


def absence(scope: DueScope, first: date, last: date) -> Iterator[Attended]:
    """Yield whose people did not come to events that ended from one day to another, and who has not been asked."""
    for reader in _absence_readers:
        yield from reader(scope, first, last)
