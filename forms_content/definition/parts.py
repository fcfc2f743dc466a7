"""The parts of a form, and how they are kept as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms_content.enums import Match, QuestionKind
from foyer.core.languages import fallbacks, known_language

Words = dict[str, str]  # a language of the house -> what is said in it


def said(words: Words, language: str | None) -> str:
    """Return words in one language, or in the nearest one that is filled."""
    codes = fallbacks(known_language(language))
    return next((words[code] for code in codes if words.get(code)), "")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose; its key stays when its words change."""

    key: str
    label: Words

    def to_json(self) -> dict[str, Any]:
        """Return what is kept of it."""
        return {"key": self.key, "label": self.label}


@dataclass(frozen=True, slots=True)
class Condition:
    """A look at an earlier answer.

    Attributes:
        question: the key of the earlier question.
        comparison: a `Comparison`.
        value: the key of a choice, or what was to be answered; a number where numbers are compared.
    """

    question: str
    comparison: str
    value: str = ""

    def to_json(self) -> dict[str, str]:
        """Return what is kept of it."""
        kept = {"question": self.question, "comparison": self.comparison}
        return kept | ({"value": self.value} if self.value else {})


@dataclass(frozen=True, slots=True)
class Rule:
    """Some conditions of which all or any must hold; without any condition it always holds."""

    conditions: tuple[Condition, ...] = ()
    match: str = Match.ALL

    def to_json(self) -> dict[str, Any]:
        """Return what is kept of it."""
        return {"match": str(self.match), "conditions": [one.to_json() for one in self.conditions]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> Rule | None:
        """Return the rule that was kept, if any was."""
        if not kept:
            return None
        return cls(tuple(Condition(**one) for one in kept["conditions"]), kept["match"])


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form.

    Attributes:
        key: short, given once, and independent of the words. (FORMS 1)
        kind: a `QuestionKind`.
        block: which block of the builder it was made from.
        personal: whether the answer tells about a person and lies sealed.
        other: whether another answer than the choices may be written.
        least, most: of numbers and stars; of how many choices or files may be taken.
        files: which files are taken, a `FileSort`.
        camera: whether a phone opens its camera for it.
        aspect: what of an event it judges, an `Aspect`; nothing if it does not count as a judgement.
        show_if, required_if: rules on earlier answers; None means always, and never.
    """

    key: str
    kind: str
    label: Words
    block: str = ""
    help: Words = field(default_factory=dict)
    placeholder: Words = field(default_factory=dict)
    required: bool = False
    personal: bool = False
    default: str = ""
    width: str = "full"
    choices: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()
    other: bool = False
    least: float | None = None
    most: float | None = None
    files: str = ""
    camera: bool = False
    aspect: str = ""
    show_if: Rule | None = None
    required_if: Rule | None = None

    @property
    def asks(self) -> bool:
        """Whether there is anything to answer."""
        return self.kind not in QuestionKind.ASKED_NOTHING

    @property
    def other_key(self) -> str:
        """Under what key another answer than the choices stands."""
        return f"{self.key}_other"

    @property
    def choice_keys(self) -> list[str]:
        """The keys that may be chosen, another answer among them."""
        return [one.key for one in self.choices] + (["other"] if self.other else [])

    def to_json(self) -> dict[str, Any]:
        """Return what is kept of it: whatever is not as it is by default."""
        plain = {
            name: getattr(self, name)
            for name in ("block", "help", "placeholder", "required", "personal", "default")
        }
        plain |= {"other": self.other, "least": self.least, "most": self.most}
        plain |= {"files": self.files, "camera": self.camera, "aspect": self.aspect}
        kept = {name: value for name, value in plain.items() if value not in ("", None, False, {})}
        kept |= {"width": self.width} if self.width != "full" else {}
        for name in ("choices", "rows"):
            if entries := getattr(self, name):
                kept[name] = [one.to_json() for one in entries]
        for name in ("show_if", "required_if"):
            if rule := getattr(self, name):
                kept[name] = rule.to_json()
        return {"key": self.key, "kind": str(self.kind), "label": self.label} | kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Question:
        """Return the question that was kept."""
        parts = dict(kept)
        for name in ("choices", "rows"):
            parts[name] = tuple(Choice(**one) for one in kept.get(name, ()))
        for name in ("show_if", "required_if"):
            parts[name] = Rule.from_json(kept.get(name))
        return cls(**parts)


@dataclass(frozen=True, slots=True)
class Step:
    """Questions shown together."""

    title: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """All that a form asks, and the notice under which it asks."""

    title: Words
    steps: tuple[Step, ...]
    notice: Words = field(default_factory=dict)

    def __iter__(self) -> Iterator[Question]:
        return (question for step in self.steps for question in step.questions)

    @property
    def asked(self) -> list[Question]:
        """The questions that can be answered."""
        return [question for question in self if question.asks]

    def to_json(self) -> dict[str, Any]:
        """Return what is kept of it."""
        steps = [
            {"title": step.title, "questions": [one.to_json() for one in step.questions]}
            for step in self.steps
        ]
        return {"title": self.title, "steps": steps, "notice": self.notice}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Definition:
        """Return the definition that was kept."""
        steps = [
            Step(step["title"], tuple(map(Question.from_json, step["questions"])))
            for step in kept["steps"]
        ]
        return cls(kept["title"], tuple(steps), kept.get("notice", {}))
