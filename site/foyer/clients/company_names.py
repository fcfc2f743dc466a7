"""Names of companies in the form in which they are compared: 松澗會有限公司 and 松涧会 are one. (001-04)"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import models

from foyer.core.fields import SearchTextField
from foyer.core.text import fold, fold_many

_NO_SIGN = re.compile(r"[\W_]+")
# The longest first; in Simplified Chinese, to which names are folded.
_HAN_SUFFIXES = re.compile("(?:有限责任公司|股份有限公司|有限公司|股份公司|公司|集团|股份)+$")
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
    """Return a name or number in its comparable form, all of it: without case, spaces and marks."""
    return _closed_up(fold(name))


def compared_companies(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return many names, each as `folded_company` does and as `closed_up` does."""
    return [(_without_suffixes(folded), _closed_up(folded)) for folded in fold_many(names)]


def _closed_up(folded: str) -> str:
    text = folded.casefold()
    return text if text.isalnum() else _NO_SIGN.sub("", text)


class FoldedField(SearchTextField):
    """A column in the form in which it is compared with others, kept in step with it at every save.

    Args:
        of: the name of the column, alone in a tuple.
    """

    @staticmethod
    def folded(text: str) -> str:
        """Return a text as it is compared."""
        return closed_up(text)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return what the column holds now, as it is compared."""
        text = self.folded(str(getattr(model_instance, self.of[0]) or ""))
        setattr(model_instance, self.attname, text)
        return text

    @staticmethod
    def folded_many(texts: Iterable[str]) -> list[str]:
        """Return many texts, each as it is compared."""
        return list(map(_closed_up, fold_many(texts)))

    def of_many(self, read: Any) -> list[str]:
        """Return the same for many records; `read` gives the column of a name."""
        return self.folded_many(str(value or "") for value in read(self.of[0]))


class FoldedCompanyField(FoldedField):
    """The name of a company in the form in which it is compared."""

    @staticmethod
    def folded(text: str) -> str:
        """Return a company's name as it is compared."""
        return folded_company(text)

    @staticmethod
    def folded_many(texts: Iterable[str]) -> list[str]:
        """Return many companies' names, each as it is compared."""
        return folded_companies(texts)


def _without_suffixes(folded: str) -> str:
    text = folded.casefold().replace(".", "")
    words = [text] if text.isalnum() else _NO_SIGN.sub(" ", text).split()
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _WORDS:
        kept.pop()
    whole, found = "".join(words), "".join(kept)
    found = _HAN_SUFFIXES.sub("", found)
    return found or whole or folded.casefold()
