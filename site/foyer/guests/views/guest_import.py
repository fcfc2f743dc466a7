"""Guest lists in and out, step by step, under an event's guest list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.imports import views as steps
from foyer.core.refusals import Refusal
from foyer.guests.resources import GUEST_LIST, event_pk_of, scope_of
from foyer.guests.services.guest_import import require_open_list

from .guest_export import GuestExportPage
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


_LIST = "<int:event_pk>/"
urlpatterns = [
    path(f"{_LIST}export/", GuestExportPage.as_view(), name="export"),
    *steps.import_pages(
        GuestImportView,
        target=GUEST_LIST,
        below=_LIST,
        place_of=lambda batch: (event_pk_of(batch),),
        upload=Upload,
    ),
]
