"""Finding oneself by name at the desk: few masked hits, confirmed by the phone. (KIOSK 3)"""

from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest

from django.core import signing
from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal
from foyer.core.text import fold, leading_forms, search_needle, search_text
from foyer.core.throttle import clear_attempts, count_attempt
from foyer.guests.models import Desk, Guest
from foyer.privacy.identifiers import blind_index, last_four
from foyer.privacy.sealing import versions

from .sign_in import DeskLocked

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


@dataclass(frozen=True, slots=True)
class Found:
    """What a search shows, and whether there are more than it may show."""

    hits: list[Hit]
    more: bool


def search_by_name(*, desk: Desk, query: str, at: datetime) -> Found:
    """Return at most five masked guests of the desk's event; never a list to leaf through.

    Who is called so comes first, then whose name begins so, then in whose name it stands, then whose company.

    Raises:
        DeskLocked: staff have closed the desk.
        QueryTooShort: fewer than two characters.
        TooManyAttempts: more searches than people at one tablet make.
    """
    if desk.locked_at:
        raise DeskLocked
    text = fold(query[:60])
    if len(text.replace(" ", "")) < 2 or not any(sign.isalpha() for sign in text):
        raise QueryTooShort
    count_attempt(key=f"search:{desk.pk}", limit=120, seconds=60, at=at)
    # By name and company only: a phone or an e-mail would tell a stranger who is on the list.
    needle = search_needle(text)
    matching = desk.event.guests.filter(cancelled_at=None, search_text__contains=needle)
    guests = nsmallest(
        MOST_HITS + 1,
        matching.only("name", "company"),
        key=lambda guest: (_rank(guest.name, needle), guest.name, guest.company, guest.pk),
    )
    hits = [Hit(ref_of(desk, guest), guest.masked) for guest in guests[:MOST_HITS]]
    return Found(hits, more=len(guests) > MOST_HITS)


def _rank(name: str, needle: str) -> int:
    """Return how near a name is to what was typed: 0 the name itself, 3 not at all."""
    text, folded = needle.strip(), fold(name)
    forms = (folded.replace(" ", "") if needle == text else folded, *leading_forms(name))
    if text in forms:
        return 0
    if any(form.startswith(text) for form in forms):
        return 1
    return 2 if needle in search_text(name) else 3


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
