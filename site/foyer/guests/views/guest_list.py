"""The guest list of an event, and the list of lists."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.utils import get_valid_next_url_from_request

from foyer.core.refusals import Refusal
from foyer.guests.enums import InvitationStatus
from foyer.guests.forms.guest_list import GuestFilterForm
from foyer.guests.models import Guest
from foyer.guests.queries import (
    GuestRow,
    ListCounts,
    events_with_counts,
    guests_on_list,
    list_counts,
    rows_of,
    tables_of,
)
from foyer.guests.services.guest_list import set_table, strike_off
from foyer.guests.services.invitations import Queued, queue_invitations

from .guest_menu import guest_dropdown
from .scope import EventView, StaffView, record_ids

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
            "over_capacity": max(counts.people, counts.yes) > self.event.capacity,
            "tabs": self._tabs(counts, wanted.get("reply", "")),
            "filter_form": self.filter_form,
            "narrowed": bool(wanted),
            "tables": self.tables,
            "page": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "rows": [(row, self._menu(row)) for row in rows_of(page.object_list)],
        }

    def _menu(self, row: GuestRow) -> Any:
        sent = any(letter.status == InvitationStatus.SENT for letter in row.letters)
        return guest_dropdown(row.guest, self.may, letter_sent=sent)

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


class BulkView(EventView):
    """Acts upon the guests ticked on the list."""

    http_method_names = ["post"]  # noqa: RUF012  Django declares it so
    rights: ClassVar = {
        "invite": "invite_guest",
        "again": "invite_guest",
        "strike_off": "delete_guest",
        "table": "change_guest",
    }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Carry out the act chosen and say what came of it."""
        act = request.POST.get("act", "")
        if act not in self.rights or not self.may(self.rights[act]):
            raise PermissionDenied
        guests = self._ticked()
        if guests:
            getattr(self, f"_{act}")(guests)
        else:
            messages.warning(request, _("Tick the guests first, then choose what to do with them."))
        return redirect(get_valid_next_url_from_request(request) or self.list_url)

    def _ticked(self) -> list[Guest]:
        ids = record_ids(self.request.POST.getlist("guest"))[:PER_PAGE]
        return list(self.event.guests.filter(pk__in=ids))

    def _invite(self, guests: list[Guest]) -> None:
        self._send(guests, again=False)

    def _again(self, guests: list[Guest]) -> None:
        self._send(guests, again=True)

    def _send(self, guests: list[Guest], *, again: bool) -> None:
        try:
            queued = queue_invitations(guests=guests, by=self.staff, at=timezone.now(), again=again)
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
        else:
            say_queued(self.request, queued)

    def _strike_off(self, guests: list[Guest]) -> None:
        struck = 0
        for guest in guests:
            try:
                strike_off(guest=guest, by=self.staff, at=timezone.now())
            except Refusal as refusal:
                messages.warning(self.request, str(refusal))
            else:
                struck += 1
        if struck:
            sentence = ngettext(
                "%(count)d guest has been struck off the list.",
                "%(count)d guests have been struck off the list.",
                struck,
            )
            messages.success(self.request, sentence % {"count": struck})

    def _table(self, guests: list[Guest]) -> None:
        table = self.request.POST.get("table", "").strip()
        if len(table) > _LONGEST_TABLE:
            messages.error(self.request, _("The name of a table has at most 40 characters."))
            return
        seated = set_table(guests=guests, table=table, by=self.staff, at=timezone.now())
        sentence = ngettext(
            "%(count)d guest has been seated anew.",
            "%(count)d guests have been seated anew.",
            seated,
        )
        messages.success(self.request, sentence % {"count": seated})


def say_queued(request: HttpRequest, queued: Queued) -> None:
    """Tell how many letters are under way, and whom none is sent to, and why."""
    if queued.queued:
        sentence = ngettext(
            "%(count)d invitation is on its way.",
            "%(count)d invitations are on their way.",
            queued.queued,
        )
        messages.success(request, sentence % {"count": queued.queued})
    for guest, reason in queued.skipped[:_REASONS_SHOWN]:
        messages.warning(
            request,
            _("Nothing was sent to %(guest)s: %(reason)s")
            % {"guest": guest.name, "reason": reason},
        )
    more = len(queued.skipped) - _REASONS_SHOWN
    if more > 0:
        sentence = ngettext(
            "Nothing was sent to %(count)d other guest either.",
            "Nothing was sent to %(count)d other guests either.",
            more,
        )
        messages.warning(request, sentence % {"count": more})
