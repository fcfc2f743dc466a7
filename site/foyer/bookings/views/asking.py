"""The public's side: a room asked for, with its price, in one form that works without a script. (004-02)"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from foyer.bookings.enums import BookingChannel
from foyer.bookings.forms.asking import RequestForm
from foyer.bookings.queries.free import NEAR, Fit, Looking
from foyer.bookings.room_pages import ask_url
from foyer.bookings.services.asking import ask_for_room
from foyer.bookings.services.secrets import booking_path
from foyer.core.client_ip import client_ip
from foyer.core.languages import known_language
from foyer.core.refusals import Refusal
from foyer.core.throttle import count_attempt
from foyer.core.views import page_in_language
from foyer.fees.calculator import show_quote
from foyer.fees.pricing.days import Use
from foyer.fees.pricing.quote import Asked
from foyer.fees.pricing.refusals import QuoteRefusal
from foyer.fees.quoting import make_quote
from foyer.fees.showing import money
from foyer.venues.models import Room

REQUESTS: Final = 10
REQUEST_SECONDS: Final = 3600
_WHEN: Final = ("from", "to", "heads", "layout")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form with what the room costs then, or keep the request and lead to its page."""
    now = timezone.now()
    language = known_language(request.GET.get("lang") or translation.get_language())
    with translation.override(language):
        request.LANGUAGE_CODE = language
        room = _room(request.GET.get("room", ""))
        if room is None:
            home = {"home_url": f"/{language}/"}
            return page_in_language(
                request, "bookings/no_room.html", home, language=language, status=404
            )
        form = _form(request, room, now)
        if request.method == "POST" and request.POST.get("act") != "reckon" and form.is_valid():
            try:
                key = f"booking-request:{client_ip(request)}"
                count_attempt(key=key, limit=REQUESTS, seconds=REQUEST_SECONDS, at=now)
                if not form.cleaned_data["website"]:
                    return redirect(booking_path(_keep(form, now)))
            except Refusal as refusal:
                form.add_refusal(refusal)
        shown = _shown(form, room, now) | {"home_url": f"/{language}/"}
        status = 422 if form.is_bound and form.errors and request.method == "POST" else 200
        response = page_in_language(
            request, "bookings/ask.html", shown, language=language, status=status
        )
    response["Cache-Control"] = "no-store"
    return response


def _room(told: str) -> Room | None:
    """Return a room that is offered for booking."""
    if not told.isascii() or not told.isdecimal() or len(told) > 9:
        return None
    offered = Room.objects.filter(is_bookable=True, pk=int(told))
    return offered.select_related("venue").prefetch_related("layouts", "hours").first()


def _form(request: HttpRequest, room: Room, now: datetime) -> RequestForm:
    if request.method == "POST":
        return RequestForm(request.POST, room=room, at=now)
    told = {name: request.GET[name] for name in _WHEN if name in request.GET}
    waits = request.GET.get("waits") == "on"
    initial = told | {"once": uuid4().hex, "waits": waits}
    return RequestForm(room=room, at=now, initial=initial)


def _keep(form: RequestForm, now: datetime) -> Any:
    told = form.cleaned_data
    return ask_for_room(
        wanted=form.wanted(),
        asker=form.asker(),
        channel=BookingChannel.ONLINE,
        at=now,
        waits=told["waits"],
        once=told["once"],
    )


def _shown(form: RequestForm, room: Room, now: datetime) -> dict[str, Any]:
    """What stands around the form: the price, or what could be had instead."""
    when = form.when()
    shown: dict[str, Any] = {"form": form, "room": room}
    if when is None:
        return shown
    looking = Looking(when, at=now, around=NEAR, online=True)
    fit = looking.fit(room, when.starts_at, when.ends_at)
    shown["fit"] = fit
    if fit.refusal is not None and not (form.is_bound and form.errors):
        shown["why_not"] = str(fit.refusal)
    if fit.is_taken:
        others = [*looking.other_rooms(room), *looking.other_times(room)]
        shown["others"] = [_other(one, when.heads, when.layout) for one in others]
    else:
        shown["quote"] = _quote(form, room, when)
    shown["extras_asked"] = bool(form.is_bound and any(form.data.get(name) for name in form.extras))
    return shown


def _quote(form: RequestForm, room: Room, when: Any) -> Any:
    use = Use(room.pk, when.starts_at, when.ends_at)
    extras = form.wanted_extras() if form.is_bound else {}
    try:
        return show_quote(make_quote(asked=Asked(uses=(use,), heads=when.heads, extras=extras)))
    except QuoteRefusal:
        return None  # the house tells the price with its offer


def _other(fit: Fit, heads: int, layout: str) -> dict[str, Any]:
    return {
        "room": fit.room,
        "starts_at": fit.starts_at,
        "ends_at": fit.ends_at,
        "price": money(fit.quote.total, fit.quote.currency) if fit.quote else "",
        "ask_url": ask_url(fit.room, fit.starts_at, fit.ends_at, heads=heads, layout=layout),
    }
