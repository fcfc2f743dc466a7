"""The busiest road of the house: a scan answered before a request is made of it. (performance 1)"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_started
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import activate
from pydantic_core import to_json

from foyer.core.middleware import DeskMiddleware
from foyer.core.patience import TABLETS, patience

from .desk_scans import ScanIn, answer_scan, read_token

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

PATH = "/api/foyer/v1/desk/sign-ins"
_LONGEST_SCAN = 4096
# What the headers of an answer depend on.
_ASKED = ("HTTP_ACCEPT_LANGUAGE", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO")


class Door:
    """A WSGI application that stands before the house and answers a plain scan by itself.

    A plain scan carries a code and is answered 200. It is read, signed in and answered by the same
    functions as in the house (`answer_scan`), under the headers the house gives it, but no Django
    request is made, routed and taken through middleware for it: that would take longer than the two
    statements of a sign-in. Whatever is not plain (another address or method, a guest found by name,
    a body that cannot be read, a refusal, a fault) goes on to the house as it came, and the house
    says and logs what is the matter. It may then ask again what was asked here; a scan is kept once
    however often it comes (decision 0003).
    """

    def __init__(self, house: Application) -> None:
        self.house = house

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a plain scan; send everything else on."""
        if environ["PATH_INFO"] == PATH and environ["REQUEST_METHOD"] == "POST":
            answered = _answer(environ)
            if answered:
                headers, body = answered
                start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
                return [body]
        return self.house(environ, start_response)


def _answer(environ: Environ) -> tuple[Headers, bytes] | None:
    """Return the answer to a plain scan, or None."""
    token, content = read_token(environ.get("HTTP_AUTHORIZATION")), _read(environ)
    if not (token and content):
        return None
    try:
        scan = ScanIn.model_validate_json(content)
        asked = [environ.get(name, "") for name in _ASKED]
        language, headers = _frame(*asked)
        if not headers or scan.ref is not None:
            return None
        with patience(TABLETS):
            request_started.send(
                sender=Door, environ=environ
            )  # a connection past its time is closed
            activate(language)
            return headers, to_json(answer_scan(token, scan, timezone.now()))
    except Exception:  # noqa: BLE001  the house meets it again, says what it is, and logs it
        return None


def _read(environ: Environ) -> bytes:
    """Return the body when it is no longer than a scan can be, and leave it to be read again."""
    size = environ.get("CONTENT_LENGTH") or ""
    if not (size.isdecimal() and 0 < int(size) <= _LONGEST_SCAN):
        return b""
    content: bytes = environ["wsgi.input"].read(int(size))
    environ["wsgi.input"] = BytesIO(content)
    return content


@lru_cache(maxsize=256)
def _frame(*asked: str) -> tuple[str, Headers]:
    """Return language and headers of an answer as the tablets' middleware gives them, none if it lets nobody in."""
    request = WSGIRequest(
        {"REQUEST_METHOD": "POST", "PATH_INFO": PATH, "SERVER_NAME": "", "SERVER_PORT": "80"}
        | dict(zip(_ASKED, asked, strict=True))
        | {"wsgi.input": BytesIO()}
    )
    response = DeskMiddleware(_nothing_yet)(request)
    if response.status_code != 200:
        return "", []
    return response["Content-Language"], list(response.items())


def _nothing_yet(request: HttpRequest) -> HttpResponse:
    return HttpResponse(content_type="application/json; charset=utf-8")
