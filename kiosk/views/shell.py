"""Three small answers without session or cookie: the page, its manifest, its service worker."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from foyer.events.complaints import code_to_scan, complaints_url
from kiosk.shell import app_version, shell_addresses, shell_version
from kiosk.words import catalogue, languages

API = "/api/foyer/v1/"
PAPER = "#f6f1e7"
INK = "#14241e"
WALK_IN_FIELDS = (
    ("name", "text", "text"),
    ("company", "text", "text"),
    ("phone", "tel", "tel"),
    ("email", "email", "email"),
)
WORKER = Path(__file__).parent.with_name("sw.js")

POLICY: dict[str, Collection[str] | str] = {
    "default-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "img-src": [CSP.SELF, "data:"],  # a badge brings its pictures along
    "manifest-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.WASM_UNSAFE_EVAL],
    "style-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
}


@require_safe
@csp_override(POLICY)
def shell(request: HttpRequest) -> HttpResponse:
    """Serve the page of the tablet; it holds words and addresses, and nothing about anybody."""
    response = HttpResponse(_page())
    response["Cache-Control"] = "no-cache"
    response["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Tell the tablet how to install the kiosk as an app."""
    home = reverse("kiosk:shell")
    response = JsonResponse(
        {
            "id": home,
            "name": _("Foyer sign-in desk"),
            "short_name": pgettext("kiosk", "Sign-in desk"),
            "start_url": home,
            "scope": home,
            "display": "fullscreen",
            "display_override": ["fullscreen", "standalone"],
            "background_color": PAPER,
            "theme_color": INK,
            "icons": [
                {"src": static("kiosk/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("kiosk/icon-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("kiosk/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            ],
        },
        content_type="application/manifest+json",
    )
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@csp_override(POLICY)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker that keeps the app shell, named after the version of that shell."""
    home = reverse("kiosk:shell")
    about = {
        "version": shell_version(page=_page()),
        "home": home,
        "files": [home, reverse("kiosk:manifest"), *shell_addresses()],
        "pictures": settings.MEDIA_URL,
    }
    source = f"const SHELL = {json.dumps(about)};\n{WORKER.read_text(encoding='utf-8')}"
    response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _page() -> str:
    """Render the tablet's page."""
    return draw_page({}, program="kiosk/app.js")


def draw_page(more: dict[str, Any], *, program: str) -> str:
    """Render the shell without the request, so that no context processor opens a session.

    Args:
        more: what the program is told beyond words and addresses.
        program: which module starts.
    """
    setup = {
        "api": API,
        "version": app_version(),
        "languages": languages(),
        "default": settings.LANGUAGE_CODE,
        "time_zone": settings.TIME_ZONE,
        "worker": reverse("kiosk:service_worker"),
        "words": catalogue(),
    } | more
    address = complaints_url()
    context = {
        "setup": setup,
        "title": setup["words"][settings.LANGUAGE_CODE]["app_name"],
        "program": program,
        "fields": WALK_IN_FIELDS,
        "paper": PAPER,
        "ink": INK,
        "complaints_svg": code_to_scan(address),
        "complaints_address": address.partition("://")[2],
    }
    return render_to_string("kiosk/shell.html", context)
