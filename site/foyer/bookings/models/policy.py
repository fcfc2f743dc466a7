"""What the rule books leave to the house about bookings."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

from foyer.core.languages import wording

LONGEST_TERMS = 1500


class BookingPolicy(BaseGenericSetting):
    """How long offers stand, what needs a contract, what a cancellation costs (预订制度). (004-04, 004-05)"""

    offers_at_once = models.BooleanField(
        _("offer free rooms at once"),
        default=False,
        help_text=_(
            "A request for a room that is free and has a published price is offered without anybody of the "
            "house looking at it first."
        ),
    )
    reply_hours = models.PositiveSmallIntegerField(
        _("offers are answered within"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
        help_text=_("Hours; an offer nobody answers by then is given up. From 1 to 720."),
    )
    reply_before_hours = models.PositiveSmallIntegerField(
        _("and before the use by"),
        default=12,
        validators=[MaxValueValidator(720)],
        help_text=_("Hours before the use at which an offer lapses at the latest."),
    )
    remind_hours = models.PositiveSmallIntegerField(
        _("remind before the deadline"),
        default=12,
        validators=[MaxValueValidator(336)],
        help_text=_("Hours before an offer lapses. 0: no reminder."),
    )
    notice_hours = models.PositiveSmallIntegerField(
        _("online requests before the use by"),
        default=24,
        validators=[MaxValueValidator(720)],
        help_text=_("Hours. Staff may take down later ones."),
    )
    furthest_days = models.PositiveSmallIntegerField(
        _("bookings at most so far ahead"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(1100)],
        help_text=_("Days."),
    )
    contract_from = models.DecimalField(
        _("contract from this total on"),
        max_digits=11,
        decimal_places=2,
        default=Decimal(20000),
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("In the currency of the fee schedule. Empty: no total asks for one."),
    )
    contract_for_key = models.BooleanField(_("contract with every key client"), default=True)
    cancel_free_days = models.PositiveSmallIntegerField(
        _("cancelling is free until"),
        default=7,
        validators=[MaxValueValidator(365)],
        help_text=_("Days before the use. Offers and requests are cancelled freely at any time."),
    )
    cancel_percent = models.PositiveSmallIntegerField(
        _("after that it costs"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("Percent of the total agreed."),
    )
    payment = models.TextField(
        _("terms of payment"),
        max_length=LONGEST_TERMS,
        blank=True,
        help_text=_("How and by when it is paid; letters and contracts say so."),
    )
    payment_zh_hant = models.TextField(
        _("terms of payment in Traditional Chinese"), max_length=LONGEST_TERMS, blank=True
    )
    payment_en = models.TextField(
        _("terms of payment in English"), max_length=LONGEST_TERMS, blank=True
    )

    class Meta:
        verbose_name = _("House policy: bookings")
        verbose_name_plural = _("House policies: bookings")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def payment_text(self) -> str:
        """The terms of payment in the active language. (004-22)"""
        return wording(self, "payment")
