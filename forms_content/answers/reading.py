"""Reading answers off a posted page, with or without JavaScript."""

from __future__ import annotations

from typing import Any

from django.utils.datastructures import MultiValueDict

from forms_content.definition import Definition, Question
from forms_content.enums import QuestionKind


def answers_from_post(definition: Definition, posted: MultiValueDict[str, str]) -> dict[str, Any]:
    """Return what was posted, by question, in the form in which the API takes it."""
    answers: dict[str, Any] = {}
    for question in definition.asked:
        answers[question.key] = _read(question, posted)
        if question.other:
            answers[question.other_key] = posted.get(question.other_key, "")
    return answers


def _read(question: Question, posted: MultiValueDict[str, str]) -> Any:
    key = question.key
    if question.kind == QuestionKind.MULTIPLE:
        return posted.getlist(key)
    if question.kind == QuestionKind.MATRIX:
        chosen = {row.key: posted.get(f"{key}.{row.key}", "") for row in question.rows}
        return {row: choice for row, choice in chosen.items() if choice}
    if question.kind == QuestionKind.RANKING:
        return _ranked(question, posted)
    if question.kind == QuestionKind.CONSENT:
        return posted.get(key) == "yes"
    return posted.get(key, "")


def _ranked(question: Question, posted: MultiValueDict[str, str]) -> list[str]:
    """The choices in the order of the places given to them; two in one place make an order nobody meant."""
    places = {one.key: posted.get(f"{question.key}.{one.key}", "") for one in question.choices}
    given = [key for key, place in places.items() if place.isascii() and place.isdigit()]
    if len({places[key] for key in given}) < len(given):
        return given[:1] * len(given)
    return sorted(given, key=lambda key: int(places[key]))
