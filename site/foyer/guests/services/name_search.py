"""Finding oneself by name at the desk: few masked hits, confirmed by the phone. (KIOSK 3)"""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal
from foyer.core.text import fold, search_needle
from foyer.core.throttle import clear_attempts, count_attempt
from foyer.guests.models import Desk, Guest
from foyer.privacy.identifiers import blind_index, last_four
from foyer.privacy.sealing import versions

MOST_HITS = 5
_SALT = "foyer.guests.name-search"
_REF_SECONDS = 600


class QueryTooShort(Refusal):
    """One letter would make the search a list to leaf through."""

    code, status = "query_too_short", 422
    message = _("Type at least two characters of your name, or its pinyin initials.")


class RefUnknown(Refusal):
    """The hit is too old, or was never given to this desk."""

    code, status = "ref_unknown", 422
    message = _("Please search for your name again.")


class LastFourWrong(Refusal):
    """The digits are not those of the guest's phone."""

    code, status = "last4_wrong", 422
    message = _("These digits do not match. Please try again, or ask our staff.")


@dataclass(frozen=True, slots=True)
class Hit:
    """One guest as a stranger may see them."""

    ref: str
    masked: str


def search_by_name(*, desk: Desk, query: str, at: datetime) -> list[Hit]:
    """Return at most five masked guests of the desk's event; never a list to leaf through.

    Raises:
        QueryTooShort: fewer than two characters.
        TooManyAttempts: more searches than people at one tablet make.
    """
    text = fold(query[:60])
    if len(text.replace(" ", "")) < 2 or not any(sign.isalpha() for sign in text):
        raise QueryTooShort
    count_attempt(key=f"search:{desk.pk}", limit=120, seconds=60, at=at)
    # By name and company only: a phone or an e-mail would tell a stranger who is on the list.
    needle = search_needle(text)
    whole_name = Case(When(search_text__startswith=f" {needle.strip()} ", then=0), default=1)
    found = desk.event.guests.filter(cancelled_at=None, search_text__contains=needle)
    guests = found.order_by(whole_name, "name", "company", "pk")
    return [Hit(ref_of(desk, guest), guest.masked) for guest in guests[:MOST_HITS]]


def confirm_hit(*, desk: Desk, ref: str, digits: str, at: datetime) -> int:
    """Return the id of the guest behind a hit when the last four digits of the phone are right.

    Raises:
        RefUnknown: the hit is older than ten minutes or not of this desk.
        LastFourWrong: other digits, or the house knows no phone of this guest.
        TooManyAttempts: five wrong tries at one guest within ten minutes.
    """
    guest_id = guest_of_hit(desk=desk, ref=ref)
    key = f"last4:{guest_id}"
    count_attempt(key=key, limit=5, seconds=600, at=at)
    guest = Guest.objects.filter(pk=guest_id).only("phone_last_four_index").first()
    given = blind_index(last_four(digits), kind="phone_last_four")
    if guest is None or not given or guest.phone_last_four_index not in versions(given):
        raise LastFourWrong
    clear_attempts(key=key)
    return guest_id


def guest_of_hit(*, desk: Desk, ref: str) -> int:
    """Return the id of the guest behind a hit; whether the guest is who they say is another matter.

    Raises:
        RefUnknown: the hit is older than ten minutes or not of this desk.
    """
    try:
        desk_id, guest_id = signing.loads(ref, salt=_SALT, max_age=_REF_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as reason:
        raise RefUnknown from reason
    if desk_id != desk.pk:
        raise RefUnknown
    return int(guest_id)


def ref_of(desk: Desk, guest: Guest) -> str:
    """Return what a desk names a guest by for ten minutes; nobody else can make one."""
    return signing.dumps([desk.pk, guest.pk], salt=_SALT, compress=False)
