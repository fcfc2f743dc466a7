"""All desks at a glance, kept fresh, and the codes that pair many tablets at once. (KIOSK 4)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from foyer.core.languages import HTML_LANG, known_language, wording
from foyer.core.models import HousePolicy
from foyer.guests.fleet import fleet_stamp, read_fleet
from foyer.guests.models import Desk
from foyer.guests.services.pairing import SHEET_LIFE, issue_pairing_code

from .desks import DesksView, desk_url, shown_code
from .scope import StaffView, record_ids

REFRESH_SECONDS = 5
MOST_ON_SHEET = 60


class FleetView(DesksView):
    """The desks and how each of them is; a script keeps the states fresh."""

    right = "guests.view_desk"
    template_name = "door/fleet.html"
    page_title: ClassVar = gettext_lazy("Desks now")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the cards beside what every page shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "cards": read_fleet(at=timezone.now()),
            "may_pair": self.may("pair_desk"),
            "list_url": desk_url("list"),
            "refresh_seconds": REFRESH_SECONDS,
            "sheet_minutes": _minutes(SHEET_LIFE),
        }


class FleetStatesView(StaffView):
    """What changes on the desks' page; 304 while nothing has."""

    right = "guests.view_desk"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Answer the states as HTML, with a stamp to ask by next time."""
        cards = read_fleet(at=timezone.now())
        may_pair = self.may("pair_desk")
        etag = f'"{fleet_stamp(cards)}-{get_language()}-{int(may_pair)}"'
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304, headers={"ETag": etag})
        context = {"cards": cards, "may_pair": may_pair}
        response = render(request, "door/fleet_states.html", context)
        response["ETag"] = etag
        return response


class PairingSheetView(StaffView):
    """A page to be printed: a code and its picture for each of the desks chosen."""

    right = "guests.pair_desk"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Make the codes and show them, this once."""
        now = timezone.now()
        chosen = record_ids(request.POST.getlist("desk"))[:MOST_ON_SHEET]
        desks = list(Desk.objects.filter(pk__in=chosen).select_related("event").order_by("name"))
        if not desks:
            messages.warning(request, _("Tick the desks whose tablets are to be paired first."))
            return redirect("guests:desks")
        context = {
            "sheets": [self._entry(desk) for desk in desks],
            "kiosk_url": f"{settings.PUBLIC_URL}/kiosk/",
            "until": now + SHEET_LIFE,
            "house_name": wording(HousePolicy.load(), "name"),
            "html_lang": HTML_LANG[known_language(get_language())],
        }
        response = render(request, "door/pairing_sheet.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def _entry(self, desk: Desk) -> dict[str, Any]:
        code = issue_pairing_code(desk=desk, by=self.staff, at=timezone.now(), life=SHEET_LIFE)
        return {"desk": desk} | shown_code(code)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
