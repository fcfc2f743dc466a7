"""A tablet at the door, as tests hold it."""

import json
import uuid
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from foyer.api.door import Door
from foyer.guests.door_queries import gather_facts
from foyer.guests.known_doors import remember_door
from foyer.guests.models import Desk, Guest
from foyer.guests.services.pairing import hash_token

API = "/api/foyer/v1/desk"


class HouseBehindDoor(ClientHandler):
    """The house as `foyer.wsgi` puts it together: the door first."""

    def __call__(self, environ: dict[str, Any]) -> HttpResponse:
        """Let the door answer, else the house."""
        heads: list[tuple[str, list[tuple[str, str]]]] = []
        door = Door(lambda _environ, _start_response: [])
        request_started.disconnect(close_old_connections)  # as Django's own test handler does
        body = door(environ, lambda status, headers: heads.append((status, headers)))
        request_started.connect(close_old_connections)
        if not heads:
            return super().__call__(environ)
        [(status, headers)] = heads
        response = HttpResponse(b"".join(body), status=int(status[:3]), headers=dict(headers))
        response.wsgi_request = WSGIRequest(environ)
        return response


class Tablet:
    """Speaks to the house with a desk's token, over the real addresses.

    Args:
        desk: a desk made with `DeskFactory(paired=True)`.
        language: what the tablet asks for in Accept-Language.
    """

    known = False  # whether the house remembers the tablet's door before each scan

    def __init__(self, desk: Desk, *, language: str = "zh-Hans") -> None:
        self.desk, self.language, self.client = desk, language, Client()
        self.client.handler = HouseBehindDoor(enforce_csrf_checks=False)
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
        body = {"id": str(uuid.uuid4()), "checkpoint": self.checkpoint.pk, "code": text} | more
        if self.known:
            self.get_known(body["checkpoint"])
        return self.post("/sign-ins", body)

    def get_known(self, checkpoint: int) -> None:
        """Let the house remember the door, as after a welcome; nobody is signed in."""
        token_hash = hash_token(self.token)
        facts = gather_facts(token_hash=token_hash, checkpoint_id=checkpoint, scan_id=uuid.uuid4())
        if facts:
            remember_door(token_hash, facts)

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
