"""Finding a booking without its secret. (security 19)"""

from contextlib import suppress
from datetime import datetime

from foyer.bookings.models import Booking
from foyer.core.throttle import TooManyAttempts, count_attempt
from foyer.privacy.identifiers import blind_index

_TRIES_A_DAY = 10


def find_by_number(*, number: str, last_four: str, at: datetime) -> Booking | None:
    """Return the booking of a number and the last four digits of its phone; None for wrong and unknown alike.

    A number is tried ten times a day at most, from wherever: then no digits are right.
    """
    plain = number.strip().upper()
    with suppress(TooManyAttempts):
        count_attempt(key=f"booking-number:{plain}", limit=_TRIES_A_DAY, seconds=86400, at=at)
        index = blind_index(last_four.strip(), kind="phone_last_four")
        return Booking.objects.filter(number=plain, phone_last_four_index=index).first()
    return None
