"""The calendar of rooms, and moving a booking in it. (004-06; BOOKING 6)"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages

from foyer.bookings.queries.calendar import SPANS, Calendar
from foyer.core.days import house_day
from foyer.venues.models import Room

from .base import BookingsPage
from .page import OneBookingPage
from .prices import price_of

_LABELS = {
    "day": pgettext_lazy("calendar", "Day"),
    "week": pgettext_lazy("calendar", "Week"),
    "month": pgettext_lazy("calendar", "Month"),
}
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


class CalendarPage(BookingsPage):
    """Rooms along hours or days: bookings, offers, events, closures; requests that hold nothing beneath."""

    template_name = "bookings_admin/calendar.html"
    page_title: ClassVar = gettext_lazy("Bookings")

    def get_page_subtitle(self) -> str:
        """Say what the page is for, as the last stop of the way here."""
        return _("Calendar of rooms")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one span of days."""
        now, asked = timezone.now(), self.request.GET
        span = asked.get("span", "day")
        span = span if span in SPANS else "day"
        day = _asked_day(asked.get("day", "")) or house_day(now)
        rooms = list(Room.objects.select_related("venue").prefetch_related("hours"))
        chosen = asked.get("room", "")
        shown = [room for room in rooms if str(room.pk) == chosen] or rooms
        calendar = Calendar(shown, span, day, by=self.staff, at=now)
        return super().get_context_data(**kwargs) | {
            "calendar": calendar,
            "spans": [(name, _LABELS[name]) for name in SPANS],
            "rooms": rooms,
            "room_chosen": chosen,
            "today": house_day(now),
            "may_add": self.staff.has_perm("bookings.add_booking"),
            "may_move": self.staff.has_perm("bookings.change_booking"),
            "back": urlencode({"span": span, "day": day.isoformat(), "room": chosen}),
        }


class MovePage(OneBookingPage):
    """Another room or time for a booking: by hand, or as the calendar was told; it asks before it acts."""

    right = "bookings.change_booking"
    template_name = "bookings_admin/move.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form beside the booking as it is now."""
        if "form" not in kwargs:
            asked = self.request.GET
            names = ("room", "day", "starts", "ends", "last_day")
            told = {name: asked[name] for name in names if asked.get(name)}
            kwargs["form"] = self.form_of("move", initial=told | {"seen": self.booking.version})
        instead = kwargs.pop("instead", [])
        return super().get_context_data(**kwargs) | {
            "booking": self.booking,
            "step": self.booking.step_at(self.now),
            "instead": [(fit, price_of(fit)) for fit in instead],
            "back": self.request.POST.get("back") or self.request.GET.get("back", ""),
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Move it, or say why not with what was typed."""
        form, instead = self.carry_out("move", self.form_of("move", request.POST))
        if form is None:
            messages.success(
                request, _("%(number)s has been moved.") % {"number": self.booking.number}
            )
            back = request.POST.get("back", "")
            return redirect(reverse("bookings:calendar") + (f"?{back}" if back else ""))
        context = self.get_context_data(form=form, instead=instead)
        response: HttpResponseBase = self.render_to_response(context)
        return response


def _asked_day(text: str) -> date | None:
    """Return the day an address names, when it is one a house may have plans for."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and _FIRST_YEAR <= day.year <= _LAST_YEAR else None
