"""Pairs that look like one client or contact and are two: said once, never suggested again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .client import Client
from .contact import Contact


class _Distinct(models.Model):
    """Two records of which somebody said that they are not the same; in either order."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        abstract = True
        default_permissions: ClassVar = ()


class DistinctClients(_Distinct):
    """Two clients that are not the same (并非重复的客户)."""

    first = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True  # nobody is kept because of it

    class Meta(_Distinct.Meta):
        verbose_name = _("clients that are not the same")
        verbose_name_plural = _("clients that are not the same")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["first", "second"], name="clients_distinct_clients_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class DistinctContacts(_Distinct):
    """Two contacts that are not the same (并非重复的联系人)."""

    first = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True  # nobody is kept because of it

    class Meta(_Distinct.Meta):
        verbose_name = _("contacts that are not the same")
        verbose_name_plural = _("contacts that are not the same")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["first", "second"], name="clients_distinct_contacts_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
