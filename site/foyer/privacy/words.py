"""The words by which a person may be recognised in texts, and taking them out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from foyer.core.text import has_han

from .declarations import ERASED
from .identifiers import plain_email, plain_phone
from .people import Person

_DIGITS = re.compile(r"\D+")
_SHORTEST_NUMBER = 7
_SHORTEST_LATIN = 5
_COUNTRY = re.compile(r"^\+86(?=1\d{10}$)")


@dataclass(frozen=True)
class Needles:
    """What is looked for: the ways people write a person's phones and addresses, and the names.

    A name is looked for only where it is long enough to mean somebody.
    """

    reach: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, person: Person, *, names: bool = True) -> Needles:
        """Return the words of a person.

        Args:
            names: whether names count; phones and addresses always do.
        """
        reach = {spelt for phone in person.phones for spelt in _spellings(phone)}
        reach |= {plain_email(email) for email in person.emails if "@" in email}
        reach |= {handle for handle in person.handles if len(handle) >= _SHORTEST_LATIN}
        called = {name for name in person.names if _means_somebody(name)} if names else set()
        return cls(frozenset(reach), frozenset(called))

    @cached_property
    def all(self) -> tuple[str, ...]:
        """Every word, the longest first, so that none is cut by a shorter one."""
        return tuple(sorted(self.reach | self.names, key=lambda word: (-len(word), word)))

    @cached_property
    def in_json(self) -> tuple[str, ...]:
        """The same words as they stand in JSON, in which Chinese may be written in escapes."""
        escaped = {json.dumps(word)[1:-1] for word in self.all}
        return tuple(sorted({*self.all, *escaped}, key=lambda word: (-len(word), word)))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        words = "|".join(re.escape(word) for word in self.all)
        return re.compile(words, re.IGNORECASE) if words else None

    def within(self, text: str) -> bool:
        """Tell whether any of the words stands in a text."""
        return bool(self._pattern and self._pattern.search(text))

    def taken_out(self, text: str) -> str:
        """Return a text with a dash in place of each of the words."""
        return self._pattern.sub(ERASED, text) if self._pattern else text

    def taken_out_of(self, value: Any) -> Any:
        """Return a value as JSON holds it with a dash in place of each of the words."""
        match value:
            case str():
                return self.taken_out(value)
            case list():
                return [self.taken_out_of(part) for part in value]
            case dict():
                return {self.taken_out(key): self.taken_out_of(part) for key, part in value.items()}
            case _:
                return value


def _means_somebody(name: str) -> bool:
    return len(name) >= (2 if has_han(name) else _SHORTEST_LATIN)


def _spellings(phone: str) -> set[str]:
    """Return the ways a phone number is written: +8613700001111, 13700001111, 137 0000 1111, 137-0000-1111."""
    plain = plain_phone(phone)
    national = _COUNTRY.sub("", plain)
    digits = _DIGITS.sub("", national)
    if len(digits) < _SHORTEST_NUMBER:
        return set()
    spelt = {phone.strip(), plain, digits}
    if len(digits) == 11:
        parts = (digits[:3], digits[3:7], digits[7:])
        spelt |= {" ".join(parts), "-".join(parts)}
    return {one for one in spelt if len(_DIGITS.sub("", one)) >= _SHORTEST_NUMBER}
