"""The booking a client names when they write to the house. (001-19, 004-06)"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from django.db.models import Q

from foyer.bookings.models import Booking
from foyer.privacy.identifiers import blind_index

_MOST = 50  # words that may be a number
_NUMBER: Final = re.compile(r"[A-Z0-9][A-Z0-9-]*[0-9][A-Z0-9-]*")


def named_booking(texts: Iterable[str], *, phone: str, email: str) -> Booking | None:
    """Return the one booking whose number a client wrote, where it was made with their phone or e-mail.

    A number alone ties nobody to another's booking: it is printed on doors and badges.
    """
    marks = Q(pk=None)
    if phone:
        marks |= Q(phone_index=blind_index(phone, kind="phone"))
    if email:
        marks |= Q(email_index=blind_index(email, kind="email"))
    said = unicodedata.normalize("NFKC", "\n".join(texts)).upper()
    numbers = list(dict.fromkeys(_NUMBER.findall(said)))[:_MOST]
    if not numbers:
        return None
    found = list(Booking.objects.filter(marks, number__in=numbers)[:2])
    return found[0] if len(found) == 1 else None
