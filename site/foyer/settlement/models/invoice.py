"""Tax invoices: who asked for one and in whose name, and which number it got elsewhere."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.bookings.models import Booking
from foyer.core.uploads.models import PrivateFile
from foyer.privacy.fields import SealedTextField
from foyer.settlement.enums import InvoiceStatus

from .paper import LONGEST_REASON

LONGEST_TAX_NUMBER = 30


class TaxInvoice(PrivateFile):
    """A tax invoice a client asked for (发票申请). Another system writes it; its number and file are kept. (004-23)"""

    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, related_name="invoices", verbose_name=_("booking")
    )
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=InvoiceStatus.choices,
        default=InvoiceStatus.ASKED,
        editable=False,
    )
    title = models.CharField(
        _("in the name of"),
        max_length=200,
        help_text=_("The company or person the invoice is written to."),
    )
    tax_number = SealedTextField(_("tax number"), blank=True, default="")
    amount = models.DecimalField(_("amount"), max_digits=13, decimal_places=2)
    by_client = models.BooleanField(_("asked for by the client"), default=False, editable=False)
    asked_at = models.DateTimeField(_("asked for at"), editable=False)
    number = models.CharField(_("number of the invoice"), max_length=60, blank=True)
    written_on = models.DateField(_("written on"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written down by"),
    )
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = _("tax invoice")
        verbose_name_plural = _("tax invoices")
        ordering: ClassVar = ["asked_at", "pk"]
        default_permissions: ClassVar = ("add", "change", "view")
        permissions: ClassVar = [("view_sensitive_taxinvoice", _("Can see tax numbers of clients"))]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="asked")
                | ~Q(status="written")
                | (~Q(number="") & Q(written_on__isnull=False)),
                name="settlement_invoice_with_its_number",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(status="written"),
                name="settlement_invoice_number_once",
                violation_error_message=_("An invoice with this number is written down already."),
            ),
            models.UniqueConstraint(
                fields=["booking"],
                condition=Q(status="asked"),
                name="settlement_one_open_request",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title
