"""Papers kept with a client: contracts, licences, plans."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import DocumentKind
from foyer.core.uploads.kinds import FileKind
from foyer.core.uploads.models import PrivateFile

from .belonging import OfClient
from .client import Client


class ClientDocument(OfClient, PrivateFile):
    """A paper kept in a client's file (客户文件). (001-04, 001-28)"""

    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="documents", verbose_name=_("client")
    )
    kind = models.CharField(_("kind of paper"), max_length=8, choices=DocumentKind.choices)
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("What it is about, until when it holds.")
    )

    class Meta:
        verbose_name = _("client's document")
        verbose_name_plural = _("clients' documents")
        ordering: ClassVar = ["-added_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["client", "-added_at"], name="clients_document_of_client")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values, file_kind__in=FileKind.values),
                name="clients_document_choices_known",
            ),
            models.CheckConstraint(
                condition=~Q(file="") & ~Q(file_name=""), name="clients_document_has_file"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
