"""Remembering in a browser which accounts have logged in there, so that its attempts are counted apart."""

import secrets
from typing import Any

from django.core import signing

from foyer.privacy.sealing import keyed_hash

from .log_in import plain_name

LIFE_DAYS = 180
_SALT = "foyer.staff.known-browser"
_MOST = 6  # accounts remembered in one browser


def mark_for(cookie: str, *, name: str) -> str:
    """Return the mark under which attempts at an account are counted in this browser, or nothing."""
    return str(_read(cookie).get(_label(name), ""))


def remember(cookie: str, *, name: str) -> str:
    """Return the cookie with one account more; the account keeps the mark it has there."""
    known = _read(cookie)
    mark = known.pop(_label(name), None) or secrets.token_urlsafe(16)
    kept = dict(list(known.items())[-(_MOST - 1) :]) | {_label(name): mark}
    return signing.dumps(kept, salt=_SALT)


def _label(name: str) -> str:
    return keyed_hash(plain_name(name), purpose="known-browser")[:16]


def _read(cookie: str) -> dict[str, Any]:
    try:
        known = signing.loads(cookie, salt=_SALT, max_age=LIFE_DAYS * 86_400)
    except signing.BadSignature:
        return {}
    return known if isinstance(known, dict) else {}
