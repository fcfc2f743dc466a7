"""The secret under which one person answers a form: made, kept sealed, found by its hash. (security 1)"""

from __future__ import annotations

import unicodedata

from django.conf import settings

from forms_content.models import Recipient
from foyer.core.secret_codes import WHOLE_CODE, new_code
from foyer.privacy.sealing import keyed_hash


def set_new_link(recipient: Recipient) -> None:
    """Put a fresh code on a recipient that is about to be kept."""
    code = new_code()
    recipient.code_hash, recipient.code_sealed = hash_link(code), code


def hash_link(code: str) -> str:
    """Return the keyed hash under which a link is found."""
    return keyed_hash(code, purpose="form-link")


def find_by_link(text: str) -> Recipient | None:
    """Return the recipient whose link this is, or None."""
    plain = unicodedata.normalize("NFKC", text[:100]).strip().upper()
    if not WHOLE_CODE.fullmatch(plain):
        return None
    known = Recipient.objects.select_related(
        "sending__page__locale", "sending__event", "guest", "contact", "submission__version"
    )
    return known.filter(code_hash=hash_link(plain)).first()


def link_path(recipient: Recipient) -> str:
    """Return the path under which a person answers."""
    return f"/l/{recipient.code_sealed}"


def link_url(recipient: Recipient) -> str:
    """Return the address for people to click."""
    return settings.PUBLIC_URL + link_path(recipient)
