"""Folding text so that people find a name however they type it."""

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from functools import cache, lru_cache

from opencc import OpenCC

from .lazily import import_lazily

pypinyin = import_lazily("pypinyin")  # its dictionaries are needed only where somebody is named

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
_HAN_RUN = re.compile(f"{_HAN.pattern}+")
_SPACES = re.compile(r"\s+")
_LONGEST_NAME = 6  # a longer run of Han characters is a company: no inner starts, no readings tried
_to_simplified = OpenCC("t2s")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return text in one comparable form: NFKC, Simplified Chinese, lower case, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKC", text)
    return " ".join(_to_simplified.convert(plain).lower().split())


def fold_many(texts: Iterable[str]) -> list[str]:
    """Return many texts, each as `fold` does: asking OpenCC once costs a fraction of asking for each."""
    lines = [" ".join(unicodedata.normalize("NFKC", text).split()) for text in texts]
    folded: list[str] = _to_simplified.convert("\n".join(lines)).lower().split("\n")
    return folded[: len(lines)]


def has_han(text: str) -> bool:
    """Tell whether any Chinese character occurs in the text."""
    return bool(_HAN.search(text))


def _syllables(text: str) -> list[str]:
    """Return the usual reading of each character, word by word: 重 in 重庆 is chong.

    Words are cut as pypinyin cuts them, the longest first; but most characters begin none, and then
    there is nothing to be cut.
    """
    words, beginnings = _dictionary()
    syllables = list(map(_syllable, text))
    end, cut = len(text), 0
    for start in range(end - 1):
        stop, word_end = start + 2, start
        while stop <= end and text[start:stop] in beginnings and start >= cut:
            if text[start:stop] in words:
                word_end = stop
            stop += 1
        if word_end > start:
            syllables[start:word_end] = _word_syllables(text[start:word_end])
            cut = word_end
    return syllables


@cache
def _dictionary() -> tuple[Container[str], frozenset[str]]:
    """Return pypinyin's words, and what each of them may begin with."""
    words = pypinyin.constants.PHRASES_DICT
    return words, frozenset(word[:n] for word in words for n in range(2, len(word) + 1))


@lru_cache(maxsize=16384)
def _syllable(character: str) -> str:
    return _word_syllables(character)[0]


@lru_cache(maxsize=16384)
def _word_syllables(word: str) -> tuple[str, ...]:
    return tuple(readings[0] for readings in pypinyin.pinyin(word, style=pypinyin.Style.NORMAL))


@lru_cache(maxsize=1024)
def _surname_readings(character: str) -> tuple[str, ...]:
    """Return every reading of a first character: 曾 is zeng or ceng."""
    style = pypinyin.Style.NORMAL
    return tuple(pypinyin.pinyin(character, style=style, heteronym=True)[0])


@lru_cache(maxsize=4096)
def sound_forms(text: str) -> tuple[str, ...]:
    """Return the Latin forms a Chinese text is typed as: full pinyin, pinyin from each character on, initials.

    王小明 gives wangxiaoming, xiaoming, ming, wxm, xm. Text without Chinese gives none.
    """
    return _sound_forms(fold(text))


@lru_cache(maxsize=4096)
def _sound_forms(folded: str) -> tuple[str, ...]:
    han = "".join(_HAN_RUN.findall(folded))
    if not han:
        return ()
    syllables = _syllables(han)
    if len(han) > _LONGEST_NAME:
        return ("".join(syllables), "".join([s[0] for s in syllables]))
    forms: dict[str, None] = {}
    for first in _surname_readings(han[0]):
        syllables[0] = first
        initials = "".join([s[0] for s in syllables])
        for start in range(len(syllables)):
            forms["".join(syllables[start:])] = None
            if len(syllables) - start > 1:
                forms[initials[start:]] = None
    return tuple(forms)


def search_text(*parts: str) -> str:
    """Return what is stored to be searched: every part folded, and its sound forms, each after a space."""
    return _searched([fold(part) for part in parts if part])


def search_texts(*columns: Sequence[str]) -> list[str]:
    """Return what is stored to be searched for many records, each as `search_text` does."""
    folded = [fold_many(column) for column in columns]
    return [_searched([part for part in parts if part]) for parts in zip(*folded, strict=True)]


def _searched(words: Sequence[str]) -> str:
    sounds = [form for word in words for form in _sound_forms(word)]
    return " ".join(("", *dict.fromkeys((*words, *sounds))))


def search_needle(query: str) -> str:
    """Return what to look for in a stored search text: Chinese anywhere, Latin at the start of a word."""
    folded = fold(query)
    if has_han(folded):
        return folded.replace(" ", "")
    return f" {folded}"


def mask_name(name: str) -> str:
    """Return a name that its owner knows and a stranger does not: 王*明, 李*, J*** S****."""
    name = _SPACES.sub(" ", name).strip()
    if has_han(name):
        if len(name) <= 2:
            return name[:1] + "*"
        return name[0] + "*" * (len(name) - 2) + name[-1]
    return " ".join(word[:1] + "*" * (len(word) - 1) for word in name.split(" "))


def mask_company(company: str) -> str:
    """Return the first two characters of a company's name and two stars: 江南**."""
    return f"{company.strip()[:2]}**" if company.strip() else ""
