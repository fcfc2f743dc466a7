"""Which questions are shown and which must be answered. (FORMS 3)

The same rules run in the browser, in `static/forms_content/rules.js`: change both, a test compares them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms_content.enums import Comparison, Match

from .parts import Condition, Definition, Rule

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a form stands with some answers: the keys of what is shown, and of what must be answered."""

    shown: frozenset[str]
    required: frozenset[str]


def standing_of(definition: Definition, answers: Answers) -> Standing:
    """Return what is shown and required; what is hidden counts as not answered for all that follows."""
    shown: dict[str, Any] = {}
    required: set[str] = set()
    for question in definition:
        if question.show_if and not holds(question.show_if, shown):
            continue
        shown[question.key] = answers.get(question.key)
        wanted = question.required_if is not None and holds(question.required_if, shown)
        if question.asks and (question.required or wanted):
            required.add(question.key)
    return Standing(frozenset(shown), frozenset(required))


def holds(rule: Rule, answers: Answers) -> bool:
    """Tell whether a rule holds for the answers that are shown."""
    found = [_is_so(condition, answers.get(condition.question)) for condition in rule.conditions]
    return any(found) if rule.match == Match.ANY and found else all(found)


def is_answered(answer: Any) -> bool:
    """Tell whether there is an answer; none of a list, and no to a consent, are none."""
    if answer is None or answer is False:
        return False
    return len(answer) > 0 if isinstance(answer, str | list | dict) else True


def is_number(text: str) -> bool:
    """Tell whether a text is a number as rules compare it."""
    return _number(text) is not None


def _is_so(condition: Condition, answer: Any) -> bool:
    if condition.comparison == Comparison.ANSWERED:
        return is_answered(answer)
    if condition.comparison == Comparison.NOT_ANSWERED:
        return not is_answered(answer)
    if not is_answered(answer):
        return False
    if condition.comparison == Comparison.IS:
        return _is(answer, condition.value)
    if condition.comparison == Comparison.IS_NOT:
        return not _is(answer, condition.value)
    number, bound = _number(answer), _number(condition.value)
    if number is None or bound is None:
        return False
    return number >= bound if condition.comparison == Comparison.AT_LEAST else number <= bound


def _is(answer: Any, value: str) -> bool:
    if isinstance(answer, list):
        return value in answer
    if answer is True:
        return value == "yes"
    if isinstance(answer, int | float):
        return _number(value) == answer
    return bool(answer == value)


def _number(value: Any) -> float | None:
    """The number of an answer or a bound, written plainly with ASCII digits."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    text = value if isinstance(value, str) else ""
    digits = text.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit()):
        return None
    number = float(text)
    return number if math.isfinite(number) else None
