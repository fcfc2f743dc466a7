"""The guest list of an event, and the list of lists."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator

from foyer.guests.forms.guest_list import GuestFilterForm
from foyer.guests.queries import (
    GuestRow,
    ListCounts,
    events_with_counts,
    guests_on_list,
    list_counts,
    rows_of,
    tables_of,
)
from foyer.guests.to_settle import count_to_settle

from .guest_menu import guest_dropdown
from .scope import EventView, StaffView

PER_PAGE = 50
_REASONS_SHOWN = 5
_LONGEST_TABLE = 40


class EventsView(StaffView):
    """The events whose lists are being worked on: those to come, and those of the last month."""

    template_name = "guests_admin/events.html"
    page_title: ClassVar = gettext_lazy("Guests")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the events, those to come first."""
        now = timezone.now()
        events = list(events_with_counts(at=now))
        return super().get_context_data(**kwargs) | {
            "upcoming": [event for event in events if event.ends_at >= now],
            "past": [event for event in reversed(events) if event.ends_at < now],
        }


class GuestListView(EventView):
    """One event's guest list: figures, filters, a page of guests, and acts upon many at once."""

    template_name = "guests_admin/guest_list.html"
    page_title: ClassVar = gettext_lazy("Guest list")

    def trail(self) -> list[dict[str, Any]]:
        """The list itself is the last stop."""
        return []

    @cached_property
    def filter_form(self) -> GuestFilterForm:
        """What the list is narrowed down by."""
        return GuestFilterForm(self.request.GET, tables=self.tables)

    @cached_property
    def tables(self) -> list[str]:
        """The tables in use."""
        return tables_of(self.event)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the figures, and one page of guests."""
        wanted = self.filter_form.wanted
        counts = list_counts(self.event)
        paginator = WagtailPaginator(guests_on_list(self.event, wanted), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "counts": counts,
            "to_settle": count_to_settle(self.event) if self.may("view_signin") else 0,
            "over_capacity": max(counts.people, counts.yes) > self.event.capacity,
            "tabs": self._tabs(counts, wanted.get("reply", "")),
            "filter_form": self.filter_form,
            "narrowed": bool(wanted),
            "tables": self.tables,
            "page": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "query": self.request.GET.urlencode(),
            "struck_off": wanted.get("reply") == "struck",
            "rows": [(row, self._menu(row)) for row in rows_of(page.object_list)],
        }

    def _menu(self, row: GuestRow) -> Any:
        return guest_dropdown(row.guest, self.may, row.letters)

    def _tabs(self, counts: ListCounts, current: str) -> list[dict[str, Any]]:
        tabs = [
            ("", _("On the list"), counts.asked),
            ("yes", _("Coming"), counts.yes),
            ("no", _("Not coming"), counts.no),
            ("none", _("Waiting for a reply"), counts.waiting),
            ("struck", _("Struck off"), counts.struck_off),
        ]
        return [
            {
                "label": label,
                "count": count,
                "url": self._address(reply=reply),
                "current": reply == current,
            }
            for reply, label, count in tabs
        ]

    def _address(self, *, reply: str) -> str:
        query = self.request.GET.copy()
        query.pop("p", None)
        query.pop("reply", None)
        if reply:
            query["reply"] = reply
        return f"{self.list_url}?{query.urlencode()}" if query else self.list_url
