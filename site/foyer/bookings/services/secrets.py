"""The secret under which a client answers an offer: made, kept sealed, found by its hash. (security 1)"""

import unicodedata

from django.conf import settings

from foyer.bookings.models import Booking
from foyer.core.secret_codes import WHOLE_CODE, new_code
from foyer.privacy.sealing import keyed_hash


def set_new_secret(booking: Booking) -> str:
    """Put a fresh secret on a booking that is about to be saved, and return it."""
    secret = new_code()
    booking.secret_hash, booking.secret_sealed = hash_secret(secret), secret
    return secret


def hash_secret(secret: str) -> str:
    """Return the keyed hash under which a secret is found."""
    return keyed_hash(secret, purpose="booking-secret")


def find_by_secret(text: str) -> Booking | None:
    """Return the booking whose secret this is, or None."""
    plain = unicodedata.normalize("NFKC", text[:100]).strip().upper()
    if not WHOLE_CODE.fullmatch(plain):
        return None
    found = Booking.objects.filter(secret_hash=hash_secret(plain))
    return found.select_related("room__venue", "client", "contact").first()


def booking_path(booking: Booking) -> str:
    """Return the path under which the client reads and answers."""
    return f"/b/{booking.secret_sealed}"


def booking_url(booking: Booking) -> str:
    """Return the address for people to click."""
    return settings.PUBLIC_URL + booking_path(booking)
