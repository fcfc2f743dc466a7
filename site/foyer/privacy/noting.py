"""For the views that show sensitive columns plain: they say so in the view log. (001-29)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone

from .enums import ViewPlace
from .services.view_log import note_view


class NotesTheView:
    """Mixed into a view of one record: whoever sees its sensitive columns plain is written down."""

    seen_in: ClassVar[ViewPlace] = ViewPlace.PAGE
    object: Any
    request: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows, having noted that it is shown."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # the view mixed with
        note_view(record=self.object, place=self.seen_in, by=self.request.user, at=timezone.now())
        return context
