"""Money that came and went; what was written down is set right by a reversal, never changed."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.bookings.models import Booking
from foyer.fees.enums import Currency
from foyer.settlement.enums import PaymentKind, PaymentMethod

from .paper import LONGEST_REASON

_STAFF = settings.AUTH_USER_MODEL


class Payment(models.Model):
    """Money taken from a client or given back, for a booking (收款记录). (004-22)"""

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, related_name="payments", verbose_name=_("booking")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=PaymentKind.choices)
    method = models.CharField(_("by"), max_length=8, choices=PaymentMethod.choices)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices)
    amount = models.DecimalField(
        _("amount"),
        max_digits=13,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    on = models.DateField(_("day"))
    reference = models.CharField(
        _("reference"),
        max_length=100,
        blank=True,
        help_text=_("Of the bank, the cheque or the card machine."),
    )
    note = models.CharField(_("note"), max_length=LONGEST_REASON, blank=True)
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reversed_by",
        verbose_name=_("reverses"),
    )
    recorded_at = models.DateTimeField(_("written down at"), editable=False)
    recorded_by = models.ForeignKey(
        _STAFF,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written down by"),
    )
    once = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering: ClassVar = ["on", "pk"]
        default_permissions: ClassVar = ("add", "view")  # nobody changes or deletes one
        indexes: ClassVar = [models.Index(fields=["on"], name="settlement_payments_by_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="settlement_payment_of_something",
                violation_error_message=_("The amount must be more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(kind="kept", method="none") | (~Q(kind="kept") & ~Q(method="none")),
                name="settlement_payment_by_a_way",
            ),
            models.UniqueConstraint(
                fields=["once"], condition=~Q(once=""), name="settlement_payment_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def sign(self) -> int:
        """−1 for a reversal, which counts against what it reverses."""
        return -1 if self.reverses_id else 1

    @property
    def pays(self) -> Decimal:
        """What it counts for what was charged."""
        return self.amount * PaymentKind.PAYS[self.kind] * self.sign

    @property
    def holds(self) -> Decimal:
        """What it counts for the deposit held."""
        return self.amount * PaymentKind.HOLDS[self.kind] * self.sign
