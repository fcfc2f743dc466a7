"""Statements and credit notes, line by line; what was issued stays as it is."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foyer.bookings.models import Booking
from foyer.fees.enums import Currency, FeeUnit
from foyer.fees.pricing.tariff import Words
from foyer.settlement.enums import LineSource, PaperKind, PaperStatus

_STAFF = settings.AUTH_USER_MODEL
LONGEST_REASON = 500


class Paper(models.Model):
    """A statement of what a booking costs, or a credit note that takes back some of one (结算单). (004-23)"""

    kind = models.CharField(
        _("kind"), max_length=10, choices=PaperKind.choices, default=PaperKind.STATEMENT
    )
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=PaperStatus.choices,
        default=PaperStatus.DRAFT,
        editable=False,
    )
    # Given when it is issued, so that no number is missing.
    number = models.CharField(_("number"), max_length=40, null=True, unique=True, editable=False)
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, related_name="papers", verbose_name=_("booking")
    )
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credits",
        verbose_name=_("takes back of"),
    )
    in_full = models.BooleanField(_("takes all of it back"), default=False, editable=False)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices)
    total = models.DecimalField(
        _("total"), max_digits=13, decimal_places=2, default=Decimal(0), editable=False
    )
    tax_within = models.DecimalField(
        _("of which tax"), default=Decimal(0), editable=False, max_digits=13, decimal_places=2
    )
    # What was used, as staff wrote it down: `Used.write`.
    used = models.JSONField(_("what was used"), null=True, editable=False)
    note = models.CharField(
        _("note on the paper"),
        max_length=LONGEST_REASON,
        blank=True,
        help_text=_("The client reads it."),
    )
    issued_on = models.DateField(_("issued on"), null=True, editable=False)
    due_on = models.DateField(_("due on"), null=True, editable=False)
    issued_by = models.ForeignKey(
        _STAFF,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("issued by"),
    )
    drawn_up_at = models.DateTimeField(_("drawn up at"), editable=False)
    drawn_up_by = models.ForeignKey(
        _STAFF,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("drawn up by"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    # What stood on it when it was issued, by language: `print_paper`. Names, rooms and terms change, it does not.
    printed = models.JSONField(_("as it was issued"), null=True, editable=False)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering: ClassVar = ["pk"]
        default_permissions: ClassVar = ("add", "view")  # nobody changes or deletes one
        permissions: ClassVar = [
            ("reduce_statement", _("Can approve reductions of statements")),
            ("export_statement", _("Can take lists of accounts and the fee audit away")),
            ("close_month", _("Can close months")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "issued_on"], name="settlement_by_day"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["booking"],
                condition=Q(status="draft"),
                name="settlement_one_draft_of_a_booking",
            ),
            models.CheckConstraint(
                condition=Q(kind="statement", corrects__isnull=True)
                | Q(kind="credit", corrects__isnull=False),
                name="settlement_credit_of_a_statement",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", number__isnull=True, issued_on__isnull=True)
                | Q(status="issued", number__isnull=False, issued_on__isnull=False),
                name="settlement_issued_with_its_number",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(PaperStatus.DRAFT.label)

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.status == PaperStatus.DRAFT


class PaperLine(models.Model):
    """One line: what it is for, by which version of the fee schedule, or by whose decision. (004-23, BOOKING 8)"""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    source = models.CharField(_("source"), max_length=10, choices=LineSource.choices)
    # One of `LineKind`, or nothing where no fee stands behind it.
    kind = models.CharField(max_length=10, blank=True)
    key = models.CharField(max_length=64, blank=True)
    words = models.JSONField(_("what for"), default=list)  # Simplified, Traditional, English
    day = models.DateField(_("day"))
    unit = models.CharField(max_length=10, choices=FeeUnit.choices, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    price = models.DecimalField(_("price"), max_digits=13, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=13, decimal_places=2)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    schedule = models.PositiveIntegerField(_("version of the fee schedule"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    added_by = models.ForeignKey(
        _STAFF,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    approved_by = models.ForeignKey(
        _STAFF,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of statements")
        ordering: ClassVar = ["place", "pk"]
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(source="reduced") | Q(amount__lt=0),
                name="settlement_reduction_reduces",
            ),
            models.CheckConstraint(
                condition=~Q(source="added") | Q(amount__gt=0),
                name="settlement_addition_adds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said} {self.amount}"

    @property
    def said(self) -> str:
        """What it is for, in the active language."""
        return Words(*self.words).said(get_language()) if self.words else ""

    @property
    def waits(self) -> bool:
        """Whether it still has to be approved."""
        return self.source in LineSource.GRANTED and self.approved_at is None
