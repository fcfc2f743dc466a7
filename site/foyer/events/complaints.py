"""The one short address that leads to the house's complaint channels, and its code to scan. (001-18)"""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from qr_code.qrcode.maker import make_embedded_qr_code
from qr_code.qrcode.utils import QRCodeOptions

_QR = QRCodeOptions(image_format="svg", error_correction="M", border=4, size="M")
COMPLAINTS_PATH = "complaints/"  # also where the tablets' own process knows no pages


def complaints_path(language: str = "") -> str:
    """Return the path; without a language the visitor's browser decides."""
    return reverse("complaints") + (f"?{urlencode({'lang': language})}" if language else "")


def complaints_url() -> str:
    """Return the address for posters and tablets: it stays the same whatever becomes of the page."""
    return f"{settings.PUBLIC_URL}/{COMPLAINTS_PATH}"


def code_to_scan(address: str) -> SafeString:
    """Return an address as a drawing that phones read."""
    return SafeString(make_embedded_qr_code(address, _QR))
