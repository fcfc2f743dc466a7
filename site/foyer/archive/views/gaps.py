"""The list of gaps: whose file lacks which paper, with the way to file it. (000-26)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from foyer.archive.queries.gaps import gaps, kinds_with_papers, with_gaps

from .base import ArchivePage, CountedPages

PER_PAGE = 30


class GapsPage(ArchivePage):
    """What the files of one kind of matters lack."""

    template_name = "archive_admin/gaps.html"
    page_title: ClassVar = pgettext_lazy("archive", "Missing papers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of one kind."""
        offered = kinds_with_papers(self.staff)
        asked = self.request.GET.get("kind", "")
        chosen = next((one for one in offered if one[0].key == asked), None)
        chosen = chosen or next(iter(offered), None)
        shown: dict[str, Any] = {"rows": [], "page": None, "kind_now": ""}
        if chosen is not None:
            kind, record_class = chosen
            found = with_gaps(kind, record_class, by=self.staff, at=timezone.now())
            page = CountedPages(found, PER_PAGE).get_page(self.request.GET.get("p"))
            rows = gaps(kind, record_class, list(page.object_list), by=self.staff)
            shown = {
                "rows": rows,
                "page": page,
                "kind_now": kind.key,
                "record_class": record_class,
            }
        return (
            super().get_context_data(**kwargs)
            | shown
            | {
                "kinds": [(kind.key, kind.subject.label) for kind, _class in offered],
                "may_file": self.staff.has_perm("archive.add_archiverecord"),
            }
        )
