"""Rules for addresses of the API: methods, caches, and who may use them from another site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)
from django.utils.translation import gettext as _

from foyer.core.languages import HTML_LANG

from .problems import problem, wrong_method

View = Callable[..., HttpResponse]
Rule = Callable[[View], View]
_ALLOW = "GET, HEAD, OPTIONS"
_HEADERS = "Accept-Language, If-None-Match"
_SENT_HEADERS = "Content-Type, Idempotency-Key"


def apply(rule: Rule, patterns: Sequence[Any]) -> list[Any]:
    """Put a rule in front of every view of some addresses."""
    for pattern in patterns:
        pattern.callback = rule(pattern.callback)
    return list(patterns)


def in_words(view: View) -> View:
    """Answer a wrong method with a problem document too."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            return wrong_method(response["Allow"])
        return response

    return answered


def reading_only(view: View) -> View:
    """Refuse everything but reading, unless `FOYER_API_WRITES` lets tokens write."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS") and not settings.API_WRITES:
            refused = problem(405, code="read_only", detail=_("This address can only be read."))
            refused["Allow"] = _ALLOW
            return refused
        return open_to_sites(view)(request, *args, **kwargs)

    guarded.csrf_exempt = True  # type: ignore[attr-defined]  # bearer tokens, never a session
    return guarded


def kept_by_readers(view: View) -> View:
    """Let caches keep what is read for a minute, and ask then whether it has changed; Vary says by what."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD") or response.status_code != 200:
            return response
        if "no-store" in response.get("Cache-Control", ""):
            return response
        patch_cache_control(response, public=True, max_age=60)
        patch_vary_headers(response, ["Accept-Language"])
        set_response_etag(response)
        return get_conditional_response(request, response["ETag"], response=response) or response

    return answered


def for_one_reader(view: View) -> View:
    """Keep every answer out of every cache: what one token or secret opens is nobody else's."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        return response

    answered.csrf_exempt = True  # type: ignore[attr-defined]  # tokens and secrets, never a session
    return answered


def open_to_sites(view: View) -> View:
    """Answer HEAD and OPTIONS, and let the pages of the sites in `FOYER_API_ORIGINS` read the answers."""
    return _opened(view, allow=_ALLOW, headers=_HEADERS)


def open_to_senders(view: View) -> View:
    """The same where the pages of those sites may send something too, such as a filled form. (HEADLESS 4)"""
    return _opened(view, allow=f"{_ALLOW}, POST", headers=f"{_HEADERS}, {_SENT_HEADERS}")


def _opened(view: View, *, allow: str, headers: str) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": allow})
            return _with_origin(request, response, headers=headers)
        if request.method == "HEAD":
            request.method = "GET"  # the server sends the head alone
        response = view(request, *args, **kwargs)
        if said := HTML_LANG.get(request.GET.get("lang", "")):
            response["Content-Language"] = said
        return _with_origin(request, response, headers=headers)

    answered.csrf_exempt = True  # type: ignore[attr-defined]  # nothing here trusts a session
    return answered


def _with_origin(request: HttpRequest, response: HttpResponse, *, headers: str) -> HttpResponse:
    origin = request.headers.get("Origin", "")
    if "*" in settings.API_ORIGINS:
        response["Access-Control-Allow-Origin"] = "*"
    elif settings.API_ORIGINS:
        patch_vary_headers(response, ["Origin"])
        if origin in settings.API_ORIGINS:
            response["Access-Control-Allow-Origin"] = origin
    if request.method == "OPTIONS" and "Access-Control-Allow-Origin" in response:
        response["Access-Control-Allow-Methods"] = response["Allow"]
        response["Access-Control-Allow-Headers"] = headers
        response["Access-Control-Max-Age"] = "3600"
    return response
