"""Free trials handed out by banks and other partners."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import ChannelKind, VoucherState
from foyer.core.models import User
from foyer.core.text import fold, search_needle

from .client import Client
from .visibility import seen_by


class VoucherChannel(models.Model):
    """A bank, chamber or partner that hands out the house's vouchers (体验券渠道). (003-06)"""

    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        error_messages={"unique": _("There is a channel of this name already.")},
    )
    kind = models.CharField(
        _("kind"), max_length=7, choices=ChannelKind.choices, default=ChannelKind.BANK
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("What was agreed, and who introduces people to us.")
    )
    is_open = models.BooleanField(_("vouchers are issued"), default=True)

    class Meta:
        verbose_name = _("voucher channel")
        verbose_name_plural = _("voucher channels")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=ChannelKind.values), name="clients_channel_kind_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="clients_channel_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class VoucherQuerySet(models.QuerySet["Voucher"]):
    """Reads of vouchers."""

    def visible_to(self, user: User) -> Self:
        """Return the vouchers of no client, and those of the clients a member of staff may see."""
        return self.filter(seen_by(user, of="client__", absent=Q(client=None)))

    def matching(self, query: str) -> Self:
        """Return the vouchers found by their code, holder, or the client they led to."""
        code = fold(query).upper().replace(" ", "").replace("-", "")
        if not code:  # a space or a hyphen is part of every code, and means none
            return self.none()
        return self.filter(
            Q(code__startswith=code)
            | Q(holder__icontains=query.strip())
            | Q(client__search_text__contains=search_needle(query))
        )


class Voucher(models.Model):
    """One voucher for a free trial: issued, used, and perhaps a new client (体验券). (003-06)"""

    channel = models.ForeignKey(
        VoucherChannel,
        on_delete=models.PROTECT,
        related_name="vouchers",
        verbose_name=_("voucher channel"),
    )
    code = models.CharField(_("voucher code"), max_length=12, unique=True, editable=False)
    offer = models.CharField(_("good for"), max_length=200)
    holder = models.CharField(_("handed to"), max_length=100, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=VoucherState.choices,
        default=VoucherState.ISSUED,
        editable=False,
    )
    issued_at = models.DateTimeField(_("issued at"), editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("issued by"),
    )
    used_at = models.DateTimeField(_("used at"), null=True, editable=False)
    converted_at = models.DateTimeField(_("became a client at"), null=True, editable=False)
    client = models.ForeignKey(
        Client,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="vouchers",
        verbose_name=_("client"),
    )

    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        ordering: ClassVar = ["-issued_at", "-pk"]
        permissions: ClassVar = [("use_voucher", _("Can note that a voucher was used"))]
        indexes: ClassVar = [
            models.Index(fields=["channel", "state"], name="clients_voucher_channel"),
            models.Index(fields=["issued_at"], name="clients_voucher_issued_at"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(offer=""), name="clients_voucher_has_offer"),
            models.CheckConstraint(
                condition=Q(state=VoucherState.ISSUED, used_at=None, converted_at=None, client=None)
                | Q(state=VoucherState.USED, used_at__isnull=False, converted_at=None)
                | Q(
                    state=VoucherState.CONVERTED,
                    used_at__isnull=False,
                    converted_at__isnull=False,
                    client__isnull=False,
                ),
                name="clients_voucher_steps_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.written_code

    @property
    def written_code(self) -> str:
        """The code as it is printed: K7Q2-9F4M-XB."""
        return "-".join(self.code[i : i + 4] for i in range(0, len(self.code), 4))

    def is_visible_to(self, user: User) -> bool:
        """Tell whether a member of staff may see the voucher."""
        return self.client is None or self.client.is_visible_to(user)

    def has_lapsed(self, *, on: date) -> bool:
        """Tell whether the voucher can no longer be used on a day."""
        return self.valid_until is not None and self.valid_until < on
