"""The figures of the archive. (000-29)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy

from foyer.archive.queries.figures import months, stock
from foyer.archive.rights import holds

from .base import ArchivePage


class FiguresPage(ArchivePage):
    """How much is kept, asked for and opened; numbers only, no record is named."""

    template_name = "archive_admin/figures.html"
    page_title: ClassVar = gettext_lazy("Figures of the archive")

    def look_up(self, **_kwargs: Any) -> None:
        """Only for those who may see them."""
        if not holds(self.staff, "count_accessrequest"):
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the figures."""
        return super().get_context_data(**kwargs) | {
            "months": months(at=timezone.now()),
            "stock": stock(),
        }
