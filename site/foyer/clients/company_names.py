"""Names of companies in the form in which they are compared: 松澗會有限公司 and 松涧会 are one. (001-04)"""

from __future__ import annotations

import re
from collections.abc import Iterable

from foyer.core.text import fold, fold_many

_NO_SIGN = re.compile(r"[\W_]+")
_HAN_SUFFIXES = ("股份有限公司", "有限责任公司", "有限公司", "集团", "公司")
_WORDS = frozenset(
    (
        *("co", "company", "corp", "corporation", "inc", "incorporated", "ltd", "limited", "llc"),
        *("llp", "plc", "gmbh", "ag", "sa", "bv", "nv", "pte", "pty", "sdn", "bhd", "kk"),
        *("group", "holdings"),
    )
)


def folded_company(name: str) -> str:
    """Return a company's name in one comparable form, without what says only which kind of company it is.

    NFKC, Simplified Chinese and lower case, without spaces and punctuation; 有限责任公司, 股份有限公司,
    集团, Co., Ltd., Inc. and the like at its end are dropped, unless nothing else would be left.
    """
    return _without_suffixes(fold(name))


def folded_companies(names: Iterable[str]) -> list[str]:
    """Return many names, each as `folded_company` does."""
    return [_without_suffixes(folded) for folded in fold_many(names)]


def closed_up(name: str) -> str:
    """Return a name in its comparable form with its suffixes."""
    return _NO_SIGN.sub("", fold(name))


def _without_suffixes(folded: str) -> str:
    words = _NO_SIGN.sub(" ", folded.casefold().replace(".", "")).split()
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _WORDS:
        kept.pop()
    whole, found = "".join(words), "".join(kept)
    while suffix := next((one for one in _HAN_SUFFIXES if found.endswith(one)), ""):
        found = found.removesuffix(suffix)
    return found or whole
