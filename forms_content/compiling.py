"""From the blocks of the builder to what a form asks, with keys that stay. (FORMS 1, 2)"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from .definition import Choice, Condition, Definition, Question, Rule, Step, Words
from .definition.choices import in_languages, keep_keys, three_languages, written_choices
from .definition.rules import is_number
from .enums import Comparison, QuestionKind

_BLOCK = re.compile(r"[0-9a-f-]{36}")
Known = Mapping[tuple[str, str], str]  # (scope, block or words) -> key, for all that was ever given


class Form(Protocol):
    """What is compiled: a form page."""

    title: str
    title_zh_hant: str
    title_en: str
    notice: str
    questions: Any


@dataclass(slots=True)
class Compiled:
    """A definition, and what is wrong with it.

    Attributes:
        definition: what the form asks; a rule that cannot be read is left out.
        problems: sentences for whoever publishes it.
        given: the keys of this definition, new ones included.
    """

    definition: Definition
    problems: list[str] = field(default_factory=list)
    given: dict[tuple[str, str], str] = field(default_factory=dict)


def compile_form(page: Form, *, known: Known, before: Definition | None) -> Compiled:
    """Return what a form asks as it is written now.

    Args:
        page: the form page.
        known: every key the form has given.
        before: what it asked until now, if it was ever published.
    """
    compiled = Compiled(Definition({}, ()), given=dict(known))
    earlier: list[Question] = []
    steps: list[tuple[Words, list[Question]]] = [({}, [])]
    until_now = {question.key: question for question in before} if before else {}
    for block in page.questions:
        if block.block_type == "step":
            steps.append((in_languages(block.value["label"] or ""), []))
            continue
        question = _question(block, earlier, until_now, compiled)
        earlier.append(question)
        steps[-1][1].append(question)
    kept = [Step(title, tuple(asked)) for title, asked in steps if asked]
    title = three_languages(page.title, page.title_zh_hant, page.title_en)
    compiled.definition = Definition(title, tuple(kept), in_languages(page.notice))
    compiled.problems += _missing(compiled.definition)
    return compiled


def needs_notice() -> str:
    """Return the sentence that belongs beside the notice rather than the questions."""
    return _("This form asks for personal data: write the notice on personal data first.")


def _missing(definition: Definition) -> Iterator[str]:
    if not definition.asked:
        yield _("Add at least one question: this form asks nothing yet.")
    if any(question.personal for question in definition) and not definition.notice:
        yield needs_notice()


def _question(
    block: Any, earlier: list[Question], until_now: Mapping[str, Question], compiled: Compiled
) -> Question:
    value, kind = block.value, block.block_type
    key = _key(block.id or "", value, compiled)
    before = until_now.get(key)
    choices, rows = (
        _choices(value.get(name), key, prefix, getattr(before, name, ()), compiled)
        for name, prefix in (("choices", "c"), ("rows", "r"))
    )
    label = three_languages(
        value["label"] or "", value.get("label_zh_hant") or "", value.get("label_en") or ""
    )
    rules = {
        name: _rule(value.get(name), label, earlier, until_now, compiled)
        for name in ("show_if", "required_if")
    }
    if kind in QuestionKind.WITH_CHOICES and len(choices) < 2:  # one is no choice
        compiled.problems.append(
            _("“%(question)s” offers nothing to choose from: write at least two choices.")
            % {"question": label.get("zh-hans", "")}
        )
    return Question(
        key=key,
        kind=kind,
        label=label,
        block=block.id or "",
        help=in_languages(value.get("help") or ""),
        placeholder=in_languages(value.get("placeholder") or ""),
        required=bool(value.get("required")),
        personal=kind in QuestionKind.ALWAYS_PERSONAL or bool(value.get("personal")),
        default=value.get("default") or "",
        width=value.get("width") or "full",
        choices=choices,
        rows=rows,
        other=bool(value.get("other")),
        least=value.get("least"),
        most=value.get("most"),
        files=value.get("files") or "",
        camera=bool(value.get("camera")),
        aspect=value.get("aspect") or "",
        show_if=rules["show_if"],
        required_if=rules["required_if"],
    )


def _key(block: str, value: Any, compiled: Compiled) -> str:
    """The key of a block: the one it was given, or for a hidden value its name in the address."""
    place = ("", block)
    if place not in compiled.given:
        taken = {key for (scope, _of), key in compiled.given.items() if not scope}
        wished = value.get("parameter") or ""
        fresh = (key for n in range(1, 10_000) if (key := f"q{n}") not in taken)
        compiled.given[place] = wished if wished and wished not in taken else next(fresh)
    return compiled.given[place]


def _choices(
    text: str | None, key: str, prefix: str, before: tuple[Choice, ...], compiled: Compiled
) -> tuple[Choice, ...]:
    if not text:
        return ()
    scope = f"{key}.{prefix}"
    ever = {of: given for (place, of), given in compiled.given.items() if place == scope}
    choices = keep_keys(written_choices(text), before=before, ever=ever, prefix=prefix)
    compiled.given |= {(scope, one.label["zh-hans"]): one.key for one in choices}
    return choices


def _rule(
    value: Any,
    label: Words,
    earlier: list[Question],
    until_now: Mapping[str, Question],
    compiled: Compiled,
) -> Rule | None:
    conditions: list[Condition] = []
    for written in (value or {}).get("conditions", ()):
        about = _asked_about(written["question"] or "", earlier, until_now)
        comparison, value_written = written["comparison"], written["value"] or ""
        looked_for = _looked_for(about, comparison, value_written, compiled)
        if about is None or looked_for is None:
            compiled.problems.append(_unclear(label, written, about))
            continue
        written["question"] = about.block or written["question"]  # from now on it may be renamed
        conditions.append(Condition(about.key, comparison, looked_for))
    return Rule(tuple(conditions), value["match"]) if conditions else None


def _unclear(label: Words, written: Any, about: Question | None) -> str:
    said = {
        "question": label.get("zh-hans", ""),
        "other": about.label.get("zh-hans", "") if about else written["question"],
        "value": written["value"],
    }
    if about is not None:
        return (
            _(
                "The rule of “%(question)s” compares “%(other)s” with “%(value)s”, which cannot be answered there."
            )
            % said
        )
    if _BLOCK.fullmatch(written["question"] or ""):
        return (
            _(
                "The rule of “%(question)s” looks at a question that is gone or comes later: choose one above it."
            )
            % said
        )
    return (
        _(
            "The rule of “%(question)s” looks at “%(other)s”: no single earlier question is called so."
        )
        % said
    )


def _asked_about(
    named: str, earlier: list[Question], until_now: Mapping[str, Question]
) -> Question | None:
    """The one earlier question of that block; or as rules were once written, that is or was called so, or begins so."""
    named = named.strip()
    asked = [question for question in earlier if question.asks]
    if not named:
        return None
    ways = (
        [one for one in asked if one.block == named],
        [one for one in asked if named in one.label.values()],
        [one for one in asked if any(text.startswith(named) for text in one.label.values())],
        [one for one in asked if _was_called(named, until_now.get(one.key))],
    )
    found = next((way for way in ways if way), [])
    return found[0] if len(found) == 1 else None


def _was_called(named: str, before: Question | None) -> bool:
    return before is not None and any(text.startswith(named) for text in before.label.values())


def _looked_for(
    about: Question | None, comparison: str, value: str, compiled: Compiled
) -> str | None:
    """What is compared with: the key of a choice where there are choices; None when it makes no sense."""
    value = value.strip()
    if about is None:
        return None
    if comparison in Comparison.WITHOUT_VALUE:
        return ""
    if comparison in (Comparison.AT_LEAST, Comparison.AT_MOST):
        return value if is_number(value) else None
    if about.kind in (QuestionKind.MATRIX, *QuestionKind.WITH_FILES):
        return None
    if about.kind == QuestionKind.CONSENT:
        return "yes"
    if about.choices:
        keys = {text: one.key for one in about.choices for text in one.label.values()}
        once = compiled.given.get((f"{about.key}.c", value), "")  # what a choice was called before
        keys |= {value: once} if value not in keys and once in about.choice_keys else {}
        return keys.get(value) or (value if about.other and value == "other" else None)
    return value or None
