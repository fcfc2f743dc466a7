"""The client's side: a booking read and answered from a phone, without an account. (004-04, 004-05)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foyer.bookings.enums import TERMS
from foyer.bookings.forms.client import CancelForm, DeclineForm, LookUpForm, MessageForm
from foyer.bookings.models import Booking
from foyer.bookings.papers.calendar import booking_calendar
from foyer.bookings.papers.content import has_contract, occasion_of
from foyer.bookings.papers.kept import paper_for
from foyer.bookings.papers.pdf import paper_pdf
from foyer.bookings.queries.client_page import page_of
from foyer.bookings.refusals import BookingChanged, FeeChanged, OfferChanged
from foyer.bookings.services.again import ask_again, chosen_of
from foyer.bookings.services.answering import cancel_booking
from foyer.bookings.services.looking_up import find_by_number
from foyer.bookings.services.secrets import booking_path, booking_url, find_by_secret
from foyer.bookings.services.series import accept_together, decline_together
from foyer.bookings.services.standing import cancellation_fee
from foyer.bookings.services.talking import Wish, write_as_client
from foyer.core.languages import known_language
from foyer.core.models import HousePolicy
from foyer.core.refusals import Refusal
from foyer.core.views import calendar_response, page_in_language
from foyer.fees.showing import money

from .by_secret import VIEWS_A_MINUTE, WRITES, Forms, show_page, throttled, unknown

LOOK_UPS = 10
LOOK_UP_SECONDS = 900


@require_http_methods(["GET", "HEAD", "POST"])
def show_booking(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a client their booking, or keep what they answer."""
    if refused := throttled(request, "booking", VIEWS_A_MINUTE, 60):
        return refused
    booking = find_by_secret(secret)
    if booking is None:
        return unknown(request)
    forms: Forms = {}
    language = known_language(request.GET.get("lang") or booking.language)
    now = timezone.now()
    with translation.override(language):
        if request.method == "POST":
            if refused := throttled(request, f"booking-write:{booking.pk}", WRITES, 3600):
                return refused
            if where := _kept(request, booking, forms, now):
                return redirect(where)
            booking.refresh_from_db()
        return show_page(request, booking, forms, at=now, language=language)


@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Find a booking by its number and the last four digits of the phone; one answer for wrong and unknown."""
    form = LookUpForm()
    if request.method == "POST":
        if refused := throttled(request, "booking-look-up", LOOK_UPS, LOOK_UP_SECONDS):
            return refused
        form = LookUpForm(request.POST)
        if form.is_valid():
            booking = find_by_number(at=timezone.now(), **form.cleaned_data)
            if booking:
                return redirect(booking_path(booking))
            form.add_error(None, _("Nothing is known under this number and these digits."))
    return page_in_language(request, "bookings/look_up.html", {"form": form})


@require_http_methods(["GET", "HEAD"])
def show_file(request: HttpRequest, secret: str, name: str) -> HttpResponse:
    """Give a client the letter or the contract, as PDF or for print, or the entry for their calendar."""
    if refused := throttled(request, "booking", VIEWS_A_MINUTE, 60):
        return refused
    booking = find_by_secret(secret)
    if booking is None:
        return unknown(request)
    language = known_language(request.GET.get("lang") or booking.language)
    with translation.override(language):
        made = _FILES[name](request, booking, language, timezone.now())
    return made or unknown(request, language=language)


def _letter(
    request: HttpRequest, booking: Booking, language: str, at: datetime
) -> HttpResponse | None:
    occasion = occasion_of(booking, at)
    if not occasion:
        return None
    paper = paper_for(booking, occasion, HousePolicy.load())
    return _pdf(booking, paper, language, at, name=f"{booking.number}.pdf")


def _contract(
    request: HttpRequest, booking: Booking, language: str, at: datetime
) -> HttpResponse | None:
    if not has_contract(booking):
        return None
    paper = paper_for(booking, TERMS, HousePolicy.load())
    return _pdf(booking, paper, language, at, name=f"{booking.number}-contract.pdf")


def _letter_page(
    request: HttpRequest, booking: Booking, language: str, at: datetime
) -> HttpResponse | None:
    occasion = occasion_of(booking, at)
    if not occasion:
        return None
    paper = paper_for(booking, occasion, HousePolicy.load())
    return _print_page(request, booking, paper, language)


def _contract_page(
    request: HttpRequest, booking: Booking, language: str, at: datetime
) -> HttpResponse | None:
    if not has_contract(booking):
        return None
    paper = paper_for(booking, TERMS, HousePolicy.load())
    return _print_page(request, booking, paper, language)


def _calendar(
    request: HttpRequest, booking: Booking, language: str, at: datetime
) -> HttpResponse | None:
    changed = booking.ended_at or booking.answered_at or booking.requested_at
    entry = booking_calendar(booking, url=booking_url(booking), changed=changed, at=at)
    return calendar_response(entry, name=booking.number)


_FILES: dict[str, Callable[[HttpRequest, Booking, str, datetime], HttpResponse | None]] = {
    "letter.pdf": _letter,
    "contract.pdf": _contract,
    "letter": _letter_page,
    "contract": _contract_page,
    "booking.ics": _calendar,
}


def _pdf(booking: Booking, paper: Any, language: str, at: datetime, *, name: str) -> HttpResponse:
    content = paper_pdf(paper, language=language, address=booking.number, at=at)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _print_page(request: HttpRequest, booking: Booking, paper: Any, language: str) -> HttpResponse:
    context = {"paper": paper, "back": booking_path(booking), "back_words": _("Your booking")}
    return page_in_language(request, "bookings/print.html", context, language=language)


def _kept(request: HttpRequest, booking: Booking, forms: Forms, now: datetime) -> str:
    """Carry out what the client sent; return where to go on, or nothing where a form is to be shown again."""
    act = _ACTS.get(request.POST.get("act", ""), _write)
    try:
        where = act(request, booking, forms, now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return request.get_full_path()
    if where:
        messages.success(request, _("Thank you. We have received it."))
    return where


def _accept(request: HttpRequest, booking: Booking, forms: Forms, now: datetime) -> str:
    accept_together(booking=booking, at=now, seen=_seen(request))
    return request.get_full_path()


def _decline(request: HttpRequest, booking: Booking, forms: Forms, now: datetime) -> str:
    form = forms["decline_form"] = DeclineForm(request.POST, auto_id="decline-%s")
    if not form.is_valid():
        return ""
    reason = form.cleaned_data["reason"]
    decline_together(booking=booking, at=now, reason=reason, seen=_seen(request))
    return request.get_full_path()


def _cancel(request: HttpRequest, booking: Booking, forms: Forms, now: datetime) -> str:
    form = forms["cancel_form"] = CancelForm(request.POST, auto_id="cancel-%s")
    if not form.is_valid():
        return ""
    fee = cancellation_fee(booking, at=now)
    if form.cleaned_data["fee"] != str(fee):
        raise FeeChanged(fee=money(fee, booking.currency) if booking.currency else fee)
    try:
        cancel_booking(
            booking=booking, reason=form.cleaned_data["reason"], at=now, seen=_seen(request)
        )
    except BookingChanged as fault:
        raise OfferChanged from fault
    return request.get_full_path()


def _write(request: HttpRequest, booking: Booking, forms: Forms, now: datetime) -> str:
    form = forms["message_form"] = MessageForm(request.POST)
    if not form.is_valid():
        return ""
    write_as_client(booking=booking, text=form.cleaned_data["text"], wish=form.wish(), at=now)
    return request.get_full_path()


def _again(request: HttpRequest, booking: Booking, forms: Forms, now: datetime) -> str:
    return booking_path(ask_again(booking=booking, at=now))


def _instead(request: HttpRequest, booking: Booking, forms: Forms, now: datetime) -> str:
    """Ask for an alternative: anew where the booking came to nothing, else as a wish to the house."""
    fit = chosen_of(booking, request.POST.get("choice", ""), at=now)
    if page_of(booking, at=now)["can_ask_again"]:
        return booking_path(
            ask_again(booking=booking, at=now, room=fit.room, starts_at=fit.starts_at)
        )
    wish = Wish(room=fit.room, starts_at=fit.starts_at, ends_at=fit.ends_at)
    write_as_client(booking=booking, text="", wish=wish, at=now)
    return request.get_full_path()


_ACTS: dict[str, Callable[[HttpRequest, Booking, Forms, datetime], str]] = {
    "accept": _accept,
    "decline": _decline,
    "cancel": _cancel,
    "again": _again,
    "instead": _instead,
}


def _seen(request: HttpRequest) -> int:
    """Return which version of the booking was on the screen.

    Raises:
        OfferChanged: none that there is.
    """
    try:
        return int(request.POST.get("seen", ""))
    except ValueError as fault:
        raise OfferChanged from fault
