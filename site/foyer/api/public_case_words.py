"""A case as its client reads it over the API. (001-23, 001-24)"""

from __future__ import annotations

from typing import Any, Literal

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from ninja import Schema
from pydantic import Field

from foyer.cases.enums import CaseStatus, MessageKind
from foyer.cases.models import Case
from foyer.cases.queries.way import way_of, words_of
from foyer.cases.services.reopening import reopen_until
from foyer.core.languages import known_language

Language = Literal["zh-hans", "zh-hant", "en"]


class Asked(Schema):
    """In which language a case is asked for."""

    lang: Language | None = None


class StepOut(Schema):
    """One step of the way of a case."""

    code: str
    label: str
    state: Literal["past", "now", "ahead"]


class FileOut(Schema):
    """A file the client handed in; its address needs no more than the secret that is in it."""

    name: str
    size: int
    url: str


class WordOut(Schema):
    """Something that was said, by the client or by the house."""

    sender: Literal["client", "house"] = Field(alias="from")
    text: str
    at: str
    files: list[FileOut]


class CaseOut(Schema):
    """A case as its client sees it."""

    number: str
    kind: str
    kind_label: str
    language: str
    status: str
    status_label: str
    steps: list[StepOut]
    opened_at: str
    answer_by: str | None
    asks_whether_settled: bool
    outcome: str | None
    reopen_until: str | None = Field(
        description="The last day to have a closed case looked at again"
    )
    messages: list[WordOut]


def told(case: Case, asked: Asked) -> dict[str, Any]:
    """Return a case in the language asked for."""
    language = language_of(asked)
    with translation.override(language):
        return _in_words(case, language)


def _in_words(case: Case, language: str) -> dict[str, Any]:
    order = list(way_of(case))
    reached = order.index(CaseStatus(case.status))
    first = {
        "from": "client",
        "text": case.content,
        "at": case.opened_at.isoformat(),
        "files": _files(case, case.evidence.filter(from_client=True, message=None)),
    }
    asks = case.status == CaseStatus.FOLLOWING_UP
    return {
        "number": case.number,
        "kind": case.kind,
        "kind_label": case.get_kind_display(),
        "language": language,
        "status": case.status,
        "status_label": case.get_status_display(),
        "steps": [
            {"code": step.value, "label": str(step.label), "state": _state(n, reached)}
            for n, step in enumerate(order)
        ],
        "opened_at": case.opened_at.isoformat(),
        "answer_by": case.answer_due_at.isoformat() if case.is_open and not asks else None,
        "asks_whether_settled": asks,
        "outcome": case.outcome or None,
        "reopen_until": _until(case),
        "messages": [
            first,
            *(
                {
                    "from": "client" if word.kind == MessageKind.CLIENT else "house",
                    "text": word.text,
                    "at": word.at.isoformat(),
                    "files": _files(case, word.shown),  # type: ignore[attr-defined]  # words_of put it there
                }
                for word in words_of(case)
            ),
        ],
    }


def _until(case: Case) -> str | None:
    until = reopen_until(case)
    return until.isoformat() if until else None


def _state(place: int, reached: int) -> str:
    return "past" if place < reached else "now" if place == reached else "ahead"


def _files(case: Case, files: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": file.file_name,
            "size": file.size,
            "url": settings.PUBLIC_URL + reverse("case_file", args=[case.secret_sealed, file.pk]),
        }
        for file in files
    ]


def language_of(asked: Asked) -> str:
    """Return the language asked for, else the browser's."""
    return known_language(asked.lang or translation.get_language())
