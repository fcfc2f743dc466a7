"""A tablet at the door, as tests hold it."""

import json
import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client

from foyer.guests.models import Desk, Guest

API = "/api/foyer/v1/desk"


class Tablet:
    """Speaks to the house with a desk's token, over the real addresses.

    Args:
        desk: a desk made with `DeskFactory(paired=True)`.
        language: what the tablet asks for in Accept-Language.
    """

    def __init__(self, desk: Desk, *, language: str = "zh-Hans") -> None:
        self.desk, self.language, self.client = desk, language, Client()
        self.token = desk.token
        self.checkpoint = desk.checkpoints.order_by("pk").first()

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Desk {self.token}", "Accept-Language": self.language}

    def get(
        self, path: str = "", query: dict[str, Any] | None = None, **headers: str
    ) -> HttpResponse:
        """Ask for something."""
        return self.client.get(API + path, query, headers=self._headers() | headers)

    def post(self, path: str, body: Any) -> HttpResponse:
        """Send something."""
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.client.post(
            API + path, text, content_type="application/json", headers=self._headers()
        )

    def scan(self, shown: Guest | str, /, **more: Any) -> HttpResponse:
        """Send one scan of a guest's code."""
        text = shown.code_sealed if isinstance(shown, Guest) else shown
        body = {"id": str(uuid.uuid4()), "checkpoint": self.checkpoint.pk, "code": text}
        return self.post("/sign-ins", body | more)

    def walk_in(self, **more: Any) -> HttpResponse:
        """Send the walk-in form."""
        form = {
            "id": str(uuid.uuid4()),
            "checkpoint": self.checkpoint.pk,
            "name": "沈星河",
            "company": "云岭茶业有限公司",
            "phone": "139 0000 7788",
            "email": "shen@example.com",
            "language": "zh-hans",
            "consent": True,
        }
        return self.post("/walk-ins", form | more)
