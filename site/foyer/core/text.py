"""Folding text so that people find a name however they type it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from opencc import OpenCC

from .pinyin import surname_readings, syllables

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
_HAN_BLOCKS = ((0x3400, 0x9FFF),)  # what lies beyond is written in one way
_HAN_RUN = re.compile(f"{_HAN.pattern}+")
_SPACES = re.compile(r"\s+")
_LONGEST_NAME = 6  # a longer run of Han characters is a company: no inner starts, no readings tried
_DOUBLE_SURNAMES = frozenset(
    (
        *("欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "夏侯", "皇甫", "尉迟", "尉遲"),
        *("公孙", "公孫", "慕容", "令狐", "长孙", "長孫", "宇文", "司徒", "东方", "東方", "南宫"),
    )
)
_to_simplified = OpenCC("t2s")
_MOST_FOLDED = 4096
_folded_lately: dict[str, str] = {}


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return text in one comparable form: NFKC, Simplified Chinese, lower case, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKC", text)
    return " ".join(_to_simplified.convert(plain).lower().split())


def fold_many(texts: Iterable[str]) -> list[str]:
    """Return many texts, each as `fold` does: asking OpenCC once costs a fraction of asking for each.

    A name that is written into several columns is folded once.
    """
    wanted = list(texts)
    found, others = dict[str, str](), list[str]()
    for text in dict.fromkeys(wanted):
        if text.isascii():
            found[text] = " ".join(text.lower().split())
        elif (kept := _folded_lately.get(text)) is not None:
            found[text] = kept
        else:
            others.append(text)
    if others:
        lines = [" ".join(unicodedata.normalize("NFKC", text).split()) for text in others]
        folded = _to_simplified.convert("\n".join(lines)).lower().split("\n")
        fresh = dict(zip(others, folded, strict=True))
        if len(_folded_lately) > _MOST_FOLDED:
            _folded_lately.clear()
        _folded_lately.update(fresh)
        found |= fresh
    return [found[text] for text in wanted]


@cache
def _written_alike() -> dict[str, str]:
    """Return the characters of each Simplified one: 兰 is written 兰 or 蘭, 钟 is 钟, 鐘 or 鍾."""
    signs = [chr(code) for first, last in _HAN_BLOCKS for code in range(first, last + 1)]
    simple = _to_simplified.convert("\n".join(signs)).split("\n")
    found: dict[str, str] = {}
    for sign, one in zip(signs, simple, strict=True):
        found[one] = found.get(one, "") + sign
    return found


def written_alike(sign: str) -> str:
    """Return every character, Simplified and Traditional, that a Chinese one may be written with."""
    simple = fold(sign)
    return "".join(dict.fromkeys(sign + simple + _written_alike().get(simple, "")))


def has_han(text: str) -> bool:
    """Tell whether any Chinese character occurs in the text."""
    return bool(_HAN.search(text))


def typed_address(text: str, *, longest: int = 30) -> str:
    """Return some of a text as an address people can type: small letters, digits and hyphens, Chinese in pinyin.

    春茶会 2026 gives chun-cha-hui-2026. Text without letters, digits or Chinese gives nothing.
    """
    words: list[str] = []
    for part in re.findall(f"{_HAN.pattern}+|[a-z0-9]+", fold(text)):
        words += syllables(part) if has_han(part) else [part]
    words = [word for word in words if word.isascii()]
    while len("-".join(words)) > longest and len(words) > 1:
        words.pop()
    return "-".join(words)[:longest]


@lru_cache(maxsize=4096)
def sound_forms(text: str) -> tuple[str, ...]:
    """Return the Latin forms a Chinese text is typed as: full pinyin, pinyin from each character on, initials.

    王小明 gives wangxiaoming, xiaoming, ming, wxm, xm. Text without Chinese gives none.
    """
    return _sound_forms(fold(text))


@lru_cache(maxsize=4096)
def leading_forms(text: str) -> tuple[str, ...]:
    """Return the Latin forms that begin with a name's first character: wangxiaoming and wxm for 王小明."""
    han = "".join(_HAN_RUN.findall(fold(text)))
    if not han:
        return ()
    _first, *rest = syllables(han)
    reads = [(first, *rest) for first in surname_readings(han[0])]
    return tuple(form for read in reads for form in ("".join(read), "".join(s[0] for s in read)))


@lru_cache(maxsize=4096)
def _sound_forms(folded: str) -> tuple[str, ...]:
    han = "".join(_HAN_RUN.findall(folded))
    if not han:
        return ()
    read = syllables(han)
    if len(han) > _LONGEST_NAME:
        return ("".join(read), "".join([s[0] for s in read]))
    forms: dict[str, None] = {}
    for first in surname_readings(han[0]):
        read[0] = first
        initials = "".join([s[0] for s in read])
        for start in range(len(read)):
            forms["".join(read[start:])] = None
            if len(read) - start > 1:
                forms[initials[start:]] = None
    return tuple(forms)


def search_text(*parts: str) -> str:
    """Return what is stored to be searched: every part folded, and its sound forms, each after a space."""
    return _searched([fold(part) for part in parts if part])


def search_texts(*columns: Sequence[str]) -> list[str]:
    """Return what is stored to be searched for many records, each as `search_text` does."""
    filled = [column for column in columns if any(column)]
    if not filled:
        return [_searched(())] * max(map(len, columns), default=0)
    folded = [fold_many(column) for column in filled]
    return [_searched([part for part in parts if part]) for parts in zip(*folded, strict=True)]


def _searched(words: Sequence[str]) -> str:
    sounds = [form for word in words if not word.isascii() for form in _sound_forms(word)]
    return " ".join(("", *dict.fromkeys((*words, *sounds))))


def search_needle(query: str) -> str:
    """Return what to look for in a stored search text: Chinese anywhere, Latin at the start of a word."""
    folded = fold(query)
    if has_han(folded):
        return folded.replace(" ", "")
    return f" {folded}"


def in_latin(name: str) -> str:
    """Return a Chinese name in Latin letters: 欧阳明 is Ouyang Ming. Other names give nothing."""
    han = name.strip()
    if not han or not all("\u4e00" <= sign <= "\u9fff" for sign in han):
        return ""
    read = syllables(han)
    first = 2 if len(han) > 2 and han[:2] in _DOUBLE_SURNAMES else 1
    return " ".join("".join(part).capitalize() for part in (read[:first], read[first:]) if part)


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
