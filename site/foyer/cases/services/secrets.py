"""The secret under which a client follows a case: made, kept sealed, found by its hash. (security 1)"""

import unicodedata

from django.conf import settings

from foyer.cases.models import Case
from foyer.core.secret_codes import WHOLE_CODE, new_code
from foyer.privacy.sealing import keyed_hash


def set_new_secret(case: Case) -> str:
    """Put a fresh secret on a case that is about to be saved, and return it."""
    secret = new_code()
    case.secret_hash, case.secret_sealed = hash_secret(secret), secret
    return secret


def hash_secret(secret: str) -> str:
    """Return the keyed hash under which a secret is found."""
    return keyed_hash(secret, purpose="case-secret")


def find_by_secret(text: str) -> Case | None:
    """Return the case whose secret this is, or None."""
    plain = unicodedata.normalize("NFKC", text[:100]).strip().upper()
    if not WHOLE_CODE.fullmatch(plain):
        return None
    return Case.objects.filter(secret_hash=hash_secret(plain)).first()


def case_path(case: Case) -> str:
    """Return the path under which the client follows a case."""
    return f"/c/{case.secret_sealed}"


def case_url(case: Case) -> str:
    """Return the address for people to click."""
    return settings.PUBLIC_URL + case_path(case)
