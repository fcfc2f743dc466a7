"""Names of companies in one comparable form: 上海江南文化（集团）有限公司 and 上海江南文化 are one. (001-04)"""

from __future__ import annotations

import re
from typing import Any

from django.db import models

from foyer.core.fields import SearchTextField
from foyer.core.text import fold

_MARKS = re.compile(r"[\W_]+")
_WORDS = frozenset(
    {
        *("co", "company", "corp", "corporation", "gmbh", "group", "inc", "incorporated"),
        *("limited", "llc", "ltd", "plc", "pte", "pty"),
    }
)
# The longest first; in Simplified Chinese, to which names are folded.
_ENDINGS = ("有限责任公司", "股份有限公司", "有限公司", "股份公司", "公司", "集团", "股份")


def folded_company(name: str) -> str:
    """Return a company's name as it is compared: Simplified, without case, marks and legal form.

    Where nothing but the legal form would be left out of a name, the whole name is compared.
    """
    words = _MARKS.sub(" ", fold(name).casefold()).split()
    whole = "".join(words)
    while words and words[-1] in _WORDS:
        words.pop()
    core = "".join(words)
    while ending := next((one for one in _ENDINGS if core.endswith(one)), ""):
        core = core.removesuffix(ending)
    return core or whole or fold(name).casefold()


def folded_word(word: str) -> str:
    """Return a number or a person's name as it is compared: Simplified, without case, spaces and marks."""
    return _MARKS.sub("", fold(word).casefold())


class FoldedField(SearchTextField):
    """A column in the form in which it is compared with others, kept in step with it at every save.

    Args:
        of: the name of the column, alone in a tuple.
    """

    @staticmethod
    def folded(text: str) -> str:
        """Return a text as it is compared."""
        return folded_word(text)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return what the column holds now, as it is compared."""
        text = self.folded(str(getattr(model_instance, self.of[0]) or ""))
        setattr(model_instance, self.attname, text)
        return text

    def of_many(self, read: Any) -> list[str]:
        """Return the same for many records; `read` gives the column of a name."""
        return [self.folded(str(value or "")) for value in read(self.of[0])]


class FoldedCompanyField(FoldedField):
    """The name of a company in the form in which it is compared."""

    @staticmethod
    def folded(text: str) -> str:
        """Return a company's name as it is compared."""
        return folded_company(text)
