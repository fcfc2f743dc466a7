"""Guest lists in and out, step by step, under an event's guest list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.imports import views as steps
from foyer.core.refusals import Refusal
from foyer.guests.resources import GUEST_LIST, event_pk_of, scope_of
from foyer.guests.services.guest_export import export_guests
from foyer.guests.services.guest_import import require_open_list

from .scope import EventView


class GuestImportView(steps.ImportStep, EventView):
    """What every step of a guest list's import shares."""

    right: ClassVar[str] = "guests.import_guest"
    target = GUEST_LIST
    namespace = "guests"
    file_name = "guest-list"
    upload_title: ClassVar = gettext_lazy("Import guests")

    @property
    def scope(self) -> str:
        """The event's list."""
        return scope_of(self.event)

    def may_see_private(self) -> bool:
        """Tell whether phones and e-mails of guests may be shown."""
        return self.may("view_sensitive_guest")

    @property
    def place(self) -> Sequence[int]:
        """The event."""
        return (self.event.pk,)


class Upload(steps.UploadStep):
    """Hands in a file, while people may still be put on the list."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the file in, if people may still be put on the list."""
        try:
            require_open_list(self.event)  # type: ignore[attr-defined]  # the room's base
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.list_url)  # type: ignore[attr-defined]  # the room's base
        return super().post(request, *args, **kwargs)


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


_LIST = "<int:event_pk>/"
urlpatterns = [
    path(f"{_LIST}export/", ExportView.as_view(), name="export"),
    *steps.import_pages(
        GuestImportView,
        target=GUEST_LIST,
        below=_LIST,
        place_of=lambda batch: (event_pk_of(batch),),
        upload=Upload,
    ),
]
