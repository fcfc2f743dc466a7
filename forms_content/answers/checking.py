"""Checking answers: the same for the page, the API and the tablet. (HEADLESS 3)"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from forms_content.definition import Definition, Question, standing_of
from forms_content.definition.rules import is_answered

from .kinds import CHECKS, Wrong, is_writing, unwritable

LONGEST_OTHER = 200


@dataclass(frozen=True, slots=True)
class Checked:
    """What of some answers counts, and what is wrong with the others.

    Attributes:
        answers: those of the questions shown, made uniform, by key.
        errors: a sentence for each answer that cannot be taken, by key.
    """

    answers: dict[str, Any]
    errors: dict[str, str]


def check_answers(definition: Definition, given: Mapping[str, Any]) -> Checked:
    """Check answers against a form; whatever is hidden or was never asked is left out.

    Args:
        definition: the form.
        given: the answers as a client of the API sends them, by key.
    """
    uniform, errors = _each(definition, given)
    standing = standing_of(definition, uniform)
    answers: dict[str, Any] = {}
    for question in definition.asked:
        key = question.key
        if key not in standing.shown:
            errors.pop(key, None)
            continue
        if key in uniform and is_answered(uniform[key]):
            answers[key] = uniform[key]
            if question.other and "other" in _listed(uniform[key]):
                answers[question.other_key] = uniform[question.other_key]
        elif key in standing.required and key not in errors:
            errors[key] = missing(question)
    return Checked(answers, {key: errors[key] for key in sorted(errors)})


def _each(
    definition: Definition, given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    uniform: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for question in definition.asked:
        answer = given.get(question.key)
        if isinstance(answer, str):
            answer = answer.strip()
        if not is_answered(answer):
            continue
        check: Callable[[Question, Any], Any] = CHECKS[question.kind]
        try:
            uniform[question.key] = check(question, answer)
            if question.other and "other" in _listed(uniform[question.key]):
                uniform[question.other_key] = _other(given.get(question.other_key))
        except Wrong as reason:
            errors[question.key] = str(reason)
    return uniform, errors


def _listed(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else [answer]


def _other(written: Any) -> str:
    text = written.strip() if isinstance(written, str) else ""
    if not text:
        raise Wrong(_("Write down what you mean by “other”."))
    if not is_writing(text):
        raise Wrong(unwritable())
    if len(text) > LONGEST_OTHER:
        raise Wrong(
            _("Please use at most %(most)s characters; these are %(count)s.")
            % {"most": LONGEST_OTHER, "count": len(text)}
        )
    return text


def missing(question: Question) -> str:
    """Return what is said where a question must be answered and is not."""
    if question.choices and not question.rows:
        return _("Please choose an answer.")
    return _("Please answer this question.")
