"""How Chinese text is read aloud, in Latin letters without tones.

pypinyin says how characters and words are read. Its 47,000 words take 55 MB as they come; of them only
the usual reading is kept here, as one text each, in an eighth of that. They are read word by word: what a
parser makes of all of them at once is never given back to the system.
"""

import os
import re
from functools import cache, lru_cache
from importlib import resources

from .lazily import import_lazily

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # what pypinyin reads when it is loaded
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
pypinyin = import_lazily("pypinyin")  # its dictionaries are needed only where somebody is named

_SHORTEST_WORD = 2
_WORD = re.compile(
    r'"([^"]+)"\s*:\s*\[((?:\s*\[[^\]]*\],?)*)\s*\]'
)  # with the readings of its characters
_USUAL = re.compile(r'\[\s*"([^"]*)"')
_TONELESS = str.maketrans(
    "āáǎàēéěèếềōóǒòīíǐìūúǔùüǖǘǚǜńňǹḿ", "aaaaeeeeeeooooiiiiuuuuvvvvvnnnm", "\u0300\u0304"
)


def syllables(text: str) -> list[str]:
    """Return the usual reading of each character, word by word: 重 in 重庆 is chong.

    Words are cut as pypinyin cuts them, the longest first; but most characters begin none, and then
    there is nothing to be cut.
    """
    words, longest = _words()
    found = list(map(_syllable, text))
    start, end = 0, len(text) - _SHORTEST_WORD
    while start <= end:
        length = longest.get(text[start : start + _SHORTEST_WORD], 0)
        while length and text[start : start + length] not in words:
            length -= 1
        if length:
            word = text[start : start + length]
            found[start : start + length] = _word_syllables(word)
        start += length or 1
    return found


def surname_readings(character: str) -> tuple[str, ...]:
    """Return every reading of a first character: 曾 is zeng or ceng."""
    return _readings(character)


def load_readings() -> None:
    """Read the dictionaries, a fifth of a second's work, now and not when somebody is first named."""
    syllables("重庆")


@cache
def _words() -> tuple[dict[str, str], dict[str, int]]:
    """Return the readings of words, and how long the longest with the same two first characters is."""
    kept = resources.files("pypinyin").joinpath("phrases_dict.json").read_text("utf-8")
    words = {found[1]: " ".join(_USUAL.findall(found[2])) for found in _WORD.finditer(kept)}
    longest: dict[str, int] = {}
    for word in words:
        beginning = word[:_SHORTEST_WORD]
        longest[beginning] = max(longest.get(beginning, 0), len(word))
    return words, longest


@lru_cache(maxsize=4096)
def _word_syllables(word: str) -> tuple[str, ...]:
    words, _longest = _words()
    return tuple(words[word].translate(_TONELESS).split())


@lru_cache(maxsize=16384)
def _syllable(character: str) -> str:
    return _readings(character)[0]


@lru_cache(maxsize=1024)
def _readings(character: str) -> tuple[str, ...]:
    style = pypinyin.Style.NORMAL
    return tuple(pypinyin.pinyin(character, style=style, heteronym=True)[0])
