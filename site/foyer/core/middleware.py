"""The tablets' short path through the house, and the rules every answer keeps."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import set_urlconf
from django.utils.csp import build_policy
from django.utils.module_loading import import_string
from django.utils.translation import activate, get_language

from .languages import asked_language
from .patience import TABLETS, patience

Next = Callable[[HttpRequest], HttpResponseBase]

_PRIVATE_PATHS = ("/admin/", "/i/", "/I/", "/b/", "/c/", "/l/", "/feeds/")
_SECRET_PATHS = ("/i/", "/I/", "/b/", "/c/", "/l/", "/feeds/", "/api/foyer/v1/cases/")
_NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'"
_PERMISSIONS = "camera=(self), microphone=(), geolocation=()"


class DeskHandler(BaseHandler):
    """A handler with `DESK_MIDDLEWARE` and `DESK_URLCONF`: no session, CSRF or Wagtail on its way."""

    def __init__(self) -> None:
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        chain: Any = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]
        for path in reversed(settings.DESK_MIDDLEWARE):
            chain = convert_exception_to_response(import_string(path)(chain))
        self.chain: Next = chain


class DeskPathMiddleware:
    """Hands the tablets' paths to a `DeskHandler` before anything else is done with them. (security 17)"""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.desk = DeskHandler()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a tablet; send everybody else on."""
        if not request.path_info.startswith(settings.DESK_PATHS):
            return self.get_response(request)
        request.urlconf = settings.DESK_URLCONF
        set_urlconf(settings.DESK_URLCONF)
        try:
            return self.desk.chain(request)
        finally:
            set_urlconf(None)


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but an address that has a view of its own is never redirected to a language's."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Name the answer's language; send only unknown addresses on to `/<language>/…`."""
        if response.status_code == 404 and request.resolver_match:
            response.headers.setdefault("Content-Language", get_language())
            return response
        return super().process_response(request, response)


class DeskMiddleware(SecurityMiddleware):
    """All that a tablet's answer needs, in one step: its language, Django's security headers, a policy.

    The language is the one asked for: no cookie, address or redirect has a say in it.
    """

    def __init__(self, get_response: Next) -> None:
        super().__init__(get_response)
        self.next = get_response

    def __call__(self, request: HttpRequest) -> Any:
        """Answer in the language asked for."""
        if moved := self.process_request(request):
            return moved
        language = asked_language(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
        activate(language)
        with patience(TABLETS):
            response: Any = self.next(request)
        headers = response.headers
        headers.setdefault("Content-Language", language)
        headers.setdefault("Vary", "Accept-Language")
        headers.setdefault("Permissions-Policy", _PERMISSIONS)
        if not request.path_info.startswith("/kiosk/"):  # the page itself may be kept
            headers.setdefault("Cache-Control", "no-store")
        policy = getattr(response, "_csp_config", None)  # put there by csp_override
        headers["Content-Security-Policy"] = build_policy(policy) if policy else _NOTHING_RUNS
        return self.process_response(request, response)


class ResponseRulesMiddleware:
    """Headers that hold for whole parts of the house. (security 16, SEC-07, SEC-18)"""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the headers of the address."""
        response = self.get_response(request)
        path = request.path_info
        if path.startswith("/admin/") and not hasattr(response, "_csp_config"):
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]  # as csp_override does
        if path.startswith(_PRIVATE_PATHS) and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        if path.startswith(_SECRET_PATHS):
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
        response.setdefault("Permissions-Policy", _PERMISSIONS)
        return response
