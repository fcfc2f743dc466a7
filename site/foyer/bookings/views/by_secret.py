"""What every address under a booking's secret shares: how often it answers, its 404, the client's page. (004-04)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from wagtail import hooks

from foyer.bookings.forms.client import CancelForm, DeclineForm, MessageForm
from foyer.bookings.models import Booking
from foyer.bookings.queries.client_page import page_of
from foyer.core.views import page_in_language, refused_for_now

VIEWS_A_MINUTE: Final = 60
WRITES: Final = 20  # in an hour
# Rooms above add parts to the client's page: callables of a booking and a moment that return dictionaries with
# "template", what that shows, and perhaps "says": what is to be said in place of where the booking stands.
PARTS: Final = "foyer_booking_client_parts"

Forms = dict[str, Any]
Part = dict[str, Any]


def show_page(
    request: HttpRequest, booking: Booking, forms: Forms, *, at: datetime, language: str
) -> HttpResponse:
    """Show a client their booking, in the active language.

    Args:
        request: what is answered.
        booking: as it stands.
        forms: those that were sent and are to be shown again, by their name on the page.
        at: the moment.
        language: the code of the active language.
    """
    shown = page_of(booking, at=at)
    parts = client_parts(booking, at=at)
    says = next((part["says"] for part in parts if part.get("says")), shown["says"])
    fresh: Forms = {
        "decline_form": DeclineForm(auto_id="decline-%s"),
        "message_form": MessageForm(),
        "cancel_form": CancelForm(initial={"fee": shown["fee"]}, auto_id="cancel-%s"),
    }
    context = shown | fresh | forms | {"parts": parts, "says": says}
    return page_in_language(request, "bookings/booking.html", context, language=language)


def client_parts(booking: Booking, *, at: datetime) -> list[Part]:
    """Return what rooms above show a client of a booking, in the active language."""
    made: list[Callable[[Booking, datetime], list[Part]]] = hooks.get_hooks(PARTS)
    return [part for make in made for part in make(booking, at)]


def unknown(request: HttpRequest, *, language: str = "") -> HttpResponse:
    """Answer that there is no such booking, or nothing of that name."""
    return page_in_language(request, "bookings/unknown.html", {}, status=404, language=language)


def throttled(request: HttpRequest, key: str, limit: int, seconds: int) -> HttpResponse | None:
    """Return the page that says how long to wait once somebody asks too often."""
    page = "bookings/throttled.html"
    return refused_for_now(request, key, limit=limit, seconds=seconds, template=page)
