"""Two records that became one, and what is needed to part them again. (001-04)"""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.privacy.fields import SealedTextField

from .client import Client
from .contact import Contact


class MergeQuerySet(models.QuerySet["Merge"]):
    """Reads of merges."""

    def standing(self) -> MergeQuerySet:
        """Return the merges that were not undone."""
        return self.filter(undone_at=None)

    def of(self, kept: Client | Contact) -> MergeQuerySet:
        """Return the merges a record came out of, the latest first."""
        way = "client" if isinstance(kept, Client) else "contact"
        return self.filter(**{way: kept}).order_by("-pk")


class Merge(models.Model):
    """One client or contact that went into another (合并记录).

    The record that is gone lies here, sealed and whole, with the list of what was moved. Its row is
    deleted, so that no list, chooser, file or reckoning can meet it; its address leads to the one kept.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, related_name="+")
    gone = models.PositiveBigIntegerField(_("number of the record that is gone"))
    journal = SealedTextField(_("what is needed to undo it"), blank=True, default="")
    merged_at = models.DateTimeField(_("merged at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = MergeQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # nobody is kept because of it

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering: ClassVar = ["-pk"]
        default_permissions: ClassVar = ()
        indexes: ClassVar = [models.Index(fields=["gone"], name="clients_merge_gone")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(client__isnull=True) | Q(contact__isnull=True),
                name="clients_merge_of_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.client_id or self.contact_id}"

    @cached_property
    def written(self) -> dict[str, Any]:
        """What was written down when the two were merged; nothing once that is undone."""
        read: dict[str, Any] = json.loads(self.journal) if self.journal else {}
        return read

    @property
    def kept(self) -> Client | Contact | None:
        """The record that was kept."""
        return self.client or self.contact

    @property
    def name(self) -> str:
        """The name of the record that is gone."""
        return str(self.written.get("gone", {}).get("name", ""))
