"""The words by which a person may be recognised in texts, and taking them out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Q

from foyer.core.text import has_han, in_latin, written_alike

from .declarations import ERASED
from .identifiers import plain_email, plain_phone
from .people import Person

_DIGITS = re.compile(r"\D+")
_SHORTEST_NUMBER = 7
_SHORTEST_LATIN = 5
_GAP = "[ \u3000\u00a0]"
_HAN = "[\u3400-\u9fff]"
_BETWEEN_LATIN = "[ ,-]{1,3}"
_COUNTRY = re.compile(r"^\+86(?=1\d{10}$)")


@dataclass(frozen=True)
class Needles:
    """What is looked for: the ways people write a person's phones and addresses, and the names.

    A name is looked for only where it is long enough to mean somebody: in Simplified and Traditional
    characters, and with spaces between them. In Latin letters many are called alike: `hints` tell people
    where to look, and nothing is taken out for them.
    """

    reach: frozenset[str]
    names: frozenset[str]
    hints: frozenset[str] = frozenset()

    @classmethod
    def of(cls, person: Person, *, names: bool = True, hints: bool = False) -> Needles:
        """Return the words of a person.

        Args:
            names: whether names count; phones and addresses always do.
            hints: whether the names in Latin letters count too.
        """
        reach = {spelt for phone in person.phones for spelt in _spellings(phone)}
        reach |= {plain_email(email) for email in person.emails if "@" in email}
        reach |= {handle for handle in person.handles if len(handle) >= _SHORTEST_LATIN}
        called = {name for name in person.names if _means_somebody(name)} if names else set()
        latin = {*person.spelt, *map(in_latin, person.names)} if hints else set()
        spelt = {name for name in latin if " " in name.strip() and not has_han(name)}
        return cls(frozenset(reach), frozenset(called), frozenset(spelt))

    @classmethod
    def called(cls, person: Person) -> Needles:
        """Return the names of a person alone, short ones too."""
        return cls(frozenset(), frozenset(person.names))

    @cached_property
    def all(self) -> tuple[str, ...]:
        """Every word, the longest first, so that none is cut by a shorter one."""
        return tuple(sorted(self.reach | self.names, key=lambda word: (-len(word), word)))

    def standing_in(self, column: str, *, in_json: bool = False, whole: bool = False) -> Q:
        """Return the condition for texts in which any of the words stands.

        Args:
            column: the column or alias with the text.
            in_json: whether it is JSON, in which Chinese may be written in escapes.
            whole: whether the text is nothing but the word.
        """
        found = Q(pk__in=())
        for word in (*self.all, *self.hints):
            looked_for = (
                f"^(?:{_pattern_of(word, in_json)})$" if whole else _pattern_of(word, in_json)
            )
            if has_han(word) or word in self.hints or whole:
                first = word[:1] if has_han(word[:1]) else ""  # cheap to look for: asked before
                found |= _has_any(column, first, in_json) & Q(**{f"{column}__iregex": looked_for})
            else:
                escaped = json.dumps(word)[1:-1] if in_json else word
                for spelt in {word, escaped}:
                    found |= Q(**{f"{column}__icontains": spelt})
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return _any_of(self.all)

    @cached_property
    def _wide_pattern(self) -> re.Pattern[str] | None:
        return _any_of((*self.all, *self.hints))

    def within(self, text: str) -> bool:
        """Tell whether any of the words stands in a text."""
        return bool(self._wide_pattern and self._wide_pattern.search(text))

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


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    pattern = "|".join(map(_pattern_of, words))
    return re.compile(pattern, re.IGNORECASE) if pattern else None


@lru_cache(maxsize=256)
def _pattern_of(word: str, in_json: bool = False) -> str:
    """Return the pattern of a word, as both Python and PostgreSQL read it."""
    if not has_han(word):
        parts = word.split()
        if len(parts) == 1 or not _is_latin_name(word):
            return re.escape(word)
        orders = {tuple(parts), tuple(reversed(parts)), (*parts[1:], parts[0])}
        spelt = "|".join(_BETWEEN_LATIN.join(map(re.escape, order)) for order in sorted(orders))
        return f"(?<![A-Za-z])(?:{spelt})(?![A-Za-z])"
    signs = [_sign(sign, in_json) for sign in word if not sign.isspace()]
    gap = rf"(?:{_GAP}|\\u3000|\\u00a0)" if in_json else _GAP
    if len(signs) > 2:
        return f"{gap}{{0,3}}".join(signs)
    # Two characters apart are two words where others stand beside them: 国王 明天.
    apart = f"{gap}{{1,3}}".join(signs)
    return f"{''.join(signs)}|(?<!{_HAN}){apart}(?!{_HAN})"


def _sign(sign: str, in_json: bool) -> str:
    if not has_han(sign):
        return re.escape(sign)
    alike = written_alike(sign)
    if not in_json:
        return f"[{alike}]"
    return f"(?:[{alike}]|{'|'.join(rf'\\u{ord(one):04x}' for one in alike if ord(one) < 0x10000)})"


def _has_any(column: str, sign: str, in_json: bool) -> Q:
    found = Q()
    for one in written_alike(sign) if sign else ():
        for spelt in {one, json.dumps(one)[1:-1]} if in_json else {one}:
            found |= Q(**{f"{column}__icontains": spelt})
    return found


def _is_latin_name(word: str) -> bool:
    return all(part.replace("-", "").replace("'", "").isalpha() for part in word.split())


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
