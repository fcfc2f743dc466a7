"""What a client reads of the account of their booking: papers, payments, what is open, the tax invoice. (004-23)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from foyer.bookings.enums import BookingStatus
from foyer.bookings.models import Booking
from foyer.fees.showing import money
from foyer.settlement.accounts import Account, account_of
from foyer.settlement.enums import (
    AccountState,
    InvoiceStatus,
    PaperStatus,
    PaymentKind,
)
from foyer.settlement.forms.client import InvoiceForm
from foyer.settlement.models import Paper, Payment, TaxInvoice
from foyer.settlement.papers.content import billed_to

TEMPLATE = "settlement/client_part.html"


@dataclass(frozen=True, slots=True)
class ShownPayment:
    """One payment in words; what was set right later stands with what set it right."""

    what: str
    how: str
    day: date
    number: str
    amount: str


def account_part(booking: Booking, at: datetime) -> list[dict[str, Any]]:
    """Return the client's account once there is anything to show: an issued paper, or a payment."""
    papers = list(Paper.objects.filter(booking=booking, status=PaperStatus.ISSUED))
    payments = list(Payment.objects.filter(booking=booking))
    if not papers and not payments:
        return []
    account = account_of(booking, at=at)
    invoice = current_invoice(booking)
    currency = booking.currency
    return [
        {
            "template": TEMPLATE,
            "says": _says(booking, account),
            "papers": [
                (paper, paper.get_kind_display(), money(paper.total, currency)) for paper in papers
            ],
            "payments": [_shown(payment) for payment in payments],
            "is_stated": account.is_stated,
            "open": money(account.open, currency) if account.open > 0 else "",
            "owed": money(-account.open, currency) if _is_owed(account) else "",
            "due_on": account.due_on,
            "is_overdue": account.state == AccountState.OVERDUE,
            "held": money(account.held, currency) if account.held else "",
            "invoice": invoice,
            "invoice_amount": money(invoice.amount, currency) if invoice else "",
            "is_written": invoice is not None and invoice.status == InvoiceStatus.WRITTEN,
            "may_ask": invoice is None and account.is_stated and account.charged > 0,
            "form": InvoiceForm(initial={"title": billed_to(booking)}),
        }
    ]


def current_invoice(booking: Booking) -> TaxInvoice | None:
    """Return the tax invoice that was asked for or written and still holds."""
    held = booking.invoices.exclude(status=InvoiceStatus.VOID)
    found: TaxInvoice | None = held.order_by("-pk").first()
    return found


def _is_owed(account: Account) -> bool:
    return account.is_stated and account.open < 0


def _says(booking: Booking, account: Account) -> str:
    """Return what is said where the booking stands, in place of the promise of a statement."""
    if booking.status != BookingStatus.USED or not account.is_stated:
        return ""
    return _("Thank you for being our guest. Your statement is below.")


def _shown(payment: Payment) -> ShownPayment:
    sign = -payment.sign if payment.kind in PaymentKind.OUT else payment.sign
    what = str(PaymentKind(payment.kind).label)
    return ShownPayment(
        what=_("Set right: %(what)s") % {"what": what} if payment.reverses_id else what,
        how="" if payment.kind == PaymentKind.KEPT else str(payment.get_method_display()),
        day=payment.on,
        number=payment.number,
        amount=money(Decimal(sign) * payment.amount, payment.currency),
    )
