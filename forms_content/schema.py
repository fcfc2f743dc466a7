"""A form as JSON Schema with hints for drawing it. (HEADLESS 1; JSON Schema 2020-12)"""

from __future__ import annotations

from typing import Any

from .answers.checking import LONGEST_OTHER
from .answers.files import media_types, most_taken
from .answers.kinds import LONGEST, LONGEST_NAME, MOST_STARS, PHONE_PATTERN, TIME_PATTERN
from .definition import Definition, Question
from .definition.parts import said
from .enums import QuestionKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(definition: Definition, *, language: str) -> dict[str, Any]:
    """Return the schema of a form's answers.

    What must be answered depends on other answers and is said by the rules; the schema says what an
    answer looks like when there is one.

    Args:
        definition: what the form asks.
        language: of the titles.
    """
    properties: dict[str, Any] = {}
    for question in definition.asked:
        properties[question.key] = _titled(question, language)
        if question.other:
            properties[question.other_key] = {"type": "string", "maxLength": LONGEST_OTHER}
    return {
        "$schema": DIALECT,
        "title": said(definition.title, language),
        "type": "object",
        "properties": properties,
        "required": [one.key for one in definition.asked if one.required and one.show_if is None],
        "additionalProperties": False,
    }


def hints_of(definition: Definition, *, language: str) -> dict[str, Any]:
    """Return how a form is drawn: its steps, and for each question its kind, help and width."""
    steps = [
        {
            "title": said(step.title, language),
            "questions": [_hint(question, language) for question in step.questions],
        }
        for step in definition.steps
    ]
    return {"steps": steps}


def _hint(question: Question, language: str) -> dict[str, Any]:
    said_of = {
        "label": said(question.label, language),
        "help": said(question.help, language),
        "placeholder": said(question.placeholder, language),
    }
    hint: dict[str, Any] = {
        "key": question.key,
        "kind": str(question.kind),
        "width": question.width,
    }
    if question.kind in QuestionKind.WITH_FILES:
        hint |= {"accept": media_types(question), "most": most_taken(question)}
    return hint | {name: text for name, text in said_of.items() if text}


def _titled(question: Question, language: str) -> dict[str, Any]:
    described = {"title": said(question.label, language)} | _shape(question, language)
    if text := said(question.help, language):
        described["description"] = text
    return described | ({"default": question.default} if question.default else {})


def _named(keys: list[str], question: Question, language: str) -> list[dict[str, str]]:
    names = {one.key: said(one.label, language) for one in question.choices}
    return [{"const": key, "title": names.get(key, key)} for key in keys]


def _shape(question: Question, language: str) -> dict[str, Any]:  # noqa: PLR0911  # one for each kind
    kind = QuestionKind(question.kind)
    if kind in LONGEST:
        return {"type": "string", "maxLength": LONGEST[kind]}
    if kind in QuestionKind.OF_ONE:
        return {"type": "string", "oneOf": _named(question.choice_keys, question, language)}
    if kind == QuestionKind.MULTIPLE:
        items = {"oneOf": _named(question.choice_keys, question, language)}
        bounds = {"minItems": question.least, "maxItems": question.most}
        return {"type": "array", "items": items, "uniqueItems": True} | _given(bounds)
    if kind == QuestionKind.RANKING:
        keys = [one.key for one in question.choices]
        items = {"oneOf": _named(keys, question, language)}
        count = {"minItems": len(keys), "maxItems": len(keys)}
        return {"type": "array", "items": items, "uniqueItems": True} | count
    if kind == QuestionKind.MATRIX:
        return _table(question, language)
    if kind == QuestionKind.RATING:
        return {"type": "integer", "minimum": 1, "maximum": int(question.most or MOST_STARS)}
    if kind == QuestionKind.NPS:
        return {"type": "integer", "minimum": 0, "maximum": 10}
    if kind == QuestionKind.NUMBER:
        bounds = {"minimum": question.least, "maximum": question.most}
        return {"type": "number"} | _given(bounds)
    if kind == QuestionKind.FILE:
        file = {"type": "string", "format": "binary"}
        return {"type": "array", "items": file, "maxItems": most_taken(question)}
    return _plain(kind)


def _plain(kind: QuestionKind) -> dict[str, Any]:
    if kind == QuestionKind.CONSENT:
        return {"type": "boolean"}
    if kind == QuestionKind.SIGNATURE:  # a name; a drawing is a part of its own
        return {"type": "string", "maxLength": LONGEST_NAME}
    if kind == QuestionKind.PHONE:
        return {"type": "string", "pattern": PHONE_PATTERN}
    if (
        kind == QuestionKind.TIME
    ):  # without seconds and zone, so none of the formats JSON Schema knows
        return {"type": "string", "pattern": TIME_PATTERN}
    formats = {QuestionKind.EMAIL: "email", QuestionKind.DATE: "date"}
    return {"type": "string"} | ({"format": formats[kind]} if kind in formats else {})


def _table(question: Question, language: str) -> dict[str, Any]:
    keys = [one.key for one in question.choices]
    rows = {
        row.key: {
            "title": said(row.label, language),
            "oneOf": _named(keys, question, language),
        }
        for row in question.rows
    }
    return {
        "type": "object",
        "properties": rows,
        "required": list(rows),
        "additionalProperties": False,
    }


def _given(bounds: dict[str, float | None]) -> dict[str, float]:
    return {name: bound for name, bound in bounds.items() if bound is not None}
