"""Finding a case without its link. (CASES 1; security 19)"""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from foyer.cases.enums import Occasion
from foyer.cases.models import Case
from foyer.core.throttle import TooManyAttempts, count_attempt
from foyer.privacy.identifiers import blind_index, plain_email

from .letters import client_mail, queue_letter
from .secrets import find_by_secret

_TRIES_A_DAY = 10
_LINKS_A_DAY = 5
_DIGITS = 4


def find_by_number(*, number: str, mark: str, at: datetime) -> Case | None:
    """Return the case of a number; None for wrong and unknown alike.

    A number is tried ten times a day at most, from wherever: then nothing is right.

    Args:
        number: its number.
        mark: the last four digits of the phone it was reported with, or the code in its link.
        at: the moment.
    """
    plain = plain_number(number)
    with suppress(TooManyAttempts):
        count_attempt(key=f"case-number:{plain}", limit=_TRIES_A_DAY, seconds=86400, at=at)
        if len(mark) != _DIGITS:
            found = find_by_secret(mark)
            return found if found and found.number == plain else None
        index = blind_index(mark, kind="phone_last_four")
        return Case.objects.filter(number=plain, phone_last_four_index=index).first()
    return None


@transaction.atomic
def _send_link(case: Case, *, at: datetime) -> None:
    queue_letter(case, Occasion.LINK, at=at, about=f"{at:%Y%m%d%H%M}")


def mail_link(*, number: str, email: str, at: datetime) -> None:
    """Mail the link of a case to the address on record, where that is the one given; never to any other.

    Nothing tells whether it was: who asks learns neither of the case nor of the address. At most five times a day
    for one number.

    Args:
        number: the number of the case.
        email: the address it was reported with.
        at: the moment.
    """
    plain = plain_number(number)
    with suppress(TooManyAttempts):
        count_attempt(key=f"case-link:{plain}", limit=_LINKS_A_DAY, seconds=86400, at=at)
        case = Case.objects.filter(number=plain).select_related("contact").first()
        on_record = plain_email(client_mail(case)) if case else ""
        if case and on_record and on_record == plain_email(email):
            _send_link(case, at=at)


def plain_number(text: str) -> str:
    """Return a number as the house writes it, however it was typed."""
    return unicodedata.normalize("NFKC", text).strip().upper()
