"""The account of one booking: its sums, papers, payments and tax invoices, each act with its form in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages

from foyer.bookings.models import Booking
from foyer.core.refusals import Refusal
from foyer.fees.showing import money
from foyer.privacy.enums import ViewPlace
from foyer.privacy.services.view_log import note_view
from foyer.settlement.enums import InvoiceStatus
from foyer.settlement.models import TaxInvoice
from foyer.settlement.papers.content import show_paper_line, show_used, tax_told
from foyer.settlement.refusals import AccountChanged

from .acts import ACTS, Act
from .base import AccountsPage
from .records import Records

_LAST = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """An act upon one record, with its form; one that was refused as it was sent."""

    name: str
    act: Act
    of: int
    form: Any
    is_sent: bool

    @property
    def ident(self) -> str:
        """Its name on the page."""
        return f"act-{self.name}-{self.of}"


class AccountPage(AccountsPage):
    """The account of one booking."""

    template_name = "settlement_admin/account.html"
    page_title: ClassVar = pgettext_lazy("settlement", "Account")

    def look_up(self, **kwargs: Any) -> None:
        """Find the booking among those one may see, with all that belongs to its account."""
        seen = Booking.objects.visible_to(self.staff).select_related("room__venue", "client")
        self.booking = get_object_or_404(seen, pk=kwargs["pk"])
        self.now = timezone.now()
        self.records = Records.of(self.booking, at=self.now)

    def get_page_subtitle(self) -> str:
        """Name the booking."""
        return self.booking.number

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the account with what may be done upon it."""
        sent: Offer | None = kwargs.pop("sent", None)
        records, said = self.records, self._said
        offers = self._offers(sent)
        # What was sent upon something that is gone meanwhile stands first, with what was typed.
        strays = (
            [sent] if sent and sent not in [one for many in offers.values() for one in many] else []
        )
        of = {(one.name, one.of): one for many in offers.values() for one in many}
        account = records.account
        return super().get_context_data(**kwargs) | {
            "booking": self.booking,
            "account": account,
            "sums": {
                name: said(getattr(account, name)) for name in ("charged", "paid", "open", "held")
            },
            "owed": said(-account.open) if account.open < 0 else "",
            "offers": {name: many for name, many in offers.items() if many},
            "strays": strays,
            "draft": self._draft(of),
            "waiting": [
                (
                    line,
                    said(line.amount),
                    [
                        of[name, pk]
                        for name, pk in (("approve", line.pk), ("drop", line.paper_id))
                        if (name, pk) in of
                    ],
                )
                for line in records.lines
                if line.paper in records.waiting
            ],
            "papers": [
                (one, said(one.total), of.get(("credit", one.pk))) for one in records.papers
            ],
            "payments": [
                (one, said(one.amount * one.sign), of.get(("reverse", one.pk)))
                for one in records.payments
            ],
            "invoices": [
                (
                    one,
                    said(one.amount),
                    self._tax_number(one),
                    self._differs(one),
                    [
                        of[name, one.pk]
                        for name in ("write_invoice", "void_invoice")
                        if (name, one.pk) in of
                    ],
                )
                for one in records.invoices
            ],
            "sees_files": self.staff.has_perm("settlement.view_sensitive_taxinvoice"),
        }

    def _draft(self, of: dict[tuple[str, int], Offer]) -> dict[str, Any] | None:
        """The draft in words, with what may be done upon each line and upon the whole."""
        draft = next(iter(self.records.drafts), None)
        if draft is None:
            return None
        lines = [line for line in self.records.lines if line.paper_id == draft.pk]
        tax = tax_told(draft, lines)
        upon_line, upon_draft = ("approve", "take_off"), ("use", "add", "reduce", "issue", "drop")
        return {
            "paper": draft,
            "used": show_used(draft),
            "total": self._said(draft.total),
            "tax_within": self._said(tax) if tax else "",
            "lines": [
                (
                    line,
                    show_paper_line(line, draft.currency),
                    [of[name, line.pk] for name in upon_line if (name, line.pk) in of],
                )
                for line in lines
            ],
            "offers": [of[name, draft.pk] for name in upon_draft if (name, draft.pk) in of],
        }

    def _said(self, amount: Any) -> str:
        """Return an amount in the currency of the booking."""
        return money(amount, self.booking.currency) if self.booking.currency else "–"

    def _differs(self, invoice: TaxInvoice) -> str:
        """Return what is charged where a written invoice is over another sum; else nothing."""
        charged = self.records.account.charged
        is_written = invoice.status == InvoiceStatus.WRITTEN
        return self._said(charged) if is_written and invoice.amount != charged else ""

    def _tax_number(self, invoice: TaxInvoice) -> str:
        """Return a tax number; only its end to whoever may not see it. Who sees it plain is noted."""
        if self.staff.has_perm("settlement.view_sensitive_taxinvoice"):
            note_view(record=invoice, place=ViewPlace.PAGE, by=self.staff, at=self.now)
            return str(invoice.tax_number)
        return f"*** {invoice.tax_number[-_LAST:]}" if invoice.tax_number else ""

    def _offers(self, sent: Offer | None) -> dict[str, list[Offer]]:
        """Return the acts that can be carried out now, each upon every record it is for."""
        offers: dict[str, list[Offer]] = {}
        for name, act in ACTS.items():
            if not self.staff.has_perm(act.right):
                continue
            offers[name] = [
                sent
                if sent and (sent.name, sent.of) == (name, record.pk)
                else Offer(name, act, record.pk, self._form(name, record), is_sent=False)
                for record in act.over(self.records)
            ]
        return offers

    def _form(self, name: str, record: Any, *args: Any) -> Any:
        return ACTS[name].form(
            *args,
            record=record,
            booking=self.booking,
            account=self.records.account,
            by=self.staff,
            at=self.now,
            auto_id=f"id_{name}_{record.pk}_%s",
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Carry one act out, or show its form again with what was typed."""
        name = request.POST.get("act", "")
        act = ACTS.get(name)
        if act is None or not self.staff.has_perm(act.right):
            raise PermissionDenied
        pool = self.records.pool(act.kind)
        record = next((one for one in pool if str(one.pk) == request.POST.get("of")), None)
        if record is None:
            messages.error(request, _("This is not there any more: somebody was faster."))
            return redirect("settlement:account", self.booking.pk)
        form = self._carry_out(name, record, self._form(name, record, request.POST, request.FILES))
        if form is None:
            messages.success(request, _("Written down."))
            return redirect("settlement:account", self.booking.pk)
        sent = Offer(name, act, record.pk, form, is_sent=True)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(sent=sent))
        return response

    def _carry_out(self, name: str, record: Any, form: Any) -> Any:
        """Carry an act out; return None, or the form that says why not."""
        if not form.is_valid():
            return form
        try:
            with transaction.atomic():
                ACTS[name].do(record, form.cleaned_data, form, self.staff, self.now)
        except AccountChanged as refusal:
            # Both versions are shown: the page as it is now, the form as it was typed.
            form = self._read_anew(name, record, form)
            form.add_error(None, str(refusal))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return None
        return form

    def _read_anew(self, name: str, record: Any, form: Any) -> Any:
        """Read the account again, and return the form as it was typed, upon what is there now."""
        self.look_up(pk=self.booking.pk)
        again = form.data.copy()
        again["seen"] = str(next((one.version for one in self.records.drafts), 0))
        record = next((one for one in self.records.pool(ACTS[name].kind) if one == record), record)
        return self._form(name, record, again, form.files)
