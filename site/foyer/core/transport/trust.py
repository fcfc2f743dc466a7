"""Handing the house's authority to tablets, over plain http: until they have it they trust no other address.

A small WSGI application of its own: it says how to install the authority, gives it out, and sends
everything else to the house. Nothing secret passes here; what is installed is checked by its fingerprint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from foyer.core.languages import asked_language

from .certificate import HouseCertificate, authority_file, authority_profile, read_certificate

FILE, PROFILE = "/foyer-authority.crt", "/foyer-authority.mobileconfig"
_KINDS = {
    FILE: ("application/x-x509-ca-cert", authority_file),
    PROFILE: ("application/x-apple-aspen-config", authority_profile),
}
Start = Callable[[str, list[tuple[str, str]]], Any]


def trust_address() -> str:
    """Return the address tablets fetch the authority from."""
    host = settings.PUBLIC_URL.partition("://")[2]
    name = host if host.endswith("]") or ":" not in host else host.rpartition(":")[0]
    return f"http://{name}:{settings.TRUST_PORT}/"


def house_certificate() -> HouseCertificate | None:
    """Return the certificate of the house's own authority, where it serves with one."""
    known = read_certificate(settings.TLS_DIR) if settings.TLS_DIR else None
    return known if known and known.own else None


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer a tablet."""
    path = environ.get("PATH_INFO", "/")
    if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
        start_response("405 Method Not Allowed", [("Allow", "GET, HEAD"), ("Content-Length", "0")])
        return [b""]
    known = house_certificate()
    if known and settings.TLS_DIR and path in _KINDS:
        kind, made = _KINDS[path]
        return _answer(start_response, kind, made(settings.TLS_DIR))
    if known and path == "/":
        language = asked_language(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        with override(language):
            page = render_to_string(
                "core/transport/trust.html",
                {
                    "file": FILE,
                    "profile": PROFILE,
                    "fingerprint": known.fingerprint,
                    "house": settings.PUBLIC_URL,
                    "tablet": f"{settings.PUBLIC_URL}/kiosk/",
                    "html_lang": language,
                },
            )
        return _answer(start_response, "text/html; charset=utf-8", page.encode())
    start_response("302 Found", [("Location", f"{settings.PUBLIC_URL}/"), ("Content-Length", "0")])
    return [b""]


def _answer(start_response: Start, kind: str, body: bytes) -> list[bytes]:
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
        ("Referrer-Policy", "no-referrer"),
    ]
    start_response("200 OK", headers)
    return [body]
