"""Statements and credit notes as PDF and for print, and the files of tax invoices, for staff. (004-23)"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from foyer.bookings.models import Booking
from foyer.core.audit import note
from foyer.core.languages import known_language
from foyer.core.uploads.views import PrivateFileView
from foyer.core.views import StaffPage, page_in_language
from foyer.privacy.enums import ViewPlace
from foyer.privacy.services.view_log import note_view
from foyer.settlement.enums import PaperStatus
from foyer.settlement.models import Paper, TaxInvoice
from foyer.settlement.papers.content import show_paper
from foyer.settlement.papers.pdf import statement_pdf


class _IssuedPaper(StaffPage):
    """An issued statement or credit note, in the reader's language or in another; who opens it is noted."""

    right: ClassVar[str] = "settlement.view_paper"

    def look_up(self, **kwargs: Any) -> None:
        """Find it among those of the bookings one may see."""
        seen = Booking.objects.visible_to(self.staff).order_by()
        papers = Paper.objects.filter(booking__in=seen, status=PaperStatus.ISSUED)
        papers = papers.select_related("booking__room__venue", "corrects")
        self.paper = get_object_or_404(papers, pk=kwargs["pk"])

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show it, and note who opens it."""
        language = known_language(request.GET.get("lang") or get_language())
        note("settlement.paper.open", by=self.staff.pk, record=str(self.paper.pk))
        with override(language):
            response = self.shown(language)
        response["Cache-Control"] = "no-store"
        return response

    def shown(self, language: str) -> HttpResponse:
        """Return it in a language."""
        raise NotImplementedError


class PaperFile(_IssuedPaper):
    """The paper as PDF."""

    def shown(self, language: str) -> HttpResponse:
        """Return the PDF."""
        return pdf_response(self.paper, language=language, at=timezone.now())


class PaperPrintPage(_IssuedPaper):
    """The paper as a page for print."""

    def shown(self, language: str) -> HttpResponse:
        """Return the page."""
        context = {
            "paper": show_paper(self.paper, at=timezone.now()),
            "back": reverse("settlement:account", args=[self.paper.booking_id]),
            "back_words": _("Account"),
        }
        return page_in_language(self.request, "settlement/print.html", context, language=language)


def pdf_response(paper: Paper, *, language: str, at: datetime) -> HttpResponse:
    """Return a paper as a PDF a browser shows."""
    response = HttpResponse(
        statement_pdf(paper, language=language, at=at), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="{paper.number}.pdf"'
    return response


class InvoiceFile(PrivateFileView):
    """The file of a tax invoice. The tax number stands in it, so it opens for those who may see that."""

    right = "settlement.view_sensitive_taxinvoice"

    def find(self, **kwargs: Any) -> TaxInvoice:
        """Find it among those of the bookings one may see, and note who opens it."""
        seen = Booking.objects.visible_to(self.staff).order_by()
        invoices = TaxInvoice.objects.filter(booking__in=seen).exclude(file="")
        invoice = get_object_or_404(invoices, pk=kwargs["pk"])
        note("settlement.invoice.open", by=self.staff.pk, record=str(invoice.pk))
        note_view(record=invoice, place=ViewPlace.PAGE, by=self.staff, at=timezone.now())
        return invoice
