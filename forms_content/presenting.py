"""A form as a page draws it: in one language, with what was answered and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .answers.checking import missing
from .answers.files import HeldFile, media_types, most_taken
from .answers.kinds import LONGEST, LONGEST_NAME, MOST_STARS, malformed
from .definition import Choice, Definition, Question, standing_of
from .definition.parts import said
from .enums import QuestionKind

NPS = range(11)
_GROUPS = ("single", "multiple", "rating", "nps", "matrix", "ranking", "signature")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose, as it is drawn."""

    key: str
    label: str
    chosen: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A question, as it is drawn."""

    key: str
    kind: str
    label: str
    help: str
    placeholder: str
    width: str
    required: bool
    hidden: bool
    value: Any
    other: str
    has_other: bool
    longest: int
    error: str
    missing: str
    malformed: str
    options: tuple[Option, ...]
    rows: tuple[tuple[Option, tuple[Option, ...]], ...]
    numbers: tuple[Option, ...]
    files: tuple[HeldFile, ...] = ()
    most: int = 0
    accept: str = ""
    camera: bool = False

    @property
    def template(self) -> str:
        """The template that draws what is to be answered."""
        return f"forms_content/fields/{self.kind}.html"

    @property
    def is_group(self) -> bool:
        """Whether it is answered in several places, and wants a legend rather than a label."""
        return self.kind in _GROUPS


@dataclass(frozen=True, slots=True)
class Section:
    """A step, as it is drawn."""

    number: int
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A form, as it is drawn; `rules` is what the browser evaluates."""

    title: str
    notice: str
    sections: tuple[Section, ...]
    rules: list[dict[str, Any]]
    errors: dict[str, str]

    def asks_for(self, kind: str) -> bool:
        """Tell whether there is a question of a kind."""
        return any(field.kind == kind for section in self.sections for field in section.fields)

    @property
    def has_files(self) -> bool:
        """Whether files come with the answers."""
        return any(self.asks_for(kind) for kind in QuestionKind.WITH_FILES)

    @property
    def has_signature(self) -> bool:
        """Whether somebody signs."""
        return self.asks_for(QuestionKind.SIGNATURE)


def present(
    definition: Definition,
    answers: Mapping[str, Any],
    errors: Mapping[str, str],
    *,
    language: str | None,
) -> Shown:
    """Return a form for a page.

    Args:
        definition: what it asks.
        answers: what was answered so far, by key.
        errors: what is wrong with it, by key.
        language: in which it is drawn.
    """
    given = {one.key: one.default for one in definition if one.default} | dict(answers)
    standing = standing_of(definition, given)
    sections = tuple(
        Section(
            number,
            said(step.title, language),
            tuple(
                _field(
                    question,
                    given,
                    errors,
                    hidden=question.key not in standing.shown,
                    required=question.key in standing.required,
                    language=language,
                )
                for question in step.questions
            ),
        )
        for number, step in enumerate(definition.steps, start=1)
    )
    labels = {one.key: said(one.label, language) for one in definition}
    return Shown(
        said(definition.title, language),
        said(definition.notice, language),
        sections,
        rules_of(definition),
        {labels.get(key, key): text for key, text in errors.items()},
    )


def rules_of(definition: Definition) -> list[dict[str, Any]]:
    """Return what decides, in the browser too, which questions are shown and must be answered."""
    return [
        {
            "key": question.key,
            "kind": str(question.kind),
            "required": question.required,
            "show_if": question.show_if.to_json() if question.show_if else None,
            "required_if": question.required_if.to_json() if question.required_if else None,
        }
        for question in definition
    ]


def _field(
    question: Question,
    given: Mapping[str, Any],
    errors: Mapping[str, str],
    *,
    hidden: bool,
    required: bool,
    language: str | None,
) -> Field:
    value = given.get(question.key, "")
    has_files = question.kind in QuestionKind.WITH_FILES
    return Field(
        key=question.key,
        kind=str(question.kind),
        label=said(question.label, language),
        help=said(question.help, language),
        placeholder=said(question.placeholder, language),
        width=question.width,
        required=required,
        hidden=hidden,
        value="" if value is None or (has_files and not isinstance(value, str)) else value,
        other=str(given.get(question.other_key) or ""),
        has_other=question.other,
        longest=LONGEST.get(QuestionKind(question.kind), LONGEST_NAME if has_files else 0),
        error=errors.get(question.key, ""),
        missing=missing(question),
        malformed=malformed(question),
        options=tuple(_option(one, value, language) for one in question.choices),
        rows=tuple(_row(row, question, value, language) for row in question.rows),
        numbers=tuple(
            Option(str(n), str(n), chosen=str(value) == str(n)) for n in _numbers(question)
        ),
        files=tuple(one for one in value if isinstance(one, HeldFile)) if has_files else (),
        most=most_taken(question) if has_files else 0,
        accept=",".join(media_types(question)) if has_files else "",
        camera=question.camera,
    )


def _numbers(question: Question) -> range:
    if question.kind == QuestionKind.NPS:
        return NPS
    if question.kind == QuestionKind.RATING:
        return range(1, int(question.most or MOST_STARS) + 1)
    return (
        range(1, len(question.choices) + 1) if question.kind == QuestionKind.RANKING else range(0)
    )


def _option(one: Choice, value: Any, language: str | None) -> Option:
    chosen = one.key in value if isinstance(value, list) else one.key == value
    place = str(value.index(one.key) + 1) if isinstance(value, list) and chosen else ""
    return Option(one.key, said(one.label, language), chosen, place)


def _row(
    row: Choice, question: Question, value: Any, language: str | None
) -> tuple[Option, tuple[Option, ...]]:
    chosen = value.get(row.key) if isinstance(value, Mapping) else None
    options = tuple(
        Option(one.key, said(one.label, language), one.key == chosen) for one in question.choices
    )
    return Option(row.key, said(row.label, language)), options
