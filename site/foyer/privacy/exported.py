"""Lists that leave the house as files: how every room's lie in private storage until they are fetched. (security 9)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from foyer.core.exports.targets import ExportTarget
from foyer.core.models import User

from .sealing import seal, unseal

_PLACE = "core.Export.file"


class SealedList(ExportTarget):
    """A list whose file lies sealed with the house's keys."""

    def seal(self, text: str) -> str:
        """Return a piece of a file as it may lie in private storage."""
        return seal(text, place=_PLACE)

    def unseal(self, sealed: str) -> str:
        """Return a piece of a file that was sealed."""
        return unseal(sealed, place=_PLACE)


class OpenList(SealedList):
    """A list of records of which nothing is sealed: whoever may read one may take it away."""

    def is_plain(self, record: Any, by: User) -> bool:
        """Nothing of a record is sealed."""
        return False

    def note_plain(self, *, people: int, columns: Sequence[str], by: User, at: datetime) -> None:
        """Nothing sealed leaves the house here."""
