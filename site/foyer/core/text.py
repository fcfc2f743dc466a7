"""Folding text so that people find a name however they type it."""

import re
import unicodedata
from functools import lru_cache
from itertools import product

from opencc import OpenCC
from pypinyin import Style, pinyin

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
_SPACES = re.compile(r"\s+")
_LONGEST_NAME = 6  # a longer run of Han characters is a company: no inner starts, no readings tried
_to_simplified = OpenCC("t2s")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return text in one comparable form: NFKC, Simplified Chinese, lower case, single spaces."""
    plain = unicodedata.normalize("NFKC", text)
    return _SPACES.sub(" ", _to_simplified.convert(plain).lower()).strip()


def has_han(text: str) -> bool:
    """Tell whether any Chinese character occurs in the text."""
    return bool(_HAN.search(text))


def _readings(name: str) -> list[list[str]]:
    """Return each character's readings; only the first may have several (surnames: 曾 zeng, ceng)."""
    several = pinyin(name[:1], style=Style.NORMAL, heteronym=True)
    return several[:1] + [[p[0]] for p in pinyin(name, style=Style.NORMAL)[1:]]


@lru_cache(maxsize=4096)
def sound_forms(text: str) -> tuple[str, ...]:
    """Return the Latin forms a Chinese text is typed as: full pinyin, pinyin from each character on, initials.

    王小明 gives wangxiaoming, xiaoming, ming, wxm, xm. Text without Chinese gives none.
    """
    han = "".join(_HAN.findall(fold(text)))
    if not han:
        return ()
    if len(han) > _LONGEST_NAME:
        whole = [p[0] for p in pinyin(han, style=Style.NORMAL)]
        return ("".join(whole), "".join(s[0] for s in whole))
    forms: dict[str, None] = {}
    for syllables in product(*_readings(han)):
        for start in range(len(syllables)):
            forms["".join(syllables[start:])] = None
            if len(syllables) - start > 1:
                forms["".join(s[0] for s in syllables[start:])] = None
    return tuple(forms)


def search_text(*parts: str) -> str:
    """Return what is stored to be searched: every part folded, and its sound forms, each after a space."""
    words = [fold(part) for part in parts if part]
    sounds = [form for part in parts if part for form in sound_forms(part)]
    return "".join(f" {word}" for word in dict.fromkeys(words + sounds))


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
