"""Saying an answer in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forms_content.definition import Choice, Question
from forms_content.definition.parts import said
from forms_content.enums import QuestionKind


def answer_in_words(question: Question, answers: Mapping[str, Any], *, language: str) -> str:
    """Return the answer to a question as a person reads it, or nothing.

    Args:
        question: the question, of the version it was answered in.
        answers: all answers of the submission.
        language: in which the choices are named.
    """
    answer = answers.get(question.key)
    if answer is None:
        return ""
    if question.kind in QuestionKind.WITH_FILES:
        return "\n".join(answer) if isinstance(answer, list) else str(answer)
    named: dict[str, str] = {one.key: said(one.label, language) for one in question.choices}
    named["other"] = str(answers.get(question.other_key) or pgettext("choice", "Other"))
    if question.kind == QuestionKind.MATRIX and isinstance(answer, dict):
        return "\n".join(_row(row, answer, named, language) for row in question.rows)
    if question.kind == QuestionKind.RANKING:
        places = enumerate(answer, start=1)
        return "\n".join(f"{place}. {named.get(key, key)}" for place, key in places)
    if isinstance(answer, list):
        return "\n".join(str(named.get(key, key)) for key in answer)
    if answer is True:
        return _("Yes")
    return named.get(answer, str(answer)) if question.choices else str(answer)


def _row(row: Choice, answer: Mapping[str, str], named: Mapping[str, str], language: str) -> str:
    chosen = answer.get(row.key, "")
    return f"{said(row.label, language)}: {named.get(chosen, chosen)}"
