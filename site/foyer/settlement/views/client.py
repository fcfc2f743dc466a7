"""The client's side of an account: papers as PDF and for print, a tax invoice asked for and fetched. (004-23)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foyer.bookings.models import Booking
from foyer.bookings.services.secrets import booking_path, find_by_secret
from foyer.bookings.views.by_secret import (
    VIEWS_A_MINUTE,
    WRITES,
    show_page,
    throttled,
    unknown,
)
from foyer.core.languages import known_language
from foyer.core.refusals import Refusal
from foyer.core.uploads.views import private_file_response
from foyer.core.views import page_in_language
from foyer.settlement.enums import PaperStatus
from foyer.settlement.forms.client import InvoiceForm
from foyer.settlement.models import Paper
from foyer.settlement.papers.content import show_paper
from foyer.settlement.queries.client_part import current_invoice
from foyer.settlement.refusals import AccountRefusal
from foyer.settlement.services.invoices import ask_for_invoice

from .papers import pdf_response

PLACE = "#account"
Answer = Callable[[HttpRequest, Booking, str, datetime], HttpResponseBase | None]


@require_http_methods(["GET", "HEAD"])
def show_statement(request: HttpRequest, secret: str, number: str) -> HttpResponseBase:
    """Give a client a statement or credit note of their booking, issued ones alone."""

    def pdf(
        _request: HttpRequest, booking: Booking, language: str, at: datetime
    ) -> HttpResponse | None:
        paper = _issued(booking, number)
        return pdf_response(paper, language=language, at=at) if paper else None

    return _answered(request, secret, pdf)


@require_http_methods(["GET", "HEAD"])
def print_statement(request: HttpRequest, secret: str, number: str) -> HttpResponseBase:
    """Show a client the same as a page for print."""

    def page(
        request: HttpRequest, booking: Booking, language: str, at: datetime
    ) -> HttpResponse | None:
        paper = _issued(booking, number)
        if paper is None:
            return None
        context = {
            "paper": show_paper(paper, at=at),
            "back": _page(request, booking),
            "back_words": _("Your booking"),
        }
        return page_in_language(request, "settlement/print.html", context, language=language)

    return _answered(request, secret, page)


def _issued(booking: Booking, number: str) -> Paper | None:
    issued = Paper.objects.filter(booking=booking, status=PaperStatus.ISSUED, number=number)
    return issued.select_related("booking__room__venue", "corrects").first()


@require_http_methods(["GET", "HEAD"])
def show_invoice_file(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Give a client the file of their tax invoice, once it is written."""

    def file(
        _request: HttpRequest, booking: Booking, _language: str, _at: datetime
    ) -> HttpResponseBase | None:
        invoice = current_invoice(booking)
        if invoice is None or not invoice.file:
            return None
        try:
            return private_file_response(invoice)
        except Http404:
            return None

    return _answered(request, secret, file)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_invoice(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Keep a client's request for a tax invoice; an address that is only looked at leads to the booking."""

    def ask(
        request: HttpRequest, booking: Booking, language: str, at: datetime
    ) -> HttpResponseBase:
        if request.method != "POST":
            return redirect(_page(request, booking))
        if refused := throttled(request, f"booking-write:{booking.pk}", WRITES, 3600):
            return refused
        form = InvoiceForm(request.POST)
        if form.is_valid():
            try:
                ask_for_invoice(booking=booking, at=at, **form.cleaned_data)
            except AccountRefusal as refusal:
                form.add_error(refusal.field or None, str(refusal))
            except Refusal as refusal:
                messages.error(request, str(refusal))
                return redirect(_page(request, booking))
            else:
                messages.success(request, _("Thank you. We have received it."))
                return redirect(_page(request, booking))
        return show_page(request, booking, {"invoice_form": form}, at=at, language=language)

    return _answered(request, secret, ask)


def _answered(request: HttpRequest, secret: str, answer: Answer) -> HttpResponseBase:
    """Answer what is asked under a booking's secret; where there is nothing, with the page that says so."""
    if refused := throttled(request, "booking", VIEWS_A_MINUTE, 60):
        return refused
    booking = find_by_secret(secret)
    if booking is None:
        return unknown(request)
    language = known_language(request.GET.get("lang") or booking.language)
    with translation.override(language):
        made = answer(request, booking, language, timezone.now())
    return made or unknown(request, language=language)


def _page(request: HttpRequest, booking: Booking) -> str:
    """Return where the account stands on the client's page, in the language the reader chose."""
    chosen = request.GET.get("lang")
    query = "?" + urlencode({"lang": known_language(chosen)}) if chosen else ""
    return booking_path(booking) + query + PLACE
