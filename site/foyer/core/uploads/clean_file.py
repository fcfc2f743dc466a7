"""What is left of a file that was looked over: it may be kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import ContentFile

from .kinds import FileKind

NAME_LENGTH = 150


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that may be kept.

    Attributes:
        kind: what it is, by name and content alike.
        name: what people call it, safe to be shown and to be saved under.
        data: its bytes; of a picture, as it was drawn anew.
    """

    kind: FileKind
    name: str
    data: bytes

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.data)

    @property
    def content(self) -> ContentFile[bytes]:
        """The file for a `PrivateFileField`, which gives it a name of its own."""
        return ContentFile(self.data, name=f"file.{self.kind.value}")
