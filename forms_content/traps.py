"""Keeping machines from filling in forms: a field nobody sees, and a moment nobody is as quick as. (FORMS 7)"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.core import signing

HONEYPOT = "website"
STAMP = "stamp"
QUICKEST = 2  # seconds in which no person reads and answers a form
LONGEST = 24 * 3600  # seconds for which a page that was opened may be sent
_SALT = "forms_content.stamp"


def new_stamp(*, version: int, at: datetime, once: str = "") -> str:
    """Return what a page that is opened carries: its version, its moment, and a name for this copy.

    Args:
        version: the number of the version that is drawn.
        at: the moment.
        once: the name of a copy that was begun before; a new one without it.
    """
    said = {"version": version, "at": at.timestamp(), "once": once or secrets.token_urlsafe(18)}
    return signing.dumps(said, salt=_SALT)


def read_stamp(stamp: str) -> dict[str, object] | None:
    """Return what a stamp says, or nothing if it is none of ours."""
    try:
        found: dict[str, object] = signing.loads(stamp, salt=_SALT)
    except signing.BadSignature:
        return None
    return found


def is_quick(opened_at: float, *, at: datetime) -> bool:
    """Tell whether a page was answered faster than anybody reads."""
    return at.timestamp() - opened_at < QUICKEST
