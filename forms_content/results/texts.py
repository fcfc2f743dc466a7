"""What was written, to be read and searched. (001-05, FORMS 5)"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q

from forms_content.definition.choices import other_script
from forms_content.definition.parts import said
from forms_content.models import FormPage, Submission
from foyer.core.text import fold

from .merging import Asked, every_question
from .selecting import Selection, Wanted


@dataclass(frozen=True, slots=True)
class Text:
    """One text; of an anonymous form nothing is told but the text itself."""

    words: str
    kept: Submission | None = None


class Texts:
    """What was written to one question.

    Args:
        page: the form.
        key: of the question, or of the other answers than its choices.
        wanted: what the list is narrowed down to.
        search: words in the text, in either Chinese script.
    """

    def __init__(self, page: FormPage, key: str, wanted: Wanted, search: str = "") -> None:
        self.page, self.key, self.wanted = page, key, wanted
        self.search = search.replace("\0", "").strip()[:200]

    @cached_property
    def asked(self) -> Asked | None:
        """The question, or None where the form never asked it."""
        every = every_question(self.page)
        return next((a for a in every if self.key in (a.key, a.question.other_key)), None)

    @property
    def is_personal(self) -> bool:
        """Whether what was written lies sealed."""
        return self.asked is not None and self.asked.question.personal

    def label(self, language: str) -> str:
        """Return the question in words."""
        return said(self.asked.question.label, language) if self.asked else ""

    @cached_property
    def found(self) -> Any:
        """The texts or the filled copies that hold them, the latest first; sliced by whoever shows them."""
        if self.page.anonymous:
            return self._shuffled()
        selection = Selection(self.page, self.wanted).fitting.select_related("version")
        if self.is_personal:
            sealed = selection.filter(sealed_keys__has_key=self.key)
            return self._opened(sealed) if self.search else sealed
        return selection.filter(self._matching(), answers__has_key=self.key)

    def on(self, paginator: Paginator[Any], number: Any) -> Any:
        """Return a page of texts."""
        shown = paginator.get_page(number)
        shown.object_list = [self._text(one) for one in shown.object_list]
        return shown

    def _text(self, found: Any) -> Text:
        if isinstance(found, Text):
            return found
        answers = found.all_answers if self.is_personal else found.answers
        return Text(str(answers.get(self.key, "")), found)

    def _matching(self) -> Q:
        """The words typed, as they are and in the other Chinese script."""
        if not self.search:
            return Q()
        found = Q()
        for words in {self.search, *other_script(self.search)}:
            found |= Q(**{f"answers__{self.key}__icontains": words})
        return found

    def _opened(self, sealed: Any) -> list[Submission]:
        """Those whose sealed text has the words: it must be opened to be searched."""
        wanted = fold(self.search)
        return [kept for kept in sealed if wanted in fold(str(kept.all_answers.get(self.key, "")))]

    def _shuffled(self) -> list[Text]:
        """The texts of an anonymous form, in an order that says nothing of when they came."""
        if self.is_personal:
            return []
        selection, wanted = Selection(self.page, self.wanted), fold(self.search)
        if selection.is_hidden:
            return []
        written = (row.answers.get(self.key) for row in selection.rows())
        texts = [str(text) for text in written if text and wanted in fold(str(text))]
        return [Text(words) for words in sorted(texts, key=_shuffling)]


def _shuffling(text: str) -> str:
    return hashlib.sha256(json.dumps(text).encode()).hexdigest()
