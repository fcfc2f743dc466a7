"""The answers to a form as a file: one row for each filled copy, its questions merged by key. (FORMS 2, 5)"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from foyer.core.days import house_minute
from foyer.core.exports.targets import FAMILY, ExportColumn, register_family
from foyer.core.models import User
from foyer.privacy.enums import ViewPlace
from foyer.privacy.exported import SealedList
from foyer.privacy.services.view_log import note_views

from .answers import answer_in_words
from .definition import Choice, Question
from .definition.parts import said
from .enums import QuestionKind
from .models import FormPage, Submission
from .results.merging import Asked, every_question

SUBMISSIONS = "submission"  # as the model is called: by it a person's rows are found in files
CODES = "codes"
_BETWEEN = "；"


class AnswerList(SealedList):
    """The filled copies of one form.

    Args:
        page: the form.
        codes: whether choices are told by their codes, for programs that count, rather than in words.
    """

    right = "forms_content.export_submission"
    sensitive_right = "forms_content.view_sensitive_submission"

    def __init__(self, page: FormPage, *, codes: bool = False) -> None:
        self.page, self.codes = page, codes
        self.key = f"{SUBMISSIONS}{FAMILY}{page.pk}{FAMILY + CODES if codes else ''}"  # type: ignore[misc]  # of each form
        self.label = page.title_text  # type: ignore[misc]  # as above

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return what is known of a copy, then every question the form ever asked."""
        asked = every_question(self.page)
        return [*_OWN, *(column for one in asked for column in self._of(one))]

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the copies among these, in this order."""
        copies = Submission.objects.counting().filter(page=self.page)
        found = copies.select_related("version", "event", "case").in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def is_plain(self, record: Any, by: User) -> bool:
        """Tell whether there is anything sealed in a copy that somebody may see."""
        return bool(record.sealed_keys) and by.has_perm(self.sensitive_right)

    def note_plain(self, *, people: int, columns: Sequence[str], by: User, at: datetime) -> None:
        """Write down that personal answers of so many people left the house."""
        place, kept = ViewPlace.EXPORT, ("sealed_answers",)
        note_views(kind=Submission, people=people, place=place, by=by, at=at, columns=kept)

    def _of(self, asked: Asked) -> list[ExportColumn]:
        question = asked.question
        if question.kind == QuestionKind.MATRIX:
            return [self._row(question, row) for row in question.rows]
        tell = _code if self.codes else _in_words
        columns = [_column(question.key, _label(question), question, tell)]
        if question.other:
            label = _label(question, pgettext_lazy("export column", "other, written"))
            columns.append(_column(question.other_key, label, question, _other))
        return columns

    def _row(self, question: Question, row: Choice) -> ExportColumn:
        named = {one.key: one.label for one in question.choices}

        def tell(_question: Question, answers: dict[str, Any]) -> str:
            chosen = (answers.get(question.key) or {}).get(row.key, "")
            if self.codes or chosen not in named:
                return str(chosen)
            return said(named[chosen], get_language())

        label = _words(lambda: f"{_said(question)} · {said(row.label, get_language())}")
        return _column(f"{question.key}.{row.key}", label, question, tell)


def _column(
    key: str,
    label: str | Promise,
    question: Question,
    tell: Callable[[Question, dict[str, Any]], str],
) -> ExportColumn:
    def value(record: Any, by: User) -> str:
        return tell(question, _answers(record) if question.personal else record.answers)

    return ExportColumn(key, label, value, sensitive=question.personal)


def _answers(record: Submission) -> dict[str, Any]:
    """All answers of a copy, opened once however many columns are read from it."""
    opened: dict[str, Any] | None = getattr(record, "_opened", None)
    if opened is None:
        opened = record._opened = record.all_answers  # type: ignore[attr-defined]  # kept as long as the row
    return opened


def _in_words(question: Question, answers: dict[str, Any]) -> str:
    words = answer_in_words(question, answers, language=get_language() or "")
    if question.kind in (QuestionKind.MULTIPLE, QuestionKind.RANKING):
        return words.replace("\n", _BETWEEN)
    return words


def _code(question: Question, answers: dict[str, Any]) -> str:
    answer = answers.get(question.key)
    if answer is None:
        return ""
    if isinstance(answer, list):
        return _BETWEEN.join(map(str, answer))
    return "1" if answer is True else str(answer)


def _other(question: Question, answers: dict[str, Any]) -> str:
    return str(answers.get(question.other_key, ""))


def _said(question: Question) -> str:
    return said(question.label, get_language())


def _label(question: Question, more: str | Promise = "") -> Any:
    return _words(lambda: f"{_said(question)} ({more})" if more else _said(question))


def _words(tell: Callable[[], str]) -> Any:
    """Words that are made in the language active when they are shown."""
    return lazy(tell, str)()


def _moment(record: Any, by: User) -> str:
    return house_minute(record.received_at)


def _plain(tell: Callable[[Submission], Any]) -> Callable[[Any, User], str]:
    def value(record: Any, by: User) -> str:
        return str(tell(record) or "")

    return value


_OWN = [
    ExportColumn("number", _("reference"), _plain(lambda kept: kept.number)),
    ExportColumn("received_at", _("received at"), _moment),
    ExportColumn("version", _("version"), _plain(lambda kept: kept.version.number)),
    ExportColumn("language", _("language"), _plain(lambda kept: kept.language)),
    ExportColumn("source", _("way"), _plain(lambda kept: kept.get_source_display())),
    ExportColumn("event", _("event"), _plain(lambda kept: kept.event)),
    ExportColumn("case", _("case"), _plain(lambda kept: kept.case), default=False),
]


def _find(which: str) -> AnswerList | None:
    pk, _mark, codes = which.partition(FAMILY)
    page = FormPage.objects.filter(pk=pk).first() if pk.isdecimal() else None
    return AnswerList(page, codes=codes == CODES) if page else None


register_family(SUBMISSIONS, _find)
