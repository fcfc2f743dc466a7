"""What belongs to a client and is kept with it, in its own form."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from foyer.clients.enums import AddressKind, ResearchSource

from .client import Client


class ClientAddress(models.Model):
    """One of the addresses of a client (客户地址). (001-04)"""

    client = ParentalKey(Client, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(
        _("kind of address"),
        max_length=10,
        choices=AddressKind.choices,
        default=AddressKind.VISITING,
    )
    text = models.CharField(_("address"), max_length=300)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=AddressKind.values), name="clients_address_kind_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="clients_address_has_text"),
        ]

    def __str__(self) -> str:
        return self.text


class ClientNeed(models.Model):
    """A show or event a client plans (业务需求). (001-04)"""

    client = ParentalKey(Client, on_delete=models.CASCADE, related_name="needs")
    show_type = models.CharField(_("type of show or event"), max_length=100)
    scale = models.CharField(
        _("scale"), max_length=100, blank=True, help_text=_("Area, stands, people.")
    )
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    period = models.CharField(
        _("time"), max_length=100, blank=True, help_text=_("Such as autumn 2026, or a day.")
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(show_type=""), name="clients_need_has_type")
        ]

    def __str__(self) -> str:
        return self.theme or self.show_type


class ResearchNote(models.Model):
    """What was learned of a client's wishes on one day (需求调研记录). (000-02)"""

    client = ParentalKey(Client, on_delete=models.CASCADE, related_name="research_notes")
    noted_on = models.DateField(_("noted on"))
    source = models.CharField(_("source"), max_length=14, choices=ResearchSource.choices)
    text = models.TextField(
        _("what they wish"), help_text=_("Interests, topics, form, content, time, place.")
    )

    class Meta:
        verbose_name = _("research note")
        verbose_name_plural = _("research notes")
        ordering: ClassVar = ["-noted_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(source__in=ResearchSource.values),
                name="clients_research_source_known",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="clients_research_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.noted_on:%Y-%m-%d}"
