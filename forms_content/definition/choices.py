"""Choices as people write them: one a line, or in one line with the marks of any keyboard."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from opencc import OpenCC

from .parts import Choice, Words

_LANGUAGES = ("zh-hans", "zh-hant", "en")
_BETWEEN_LANGUAGES = re.compile(r"\s*[|｜]\s*")
# The strongest mark that occurs parts a single line; an ASCII comma may belong to a choice.
_MARKS = (re.compile(r"[;；]"), re.compile(r"[、]"), re.compile(r"[,，]"))
_to_traditional = OpenCC("s2twp").convert
_to_simplified = OpenCC("t2s").convert


def written_choices(text: str) -> list[Words]:
    """Return the choices written in a text, each in the languages given.

    Each line is one choice: `满意 | 滿意 | Satisfied`. A text of one line is parted at semicolons, at
    Chinese list marks or at commas, full-width or not. What occurs twice counts once.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        mark = next((mark for mark in _MARKS if mark.search(lines[0])), None)
        lines = [part.strip() for part in mark.split(lines[0]) if part.strip()] if mark else lines
    found = {words["zh-hans"]: words for line in lines if (words := in_languages(line))}
    return list(found.values())


def in_languages(line: str) -> Words:
    """Return one text given as `简体 | 繁體 | English`; the last ones may be missing."""
    parts = _BETWEEN_LANGUAGES.split(line.strip())[: len(_LANGUAGES)]
    return three_languages(*parts) if parts[0] else {}


def three_languages(simplified: str, traditional: str = "", english: str = "") -> Words:
    """Return words by language; Traditional Chinese that was not written is converted on this machine."""
    texts = (simplified, traditional or _to_traditional(simplified), english)
    given = zip(_LANGUAGES, texts, strict=True)
    return {code: text.strip() for code, text in given if text.strip()}


def other_script(text: str) -> tuple[str, str]:
    """Return a text in Simplified and in Traditional Chinese, to be looked for in both."""
    return _to_simplified(text), _to_traditional(text)


def keep_keys(
    written: Sequence[Words], *, before: Sequence[Choice], ever: Mapping[str, str], prefix: str
) -> tuple[Choice, ...]:
    """Give each choice its key: that of the same words, else that of the place whose words were changed.

    Args:
        written: the choices as they are now.
        before: the choices of the version before.
        ever: the key of everything that was ever to choose here, by its words.
        prefix: with what new keys begin.
    """
    known = {**ever, **{one.label["zh-hans"]: one.key for one in before}}
    keys = [known.get(words["zh-hans"], "") for words in written]
    if len(written) == len(before):
        keys = [key or _renamed(one, keys) for key, one in zip(keys, before, strict=True)]
    taken = {*known.values(), *keys}
    for place, key in enumerate(keys):
        keys[place] = key or _next_key(prefix, taken)
        taken.add(keys[place])
    return tuple(Choice(key, words) for key, words in zip(keys, written, strict=True))


def _renamed(one: Choice, keys: Sequence[str]) -> str:
    """The key of the choice that stood in this place, unless that has moved to another."""
    return "" if one.key in keys else one.key


def _next_key(prefix: str, taken: set[str]) -> str:
    return next(key for n in range(1, 10_000) if (key := f"{prefix}{n}") not in taken)
