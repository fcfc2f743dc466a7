"""What else is due on the list of what is due: things of rooms above this one, which are about no client. (001-12)

A room above registers what it knows of:

    @also_due
    def surveys(user, at): ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from foyer.core.models import User


@dataclass(frozen=True, slots=True)
class OtherDue:
    """One thing due that is about no client.

    Attributes:
        what: what is to be done.
        about: what it is about.
        due_on: by when.
        page: the name of the address where it is done.
        key: what the address needs.
        people: whose it is.
    """

    what: str
    about: str
    due_on: date
    page: str
    key: int
    people: Sequence[User]


Source = Callable[[User | None, datetime], Iterable[OtherDue]]
_sources: list[Source] = []


def also_due(source: Source) -> Source:
    """Register a source: what is due by somebody, or, without one, by anybody."""
    _sources.append(source)
    return source


def due_elsewhere(user: User | None, *, at: datetime) -> list[OtherDue]:
    """Return what else is due by somebody, or by anybody, what waits longest first."""
    found = [one for source in _sources for one in source(user, at)]
    return sorted(found, key=lambda one: (one.due_on, one.what, one.key))
