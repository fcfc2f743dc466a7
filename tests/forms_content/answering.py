"""Some right answer to every question of a form."""

from typing import Any

from forms_content.definition import Definition, Question

_WRITTEN = {
    "email": "zhao@example.com",
    "phone": "138 0013 8000",
    "date": "2026-12-01",
    "time": "18:30",
    "number": 12,
    "rating": 4,
    "nps": 9,
    "consent": True,
}


def some_answers(definition: Definition) -> dict[str, Any]:
    """Return an answer to each question but those that ask for files."""
    asked = [one for one in definition.asked if one.kind != "file"]
    return {question.key: _answer(question) for question in asked}


def _answer(question: Question) -> Any:
    keys = [one.key for one in question.choices]
    match question.kind:
        case "single" | "drop_down":
            return keys[0]
        case "multiple":
            return keys[:2]
        case "ranking":
            return keys
        case "matrix":
            return {row.key: keys[0] for row in question.rows}
    return _WRITTEN.get(question.kind, "一句话")
