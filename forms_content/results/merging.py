"""What a form ever asked, each question once: by key, across all versions. (FORMS 2)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from forms_content.definition import Choice, Definition, Question
from forms_content.models import FormPage, FormVersion


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it was last asked, with all the choices and rows it ever offered.

    Attributes:
        removed: whether the form asks it no more.
    """

    question: Question
    removed: bool

    @property
    def key(self) -> str:
        """The question's key."""
        return self.question.key


def every_question(page: FormPage) -> list[Asked]:
    """Return every question a form ever asked: the present ones first, in their order."""
    versions = FormVersion.objects.filter(page_id=page.pk)
    return merged([version.asks for version in versions])


def merged(definitions: Sequence[Definition]) -> list[Asked]:
    """Return each question of some versions once.

    Args:
        definitions: what was asked, the latest first.
    """
    ever: dict[str, list[Question]] = {}
    for definition in definitions:
        for question in definition.asked:
            ever.setdefault(question.key, []).append(question)
    present = {question.key for question in definitions[0]} if definitions else set()
    return [Asked(_joined(same), key not in present) for key, same in ever.items()]


def _joined(same: Sequence[Question]) -> Question:
    """The latest of some versions of a question, offering what any of them offered."""
    latest = same[0]
    return replace(
        latest,
        choices=_all_of(question.choices for question in same),
        rows=_all_of(question.rows for question in same),
        other=any(question.other for question in same),
        personal=any(question.personal for question in same),
        most=max((one.most for one in same if one.most is not None), default=None),
    )


def _all_of(lists: Iterable[Sequence[Choice]]) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for choices in lists:
        for one in choices:
            found.setdefault(one.key, one)
    return tuple(found.values())
