"""What the staff's own screens share, in every room: a right, who is acting, where the page stands."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .models import User
from .spreadsheets.writer import CONTENT_TYPES, table_pieces


class StaffPage(WagtailAdminTemplateMixin, View):
    """A page of the staff's tool that needs one right."""

    right: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever lacks the right, then look up what the address names."""
        if not request.user.has_perm(self.right):
            raise PermissionDenied
        self.look_up(**kwargs)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def look_up(self, **kwargs: Any) -> None:
        """Find the records the address names, or answer 404."""

    @property
    def staff(self) -> User:
        """Who is acting."""
        return cast("User", self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show the page."""
        response: HttpResponseBase = self.render_to_response(self.get_context_data())
        return response


def spreadsheet_response(rows: list[list[str]], *, kind: str, name: str) -> StreamingHttpResponse:
    """Return rows as a file to be kept."""
    return StreamingHttpResponse(
        table_pieces(rows, kind=kind, sheet=name),
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )
