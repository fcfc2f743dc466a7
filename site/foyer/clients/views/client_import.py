"""Clients and contacts in from a file, step by step, from the list of clients."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foyer.clients.models import VIEW_EVERY, Client
from foyer.clients.resources import CLIENT_LIST, SCOPE
from foyer.core.imports import views as steps
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.targets import Target
from foyer.core.spreadsheets.writer import CONTENT_TYPES, xlsx_pieces
from foyer.core.views import StaffPage

from .base import admin_url


class ClientImportView(steps.ImportStep, StaffPage):
    """What every step of an import of clients shares.

    A file shows whom it is about: only whoever handed it in sees it, and those who see every client.
    """

    right: ClassVar[str] = "clients.import_client"
    scope = SCOPE

    @cached_property
    def target(self) -> Target:  # type: ignore[override]  # with the house's own fields as they are now
        """The list."""
        return CLIENT_LIST.fresh()

    def batches(self) -> QuerySet[ImportBatch]:
        """Return one's own files; all of them for those who see every client."""
        batches = super().batches()
        return batches if self.staff.has_perm(VIEW_EVERY) else batches.filter(by=self.staff)

    def may_see_private(self) -> bool:
        """Tell whether phones and e-mails may be shown; of a file of one's own, those one could see plain."""
        return self.staff.has_perm("clients.view_sensitive_contact")

    def step_url(self, step: str, batch: ImportBatch | None = None) -> str:
        """Return the address of a step."""
        name = "clients:import" if step == "upload" else f"clients:import_{step}"
        return reverse(name, args=[batch.pk] if batch else [])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, clients, this page."""
        clients = {"url": admin_url(Client, "list"), "label": _("Clients")}
        return [*self.breadcrumbs_items, clients, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the way back to the list beside what every step shows."""
        return super().get_context_data(**kwargs) | {"list_url": admin_url(Client, "list")}


def _url_of(step: str, batch: ImportBatch) -> str:
    return reverse(f"clients:import_{step}", args=[batch.pk])


steps.register_pages(CLIENT_LIST, _url_of)


class UploadView(steps.UploadStep, ClientImportView):
    """Hands in a file."""

    def get_page_title(self) -> str:
        """Return the title."""
        return _("Import clients and contacts")


class PreviewView(steps.PreviewStep, ClientImportView):
    """Shows the first rows as read."""


class CheckView(steps.CheckStep, ClientImportView):
    """Shows what would become of each row."""


class ProgressView(steps.ProgressStep, ClientImportView):
    """Shows how far the work is."""


class StatusView(steps.StatusStep, ClientImportView):
    """The progress as JSON."""


class ResumeView(steps.ResumeStep, ClientImportView):
    """Goes on with work that was given up."""


class StopView(steps.StopStep, ClientImportView):
    """Cancels the checking, or stops the applying."""


class ResultView(steps.ResultStep, ClientImportView):
    """Says what became of the file."""


class UndoView(steps.UndoStep, ClientImportView):
    """Takes a whole file back."""


class ErrorsView(steps.ErrorsStep, ClientImportView):
    """The rows that were left out, as a workbook."""


class TemplateView(ClientImportView):
    """An empty workbook with the columns that are known."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Return the workbook."""
        rows = [[capfirst(str(column.label)) for column in self.target.columns]]
        return steps.file_response(
            xlsx_pieces(rows), name="clients.xlsx", content_type=CONTENT_TYPES["xlsx"]
        )


_BATCH = "import/<int:batch_pk>/"
urlpatterns = [
    path("import/", UploadView.as_view(), name="import"),
    path("import/template/", TemplateView.as_view(), name="import_template"),
    path(_BATCH, PreviewView.as_view(), name="import_preview"),
    path(f"{_BATCH}check/", CheckView.as_view(), name="import_check"),
    path(f"{_BATCH}progress/", ProgressView.as_view(), name="import_progress"),
    path(f"{_BATCH}status/", StatusView.as_view(), name="import_status"),
    path(f"{_BATCH}resume/", ResumeView.as_view(), name="import_resume"),
    path(f"{_BATCH}stop/", StopView.as_view(), name="import_stop"),
    path(f"{_BATCH}result/", ResultView.as_view(), name="import_result"),
    path(f"{_BATCH}errors/", ErrorsView.as_view(), name="import_errors"),
    path(f"{_BATCH}undo/", UndoView.as_view(), name="import_undo"),
]
