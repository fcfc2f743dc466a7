"""What the archive's pages share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import pgettext

from foyer.archive.queries.catalogue import MOST_COUNTED, counted
from foyer.core.views import StaffPage


class ArchivePage(StaffPage):
    """A page of the archive, under a page of its own kind where it has one."""

    right = "archive.view_archiverecord"
    header_icon: ClassVar = "folder-open-inverse"
    above: ClassVar[tuple[str, Any] | None] = None  # name of an address, and what it is called

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        way = [{"url": reverse("archive:list"), "label": pgettext("archive", "Archive")}]
        if self.above:
            way.append({"url": reverse(self.above[0]), "label": str(self.above[1])})
        here = self.get_page_subtitle() or self.get_page_title()
        return [*self.breadcrumbs_items, *way, {"url": "", "label": here}]


@dataclass(frozen=True, slots=True)
class Offer:
    """An act with its form; one that was refused as it was sent is open."""

    name: str
    label: Any
    form: Any
    is_sent: bool = False
    is_grave: bool = False
    hint: Any = ""


class CountedPages(Paginator[Any]):
    """Pages of a list that is counted no further than anybody turns them."""

    @property
    def count(self) -> int:
        """How many there are, or one more than are counted."""
        if not hasattr(self, "_counted"):
            rows: Any = self.object_list
            self._counted = counted(rows)
        return min(self._counted, MOST_COUNTED)

    @property
    def has_more(self) -> bool:
        """Whether there are more than are counted."""
        return self.count == MOST_COUNTED and self._counted > MOST_COUNTED
