"""The code a guest carries: made, kept sealed, found by its hash, printed again. (security 1, 2; KIOSK 1)"""

import re
import unicodedata
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.secret_codes import WHOLE_CODE, new_code
from foyer.guests.models import Guest
from foyer.privacy.sealing import keyed_hash

LONGEST_INPUT = 300
_AS_READ = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s\-_.·]+")


class GuestStruckOff(Refusal):
    """The guest is no longer on the list."""

    code = "guest_struck_off"
    message = _("This guest has been struck off the list. Put the guest back first.")


def read_code(text: str) -> str | None:
    """Return the code in what was scanned or typed, or None when there is none.

    Understands lower case, full width, spaces and hyphens between groups, O for 0, I and L for 1,
    and the address of a pass with the code at its end.
    """
    if WHOLE_CODE.fullmatch(text):
        return text
    if len(text) > LONGEST_INPUT:
        return None
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if "/I/" in plain:
        plain = plain.rpartition("/I/")[2].split("/")[0].split("?")[0].split("#")[0]
    plain = _SEPARATORS.sub("", plain).translate(_AS_READ)
    return plain if WHOLE_CODE.fullmatch(plain) else None


def hash_code(code: str) -> str:
    """Return the keyed hash under which a code is found."""
    return keyed_hash(code, purpose="guest-code")


def find_by_code(text: str) -> Guest | None:
    """Return the guest whose code this is, or None."""
    code = read_code(text)
    if code is None:
        return None
    return Guest.objects.select_related("event").filter(code_hash=hash_code(code)).first()


def set_new_code(guest: Guest, *, at: datetime) -> str:
    """Put a fresh code on a guest that is about to be saved, and return it."""
    code = new_code()
    guest.code_hash, guest.code_sealed, guest.code_issued_at = hash_code(code), code, at
    return code


@transaction.atomic
def issue_new_code(*, guest: Guest, by: User, at: datetime) -> str:
    """Give a guest a new code; the old one dies at once. (000-07)

    Raises:
        GuestStruckOff: the guest is no longer on the list.
    """
    if guest.cancelled_at:
        raise GuestStruckOff
    code = set_new_code(guest, at=at)
    guest.save(update_fields=["code_hash", "code_sealed", "code_issued_at", "updated_at"])
    log(guest, "foyer.guest.new_code", user=by)
    return code


def pass_path(code: str) -> str:
    """Return the path of a guest's pass."""
    return f"/i/{code}"


def pass_url(code: str) -> str:
    """Return the address of a guest's pass, for people to click."""
    return settings.PUBLIC_URL + pass_path(code)


def qr_text(code: str) -> str:
    """Return what the QR picture holds: the pass's address in capitals, the densest QR mode.

    Scheme and host are not case-sensitive (RFC 3986 3.1, 3.2.2); a public address with a path of its
    own is kept as it is.
    """
    base: str = settings.PUBLIC_URL
    if base.count("/") > 2:
        return base + pass_path(code)
    return f"{base}/i/{code}".upper()


def grouped(code: str) -> str:
    """Return a code in groups, for reading out: 4 characters each."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))
