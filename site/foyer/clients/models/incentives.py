"""What clients are granted, and whom they bring."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import IncentiveKind, ReferralState, RewardKind
from foyer.core.enums import Currency
from foyer.core.models import User
from foyer.core.text import search_needle

from .belonging import OfClient
from .client import Client
from .contact import Contact
from .visibility import seen_by


class Incentive(OfClient):
    """A discount, a priority or a certificate granted to a client (客户激励). (001-16)"""

    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="incentives", verbose_name=_("client")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=IncentiveKind.choices)
    detail = models.CharField(
        _("what is granted"),
        max_length=200,
        help_text=_("Ten percent off room hire, first choice of dates."),
    )
    reason = models.TextField(_("reason"))
    granted_at = models.DateTimeField(_("granted at"), editable=False)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("granted by"),
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("incentive")
        verbose_name_plural = _("incentives")
        ordering: ClassVar = ["-granted_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["client", "granted_at"], name="clients_incentive_of_client"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=IncentiveKind.values), name="clients_incentive_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(detail="") & ~Q(reason=""), name="clients_incentive_explained"
            ),
        ]

    def __str__(self) -> str:
        return self.detail


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Reads of referrals."""

    def visible_to(self, user: User) -> Self:
        """Return the referrals of which a member of staff may see both sides."""
        return self.filter(
            seen_by(user, of="new_client__"),
            seen_by(user, of="referrer_client__", absent=Q(referrer_client=None)),
            seen_by(user, of="referrer_contact__client__", absent=Q(referrer_contact=None)),
        )

    def brought_by(self, client: Client) -> Self:
        """Return the referrals made by a client, or by one of its contacts."""
        return self.filter(Q(referrer_client=client) | Q(referrer_contact__client=client))

    def matching(self, query: str) -> Self:
        """Return the referrals in which a client or contact is found as people type."""
        needle = search_needle(query)
        return self.filter(
            Q(new_client__search_text__contains=needle)
            | Q(referrer_client__search_text__contains=needle)
            | Q(referrer_contact__search_text__contains=needle)
        )


class Referral(models.Model):
    """A new client brought by a client or a person we know, and their reward (客户推荐). (001-17)"""

    referrer_client = models.ForeignKey(
        Client,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals_made",
        verbose_name=_("referred by the client"),
    )
    referrer_contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals_made",
        verbose_name=_("referred by the contact"),
    )
    new_client = models.OneToOneField(
        Client,
        on_delete=models.PROTECT,
        related_name="referral",
        verbose_name=_("new client"),
        error_messages={"unique": _("This client has been referred already: see that referral.")},
    )
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=ReferralState.choices,
        default=ReferralState.REFERRED,
        editable=False,
    )
    referred_on = models.DateField(_("referred on"))
    signed_on = models.DateField(_("signed on"), null=True, editable=False)
    reward = models.CharField(
        _("reward"), max_length=6, choices=RewardKind.choices, blank=True, editable=False
    )
    reward_amount = models.DecimalField(
        _("amount or points"),
        max_digits=12,
        decimal_places=2,
        null=True,
        editable=False,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    reward_currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, blank=True, editable=False
    )
    rewarded_on = models.DateField(_("rewarded on"), null=True, editable=False)
    note = models.TextField(_("note"), blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering: ClassVar = ["-referred_on", "-pk"]
        permissions: ClassVar = [("reward_referral", _("Can reward referrers"))]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(referrer_client__isnull=False, referrer_contact__isnull=True)
                | Q(referrer_client__isnull=True, referrer_contact__isnull=False),
                name="clients_referral_one_referrer",
                violation_error_message=_(
                    "Name the client or the contact who referred, one of them."
                ),
            ),
            models.CheckConstraint(
                condition=Q(referrer_client__isnull=True) | ~Q(referrer_client=F("new_client")),
                name="clients_referral_not_oneself",
                violation_error_message=_("A client cannot refer itself."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ReferralState.REFERRED, signed_on=None, rewarded_on=None, reward=""
                )
                | Q(
                    state=ReferralState.SIGNED, signed_on__isnull=False, rewarded_on=None, reward=""
                )
                | Q(
                    state=ReferralState.REWARDED,
                    signed_on__isnull=False,
                    rewarded_on__isnull=False,
                    reward_amount__gt=0,
                    reward__in=(RewardKind.CASH, RewardKind.POINTS),
                ),
                name="clients_referral_steps_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(reward=RewardKind.CASH) | ~Q(reward_currency=""),
                name="clients_referral_cash_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referrer} → {self.new_client}"

    @property
    def referrer(self) -> Client | Contact | None:
        """The client or contact who referred."""
        return self.referrer_client or self.referrer_contact

    @property
    def reward_text(self) -> str:
        """What the referrer was thanked with: Cash CNY 2,000.00, Points 500; nothing while there is none."""
        if self.reward_amount is None:
            return ""
        places = 2 if self.reward_currency else 0
        amount = number_format(self.reward_amount, places, force_grouping=True)
        return f"{self.get_reward_display()} {self.reward_currency} {amount}".replace("  ", " ")

    def is_visible_to(self, user: User) -> bool:
        """Tell whether a member of staff may see both sides."""
        sides = (self.new_client, self.referrer_client, self.referrer_contact)
        return all(side.is_visible_to(user) for side in sides if side)
