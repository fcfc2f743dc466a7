"""The papers in a client's file: list, add, open, change, remove. (001-04)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.clients.forms.documents import DocumentForm
from foyer.clients.models import Client, ClientDocument
from foyer.clients.services.documents import add_document, change_document, remove_document
from foyer.core.audit import note
from foyer.core.uploads.views import PrivateFileView
from foyer.core.views import StaffPage
from foyer.core.visible import visible

from .base import ActPage, admin_url


class InClientFile:
    """A page behind a client's page."""

    client: Client
    header_icon: ClassVar = "doc-full"

    @property
    def back(self) -> str:
        """The papers of the client."""
        return reverse("clients:documents", args=[self.client.pk])

    def get_page_subtitle(self) -> str:
        """Name the client."""
        return str(self.client)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, the clients, the client, its papers, this page."""
        here = self.get_page_title()  # type: ignore[attr-defined]  # the page's
        way = [
            {"url": admin_url(Client, "list"), "label": _("Clients")},
            {"url": admin_url(Client, "inspect", self.client.pk), "label": str(self.client)},
            {"url": self.back, "label": _("Documents")},
        ]
        here_too = [] if isinstance(self, DocumentsPage) else [{"url": "", "label": here}]
        return [*self.breadcrumbs_items, *way, *here_too]  # type: ignore[attr-defined]  # the page's


class DocumentsPage(InClientFile, StaffPage):
    """All papers of a client."""

    right = "clients.view_clientdocument"
    template_name = "clients_admin/documents.html"
    page_title: ClassVar = gettext_lazy("Documents")

    def look_up(self, **kwargs: Any) -> None:
        """Find the client among those the member of staff may see."""
        self.client = get_object_or_404(visible(Client, self.staff), pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the papers, the latest first."""
        papers = self.client.documents.select_related("added_by")
        return super().get_context_data(**kwargs) | {"client": self.client, "documents": papers}


class AddDocumentPage(InClientFile, ActPage):
    """Add a paper to a client's file."""

    model = Client
    right = "clients.add_clientdocument"
    page_title: ClassVar = gettext_lazy("Add a document")

    def look_up(self, **kwargs: Any) -> None:
        """Find the client."""
        super().look_up(**kwargs)
        self.client = self.record

    def form(self, data: Any = None) -> forms.Form:
        """Ask for the file."""
        return DocumentForm(data, self.request.FILES if data is not None else None)

    def act(self, form: forms.Form) -> str:
        """Keep it."""
        document = add_document(
            client=self.client, **form.cleaned_data, by=self.staff, at=timezone.now()
        )
        return _("“%(document)s” is kept in the client's file.") % {"document": document}


class DocumentPage(InClientFile, ActPage):
    """An act upon one paper."""

    model = ClientDocument
    related = ("client",)

    def look_up(self, **kwargs: Any) -> None:
        """Find the paper, and its client."""
        super().look_up(**kwargs)
        self.client = self.record.client


class ChangeDocumentPage(DocumentPage):
    """Say something else of a paper, or replace its file."""

    right = "clients.change_clientdocument"
    page_title: ClassVar = gettext_lazy("Change the document")
    button: ClassVar = gettext_lazy("Save")

    def form(self, data: Any = None) -> forms.Form:
        """Ask what it is, and for another file."""
        initial = {"kind": self.record.kind, "note": self.record.note}
        files = self.request.FILES if data is not None else None
        return DocumentForm(data, files, initial=initial, replacing=True)

    def act(self, form: forms.Form) -> str:
        """Change it."""
        change_document(document=self.record, **form.cleaned_data, by=self.staff, at=timezone.now())
        return _("“%(document)s” has been changed.") % {"document": self.record}


class RemoveDocumentPage(DocumentPage):
    """Take a paper out, after asking."""

    right = "clients.delete_clientdocument"
    page_title: ClassVar = gettext_lazy("Remove the document")

    def question(self) -> str:
        """Say that it is gone then."""
        said = _(
            "“%(document)s” is deleted for good. The client's history tells that it was there."
        )
        return said % {"document": self.record}

    def act(self, form: forms.Form) -> str:
        """Remove it."""
        remove_document(document=self.record, by=self.staff)
        return _("“%(document)s” has been removed.") % {"document": self.record}


class DocumentFile(PrivateFileView):
    """The file itself, for those who may see the client."""

    right = "clients.view_clientdocument"

    def find(self, **kwargs: Any) -> ClientDocument:
        """Find it, and note who opens it."""
        papers = visible(ClientDocument, self.staff)
        document: ClientDocument = get_object_or_404(papers, pk=kwargs["pk"])
        note("clients.document.open", by=self.staff.pk, record=str(document.pk))
        return document
