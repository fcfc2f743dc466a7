"""What the staff's own screens share, in every room: a right, who is acting, where the page stands."""

from __future__ import annotations

from typing import Any, ClassVar, Final, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .client_ip import client_ip
from .languages import HTML_LANG, OWN_NAMES, known_language
from .models import User
from .spreadsheets.writer import CONTENT_TYPES, table_pieces
from .throttle import TooManyAttempts, count_attempt

CALENDAR_TYPE: Final = "text/calendar; charset=utf-8"


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


def page_in_language(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    language: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer in one language, with the ways to the same page in the others.

    Args:
        request: what is answered; its query is kept on the ways.
        template: the page.
        context: what it shows.
        language: the code; without one that of `?lang=`, else the reader's.
        status: the HTTP status.
    """
    language = language or known_language(request.GET.get("lang") or translation.get_language())
    with translation.override(language):
        request.LANGUAGE_CODE = language
        shown = context | {"languages": _ways(request, language)}
        response = render(request, template, shown, status=status)
    response["Content-Language"] = language
    return response


def refused_for_now(
    request: HttpRequest, key: str, *, limit: int, seconds: int, template: str
) -> HttpResponse | None:
    """Count an attempt of whoever asks; return the page that says how long to wait once there are too many."""
    try:
        count_attempt(
            key=f"{key}:{client_ip(request)}", limit=limit, seconds=seconds, at=timezone.now()
        )
    except TooManyAttempts as refusal:
        response = page_in_language(request, template, {"words": str(refusal)}, status=429)
        response["Retry-After"] = str(refusal.retry_after)
        return response
    return None


def _ways(request: HttpRequest, language: str) -> list[dict[str, Any]]:
    ways = []
    for code, name in OWN_NAMES.items():
        query = request.GET.copy()
        query["lang"] = code
        url = f"{request.path}?{query.urlencode()}"
        ways.append(
            {"code": HTML_LANG[code], "name": name, "url": url, "current": code == language}
        )
    return ways


def calendar_response(content: bytes, *, name: str) -> HttpResponse:
    """Return a calendar file that the visitor's calendar opens; `name` is its name, without the ending."""
    response = HttpResponse(content, content_type=CALENDAR_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
