"""What was sold to a client, and what they said of it."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import FeedbackWay, PaymentState
from foyer.core.enums import Currency

from .belonging import OfClient
from .client import Client


class Deal(OfClient):
    """One project carried out for a client (历史交易). (001-04, 002-12)"""

    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="deals", verbose_name=_("client")
    )
    project = models.CharField(_("project"), max_length=200)
    done_on = models.DateField(_("date"))
    service = models.CharField(_("service"), max_length=200, blank=True)
    amount = models.DecimalField(
        _("amount"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.CNY
    )
    payment = models.CharField(
        _("payment"), max_length=6, choices=PaymentState.choices, default=PaymentState.OPEN
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        ordering: ClassVar = ["-done_on", "-pk"]
        permissions: ClassVar = [("export_deal", _("Can export deals"))]
        indexes: ClassVar = [
            models.Index(fields=["client", "done_on"], name="clients_deal_of_client"),
            models.Index(fields=["done_on"], name="clients_deal_done_on"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(project=""), name="clients_deal_has_project"),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="clients_deal_amount_not_negative",
                violation_error_message=_("The amount cannot be less than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(payment__in=PaymentState.values, currency__in=Currency.values),
                name="clients_deal_choices_known",
            ),
        ]

    def __str__(self) -> str:
        return self.project

    @property
    def amount_text(self) -> str:
        """The amount with its currency, as people write it: CNY 480,000.00."""
        return f"{self.currency} {number_format(self.amount, 2, force_grouping=True)}"


class ClientFeedback(OfClient):
    """What a client said of the house (客户评价). (001-04)"""

    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("client")
    )
    given_on = models.DateField(_("date"))
    subject = models.CharField(_("about"), max_length=200, help_text=_("A project, an event."))
    score = models.PositiveSmallIntegerField(
        _("score"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("From 1, poor, to 5, excellent."),
    )
    words = models.TextField(_("in their words"), blank=True)
    way = models.CharField(
        _("how it reached us"),
        max_length=6,
        choices=FeedbackWay.choices,
        default=FeedbackWay.TALK,
    )

    class Meta:
        verbose_name = _("client's feedback")
        verbose_name_plural = _("clients' feedback")
        ordering: ClassVar = ["-given_on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["client", "given_on"], name="clients_feedback_of_client"),
            models.Index(fields=["given_on"], name="clients_feedback_given_on"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(1, 5)),
                name="clients_feedback_score_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=False) | ~Q(words=""),
                name="clients_feedback_says_something",
                violation_error_message=_("Give a score, or write down what they said."),
            ),
            models.CheckConstraint(
                condition=Q(way__in=FeedbackWay.values), name="clients_feedback_way_known"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
