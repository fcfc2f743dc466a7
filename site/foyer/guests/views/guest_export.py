"""Exporting the guest list of an event, or the guests chosen in it. (security 9)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.core.exports.views import Chosen, ExportPage
from foyer.guests.exports import GUEST_LIST
from foyer.guests.models import Guest

from .scope import EventView
from .selection import Selection


class ListedSelection(Selection):
    """The guests an address means: those ticked, those the list is narrowed down to, or the whole list."""

    @cached_property
    def keys(self) -> list[int]:
        """Their keys, in the order of the list; who was struck off is on no list."""
        found: QuerySet[Guest] = self.found.filter(cancelled_at=None)
        return list(found.values_list("pk", flat=True))

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """Which event's list it is, and what it was narrowed down by, in words."""
        event = f"{self.event.number} {self.event.title_text}".strip()
        return [(_("Event"), event), *super().conditions]


class GuestExportPage(ExportPage, EventView):
    """Exports an event's guests."""

    target = GUEST_LIST
    right: ClassVar[str] = GUEST_LIST.right
    page_title: ClassVar = gettext_lazy("Export guests")

    def choose(self) -> Chosen:
        """Return the guests the address means; the whole list when it names none."""
        self.look_up(**self.kwargs)
        data = self.request.GET.copy()
        if "guest" not in data:
            data["all"] = "1"
        return ListedSelection(self.event, data)

    @property
    def list_url(self) -> str:
        """The guest list, narrowed down as before."""
        url = reverse("guests:list", args=[self.event.pk])
        query = self.request.GET.get("filter", "")
        return f"{url}?{query}" if query else url

    def get_page_subtitle(self) -> str:
        """Name the event."""
        return self.event.title_text

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here through the event."""
        return EventView.get_breadcrumbs_items(self)
