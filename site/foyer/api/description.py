"""One OpenAPI document for everything under `/api/foyer/v1/`, the tablets' addresses included."""

from typing import Any

from ninja import NinjaAPI

from .bookings import bookings_api
from .clients import staff_api
from .desk import desk_api
from .public_cases import cases_api

ROOT = "/api/foyer/v1/"


_parts: list[NinjaAPI] = [desk_api, staff_api, cases_api, bookings_api]


def also_describe(api: NinjaAPI) -> None:
    """Put the addresses of a face's own API, such as that of forms, into the document of the house."""
    _parts.append(api)


class HouseAPI(NinjaAPI):
    """An API whose document also describes the tablets' and the staff's, which stand on roads of their own."""

    def get_openapi_schema(self, **asked: Any) -> Any:
        """Return the document."""
        document = super().get_openapi_schema(**asked)
        for part in _parts:
            described = part.get_openapi_schema(path_prefix=ROOT)
            document["paths"] |= described["paths"]
            for kind, parts in described["components"].items():
                document["components"].setdefault(kind, {}).update(parts)
        return document
