"""Codes that hold for thirty seconds (RFC 6238), as every authenticator app makes them."""

import base64
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

WINDOW_SECONDS = 30
DIGITS = 6
_SECRET_BYTES = 20
_NEIGHBOURS = (0, -1, 1)  # clocks of phones are a little off


def new_secret() -> str:
    """Return a fresh secret of 160 random bits, in base 32 as apps take it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def app_address(secret: str, *, account: str, house: str) -> str:
    """Return the otpauth address that the picture for an authenticator app holds."""
    return _totp(secret).get_provisioning_uri(account, house)


def window_of(code: str, *, secret: str, at: datetime) -> int | None:
    """Return the thirty seconds a code belongs to, now or next to now; None when it belongs to neither."""
    now = int(at.timestamp()) // WINDOW_SECONDS
    for window in (now + offset for offset in _NEIGHBOURS):
        try:
            _totp(secret).verify(code.encode(), window * WINDOW_SECONDS)
        except InvalidToken:
            continue
        return window
    return None


def code_at(secret: str, *, at: datetime) -> str:
    """Return the code an app shows at a moment."""
    return _totp(secret).generate(int(at.timestamp())).decode()


def _totp(secret: str) -> TOTP:
    # SHA-1 is what the apps compute; in an HMAC it is not broken.
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), WINDOW_SECONDS)  # noqa: S303
