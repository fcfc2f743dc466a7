"""Wagtail's API v3, for reading: the public pages, as anybody may see them. (security 13)

Pictures and documents are listed only for tokens: Wagtail would name every file of every unlisted page.
"""

from __future__ import annotations

import json
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.urls import api

from .problems import problem
from .reading import View, apply, reading_only

_NEEDS_OTHER_HOSTS = "docs/"  # Ninja's page of documentation loads its scripts from a CDN
_DESCRIPTION = "openapi.json"
_TITLE = "Public pages: Wagtail's API v3, for reading"
_FOR_TOKENS = ("images/", "documents/")


def token_needed(view: View) -> View:
    """Answer 401 to everybody without a valid API token."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not BearerTokenAuth()(request):
            return problem(401, code="not_authenticated", detail=_("A valid token is needed here."))
        return view(request, *args, **kwargs)

    guarded.csrf_exempt = True  # type: ignore[attr-defined]  # bearer tokens, never a session
    return guarded


def described_as_it_is(view: View) -> View:
    """Leave out of the document what this house refuses, unless `FOYER_API_WRITES` lets tokens write."""

    @wraps(view)
    def described(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if settings.API_WRITES or response.status_code != 200:
            return response
        document = json.loads(response.content)
        document["info"] |= {"title": _TITLE, "description": ""}
        document["paths"] = {
            path: {"get": operations["get"]}
            for path, operations in document["paths"].items()
            if "get" in operations
        }
        return JsonResponse(document)

    return described


def _starts(pattern: URLPattern, beginnings: str | tuple[str, ...]) -> bool:
    return str(pattern.pattern).startswith(beginnings)


_patterns, _app, _namespace = api.urls
_patterns = [pattern for pattern in _patterns if not _starts(pattern, _NEEDS_OTHER_HOSTS)]
apply(token_needed, [pattern for pattern in _patterns if _starts(pattern, _FOR_TOKENS)])
apply(described_as_it_is, [pattern for pattern in _patterns if _starts(pattern, _DESCRIPTION)])
urls = (apply(reading_only, _patterns), _app, _namespace)
