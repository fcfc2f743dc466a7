"""Files as answers: those that are held, and those that were not taken."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from forms_content.definition import Question
from forms_content.enums import FileSort, QuestionKind
from foyer.core.uploads.kinds import ALL_KINDS, FileKind

MOST_FILES = 3
_PICTURES = tuple(kind for kind in ALL_KINDS if kind.is_picture)
_KINDS = {
    FileSort.PICTURES: _PICTURES,
    FileSort.PAPERS: (*_PICTURES, FileKind.PDF),
    FileSort.ANY: ALL_KINDS,
}


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that was looked over and is held for this copy of the form.

    Attributes:
        ref: by what it is taken out again.
        name: what people call it.
        size: bytes.
    """

    ref: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not taken, and why."""

    name: str
    reason: str

    @property
    def words(self) -> str:
        """The sentence for whoever handed it in."""
        return _("“%(name)s”: %(reason)s") % {"name": self.name, "reason": self.reason}


def kinds_taken(question: Question) -> tuple[FileKind, ...]:
    """Return what kinds of file a question takes."""
    if question.kind == QuestionKind.SIGNATURE:
        return (FileKind.PNG,)
    return _KINDS[FileSort(question.files or FileSort.PICTURES)]


def media_types(question: Question) -> list[str]:
    """Return the same as browsers name them: so an iPhone hands its HEIC pictures in as JPEG."""
    return [kind.content_type for kind in kinds_taken(question)]


def most_taken(question: Question) -> int:
    """Return how many files a question takes."""
    return 1 if question.kind == QuestionKind.SIGNATURE else int(question.most or MOST_FILES)
