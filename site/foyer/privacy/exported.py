"""Lists that leave the house as files: how every room's lie in private storage until they are fetched. (security 9)"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from foyer.core.days import house_minute
from foyer.core.exports.targets import ExportColumn, ExportTarget
from foyer.core.models import User

from .enums import ViewPlace
from .sealing import seal, unseal
from .services.view_log import note_views

_PLACE = "core.Export.file"


class SealedList(ExportTarget):
    """A list whose file lies sealed with the house's keys."""

    def seal(self, text: str) -> str:
        """Return a piece of a file as it may lie in private storage."""
        return seal(text, place=_PLACE)

    def unseal(self, sealed: str) -> str:
        """Return a piece of a file that was sealed."""
        return unseal(sealed, place=_PLACE)


class ListInPart(SealedList):
    """Records of which each member of staff sees a part, with columns that are sealed."""

    model: ClassVar[Any]
    related: ClassVar[tuple[str, ...]] = ()

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the records somebody may see among these, in this order."""
        seen = self.model.objects.visible_to(by).select_related(*self.related)
        found = seen.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def is_plain(self, record: Any, by: User) -> bool:
        """Tell whether somebody may see what is sealed; which records they see `records` has decided."""
        return by.has_perm(self.sensitive_right)

    def note_plain(self, *, people: int, columns: Sequence[str], by: User, at: datetime) -> None:
        """Write down that sealed columns of so many people left the house."""
        place = ViewPlace.EXPORT
        note_views(
            kind=self.model, people=people, place=place, by=by, at=at, columns=sorted(columns)
        )

    def column(
        self, name: str, tell: Callable[[Any], object] | None = None, *, default: bool = True
    ) -> ExportColumn:
        """Return a column of the record, told in words where `tell` says how."""
        field: Any = self.model._meta.get_field(name)

        def value(record: Any, by: User) -> str:
            return in_words(tell(record) if tell else getattr(record, name))

        return ExportColumn(name, field.verbose_name, value, default=default)

    def sealed_column(self, name: str, mask: Callable[[str], str]) -> ExportColumn:
        """Return a sealed column: masked for whoever may not see it."""
        field: Any = self.model._meta.get_field(name)

        def value(record: Any, by: User) -> str:
            kept = str(getattr(record, name))
            return kept if by.has_perm(self.sensitive_right) else mask(kept)

        return ExportColumn(name, field.verbose_name, value, sensitive=True, default=False)


def in_words(value: object) -> str:
    """Return a value as a cell tells it; moments by the house's clock."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return house_minute(value)
        case date():
            return value.isoformat()
    return str(value)


class OpenList(SealedList):
    """A list of records of which nothing is sealed: whoever may read one may take it away."""

    def is_plain(self, record: Any, by: User) -> bool:
        """Nothing of a record is sealed."""
        return False

    def note_plain(self, *, people: int, columns: Sequence[str], by: User, at: datetime) -> None:
        """Nothing sealed leaves the house here."""
