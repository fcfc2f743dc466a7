"""The part of the API that needs a token."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from ninja import NinjaAPI

from foyer.api.desk import StrictParser
from foyer.api.problems import install
from foyer.api.reading import View, apply, in_words

from .calling import Bearer
from .cases import router as cases
from .clients import router as clients
from .contacts import router as contacts
from .visits import router as visits

staff_api = NinjaAPI(
    title="Foyer staff API",
    version="1",
    urls_namespace="staff-api",
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
    auth=Bearer(),
)
install(staff_api)
staff_api.add_router("/clients", clients)
staff_api.add_router("/contacts", contacts)
staff_api.add_router("/visits", visits)
staff_api.add_router("/cases", cases)


def _for_one_reader(view: View) -> View:
    """Keep every answer out of every cache: what one account sees is nobody else's."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        return response

    answered.csrf_exempt = True  # type: ignore[attr-defined]  # bearer tokens, never a session
    return answered


_patterns, _app, _namespace = staff_api.urls
urls = (apply(_for_one_reader, apply(in_words, _patterns)), _app, _namespace)
