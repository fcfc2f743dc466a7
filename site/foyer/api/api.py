"""Our API for everybody: `/api/foyer/v1/` with its OpenAPI document. The tablets have one of their own."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from .description import HouseAPI
from .fees import router as fees_router
from .problems import install, problem
from .public import router
from .reading import apply, open_to_sites
from .rooms import router as rooms_router

View = Callable[..., HttpResponse]


def _shown(view: View) -> View:
    """Serve the OpenAPI document only where `FOYER_API_DOCS` says so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.WAGTAILAPI_DOCS_ENABLED:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class PlainRenderer(BaseRenderer):
    """JSON with Chinese as it is written."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """Return the answer's text."""
        return json.dumps(data, ensure_ascii=False, cls=NinjaJSONEncoder)


foyer_api = HouseAPI(
    renderer=PlainRenderer(),
    title="Foyer",
    version="1",
    description="What the house shows to everybody.",
    urls_namespace="foyer-api",
    docs_url=None,
    docs_decorator=_shown,
)
install(foyer_api)
foyer_api.add_router("", router)
foyer_api.add_router("", fees_router)
foyer_api.add_router("", rooms_router)

_patterns, _app, _namespace = foyer_api.urls
urls = (apply(open_to_sites, _patterns), _app, _namespace)


def unknown(request: HttpRequest) -> HttpResponse:
    """Answer for every address below `/api/` that is none."""
    return problem(404, code="not_found", detail=_("There is nothing at this address."))
