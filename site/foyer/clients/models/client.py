"""The companies and people the house looks after."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import Region, Tier
from foyer.core.fields import SearchTextField
from foyer.core.text import search_needle


class ClientQuerySet(models.QuerySet["Client"]):
    """Reads of clients."""

    def matching(self, query: str) -> ClientQuerySet:
        """Return the clients found by number, the middle of a name, pinyin or initials."""
        return self.filter(search_text__contains=search_needle(query))


class Client(models.Model):
    """A company or person the house looks after (客户). (001-04, 001-28, 002-12)"""

    number = models.CharField(_("client number"), max_length=30, unique=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    industry = models.CharField(_("industry"), max_length=100, blank=True)
    region = models.CharField(
        _("region"), max_length=10, choices=Region.choices, default=Region.DOMESTIC
    )
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, default=Tier.PROSPECT)
    account_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="clients",
        verbose_name=_("account manager"),
    )
    created_at = models.DateTimeField(_("first kept at"), auto_now_add=True)
    search_text = SearchTextField(of=("number", "name", "short_name"))

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering: ClassVar = ["name", "pk"]
        permissions: ClassVar = [("export_client", _("Can export clients"))]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="clients_client_has_name"),
            models.CheckConstraint(
                condition=Q(tier__in=Tier.values), name="clients_client_tier_known"
            ),
            models.CheckConstraint(
                condition=Q(region__in=Region.values), name="clients_client_region_known"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name
