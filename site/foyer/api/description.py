"""One OpenAPI document for everything under `/api/foyer/v1/`, the tablets' addresses included."""

from typing import Any

from ninja import NinjaAPI

from .desk import desk_api

ROOT = "/api/foyer/v1/"


class HouseAPI(NinjaAPI):
    """An API whose document also describes the tablets' API, which stands on a road of its own."""

    def get_openapi_schema(self, **asked: Any) -> Any:
        """Return the document."""
        document = super().get_openapi_schema(**asked)
        desk = desk_api.get_openapi_schema(path_prefix=ROOT)
        document["paths"] |= desk["paths"]
        for kind, parts in desk["components"].items():
            document["components"].setdefault(kind, {}).update(parts)
        return document
