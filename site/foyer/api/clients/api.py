"""The part of the API that needs a token."""

from __future__ import annotations

from ninja import NinjaAPI

from foyer.api.desk import StrictParser
from foyer.api.problems import install
from foyer.api.reading import apply, for_one_reader, in_words

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


_patterns, _app, _namespace = staff_api.urls
urls = (apply(for_one_reader, apply(in_words, _patterns)), _app, _namespace)
