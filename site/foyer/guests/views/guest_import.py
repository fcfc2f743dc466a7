"""Guest lists in and out, step by step, under an event's guest list."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from foyer.core.imports import views as steps
from foyer.core.imports.models import ImportBatch
from foyer.core.refusals import Refusal
from foyer.core.spreadsheets.writer import CONTENT_TYPES, xlsx_pieces
from foyer.guests.resources import GUEST_LIST, event_pk_of, scope_of
from foyer.guests.services.guest_export import export_guests, template_rows
from foyer.guests.services.guest_import import require_open_list

from .scope import EventView


class GuestImportView(steps.ImportStep, EventView):
    """What every step of a guest list's import shares."""

    right: ClassVar[str] = "guests.import_guest"
    target = GUEST_LIST

    @property
    def scope(self) -> str:
        """The event's list."""
        return scope_of(self.event)

    def may_see_private(self) -> bool:
        """Tell whether phones and e-mails of guests may be shown."""
        return self.may("view_sensitive_guest")

    def step_url(self, step: str, batch: ImportBatch | None = None) -> str:
        """Return the address of a step."""
        name = "guests:import" if step == "upload" else f"guests:import_{step}"
        return reverse(name, args=[self.event.pk, *([batch.pk] if batch else [])])


def _url_of(step: str, batch: ImportBatch) -> str:
    return reverse(f"guests:import_{step}", args=[event_pk_of(batch), batch.pk])


steps.register_pages(GUEST_LIST, _url_of)


class UploadView(steps.UploadStep, GuestImportView):
    """Hands in a file."""

    def get_page_title(self) -> str:
        """Return the title."""
        return _("Import guests")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the file in, if people may still be put on the list."""
        try:
            require_open_list(self.event)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.list_url)
        return super().post(request, *args, **kwargs)


class PreviewView(steps.PreviewStep, GuestImportView):
    """Shows the first rows as read."""


class CheckView(steps.CheckStep, GuestImportView):
    """Shows what would become of each row."""


class ProgressView(steps.ProgressStep, GuestImportView):
    """Shows how far the work is."""


class StatusView(steps.StatusStep, GuestImportView):
    """The progress as JSON."""


class ResumeView(steps.ResumeStep, GuestImportView):
    """Goes on with work that was given up."""


class StopView(steps.StopStep, GuestImportView):
    """Cancels the checking, or stops the applying."""


class ResultView(steps.ResultStep, GuestImportView):
    """Says what became of the file."""


class UndoView(steps.UndoStep, GuestImportView):
    """Takes a whole file back."""


class ErrorsView(steps.ErrorsStep, GuestImportView):
    """The rows that were left out, as a workbook."""


class TemplateView(GuestImportView):
    """An empty workbook with the columns that are known."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Return the workbook."""
        return steps.file_response(
            xlsx_pieces(template_rows()), name="guest-list.xlsx", content_type=CONTENT_TYPES["xlsx"]
        )


class ExportView(EventView):
    """Asks in which form the list is to go out, and sends it; every export is recorded."""

    right: ClassVar[str] = "guests.export_guest"
    template_name = "core/imports/export.html"
    header_icon: ClassVar = "download"

    def get_page_title(self) -> str:
        """Return the title."""
        return _("Export guests")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return how many guests would go out, and whether their phones would."""
        context = super().get_context_data(**kwargs)
        listed = self.event.guests.filter(cancelled_at=None).count()
        return context | {"total": listed, "plain": self.may("view_sensitive_guest")}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Send the file."""
        kind = str(request.POST.get("kind", "xlsx"))
        try:
            made = export_guests(event=self.event, kind=kind, by=self.staff, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("guests:export", args=[self.event.pk]))
        return steps.file_response(made.pieces, name=made.name, content_type=made.content_type)


_BATCH = "<int:event_pk>/import/<int:batch_pk>/"
urlpatterns = [
    path("<int:event_pk>/export/", ExportView.as_view(), name="export"),
    path("<int:event_pk>/import/", UploadView.as_view(), name="import"),
    path("<int:event_pk>/import/template/", TemplateView.as_view(), name="import_template"),
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
