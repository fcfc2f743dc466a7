"""The sealed roster: what a tablet keeps for the time without a network. (KIOSK 5, decision 0009)

Each guest is one entry. It is found by a name derived from the guest's code, and opened by a key derived
from the same code; both by HKDF-SHA256 (RFC 5869), so that nothing on the tablet says whom the house
expects, and nobody without the 130 bits of a code can ask.
"""

import hashlib
import hmac
import json
import os
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.signing import BadSignature, Signer
from django.db.models import Count, Max, Q, QuerySet
from django.utils.crypto import salted_hmac

from foyer.clients.enums import Tier
from foyer.events.models import Event
from foyer.guests.door_queries import DeskNames
from foyer.guests.models import Departure, Desk, Guest, SignIn

from .arrivals import person_of, welcome

KEPT_AFTER_EVENT = timedelta(hours=12)
OLDEST_CHANGE = timedelta(hours=12)
OTHERS_BEFORE, OTHERS_AHEAD = timedelta(days=1), timedelta(days=14)
PIECE = 256  # bytes; entries of one length do not tell long names from short ones
_SETTLING = timedelta(seconds=5)
_LOOKUP, _BOX = b"foyer roster lookup", b"foyer roster box"
_NOBODY = UUID(int=0)
_signer = Signer(salt="foyer.roster.handle")


@dataclass(frozen=True, slots=True)
class Roster:
    """What a desk's tablet should keep.

    Attributes:
        stamp: changes with everything below.
        full: replace what is kept; otherwise add to it.
        salt: for deriving names and keys from codes, in hexadecimal.
        expires_at: when the tablet wipes all of it.
        count: entries the tablet has afterwards; another number means: ask for all again.
        entries: `[guest's key, name, box]` each; both empty where a guest was erased.
        arrived: `[checkpoint, guest's key, moment or None, desk]` each; None where a sign-in was undone.
        left: `[guest's key, moment or None]` each; None where they came back.
    """

    stamp: str
    at: datetime
    full: bool
    salt: str
    expires_at: datetime
    count: int
    entries: list[tuple[int, str, str]]
    arrived: list[tuple[int, int, datetime | None, str]]
    left: list[tuple[int, datetime | None]]


def roster_stamp(desk: Desk, *, at: datetime) -> str:
    """Return a stamp that changes with everything the roster holds; a fresh change keeps it moving a while.

    Its end changes with who is greeted as a key client's guest: that is written to no guest.
    """
    guests = _on_lists(desk.event, at).aggregate(n=Count("pk"), at=Max("updated_at"))
    signed = SignIn.objects.filter(event=desk.event).aggregate(at=Max("changed_at"), pk=Max("pk"))
    gone = Departure.objects.filter(event=desk.event).aggregate(at=Max("changed_at"), pk=Max("pk"))
    points = list(desk.checkpoints.order_by("pk").values_list("pk", flat=True))
    seen: list[Any] = [desk.event_id, desk.event.changed_at, guests, signed, gone, points]
    newest = max(
        (moment for moment in (guests["at"], signed["at"], gone["at"]) if moment), default=None
    )
    if newest and at - newest < _SETTLING:
        seen.append(int(at.timestamp()) // 2)
    return f"{_digest(seen)[:24]}.{_kinds(desk.event)}"


def _kinds(event: Event) -> str:
    """Return what changes with the tiers of the guests' clients."""
    keys = Guest.objects.filter(event=event, contact__client__tier=Tier.KEY)
    return _digest(sorted(keys.order_by().values_list("pk", flat=True)))[:8]


def _digest(seen: object) -> str:
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def read_roster(
    desk: Desk,
    *,
    since: datetime | None,
    at: datetime,
    stamp: str | None = None,
    kept: str | None = None,
) -> Roster:
    """Return the roster of a desk's event: all of it, or what changed since it was last asked for.

    Args:
        since: `at` of the roster the tablet keeps; None, or half a day ago, gives everything.
        stamp: `roster_stamp` of this moment, where it is known already.
        kept: the stamp of the roster the tablet keeps; where a client's tier has changed since, all is given.
    """
    stamp = stamp or roster_stamp(desk, at=at)
    tiers_changed = kept is not None and kept.rpartition(".")[2] != stamp.rpartition(".")[2]
    full = since is None or tiers_changed or not at - OLDEST_CHANGE <= since <= at
    salt = roster_salt(desk.event)
    guests = _on_lists(desk.event, at)
    signed = SignIn.objects.filter(event=desk.event, checkpoint__desks=desk)
    changed, moved = guests, signed.standing()
    gone = Departure.objects.filter(event=desk.event)
    if not full:
        assert since is not None  # noqa: S101  it would be full
        changed = guests.filter(updated_at__gte=since - _SETTLING)
        moved = signed.filter(changed_at__gte=since - _SETTLING)
        gone = gone.filter(changed_at__gte=since - _SETTLING)
    return Roster(
        stamp=stamp,
        at=at,
        full=full,
        salt=salt.hex(),
        expires_at=desk.event.ends_at + KEPT_AFTER_EVENT,
        count=guests.count(),
        entries=list(_entries(changed, desk, salt, at)),
        arrived=_arrived(moved),
        left=_left(gone),
    )


def roster_salt(event: Event) -> bytes:
    """Return what an event's names and keys are salted with."""
    return salted_hmac("foyer.roster", str(event.pk), algorithm="sha256").digest()


def derive(code: str, salt: bytes) -> tuple[str, bytes]:
    """Return the name of a code's entry, 32 hexadecimal digits, and the key of its box, 32 bytes. (RFC 5869)"""
    secret = hmac.digest(salt, code.encode(), "sha256")
    name = hmac.digest(secret, _LOOKUP + b"\x01", "sha256")[:16]
    return name.hex(), hmac.digest(secret, _BOX + b"\x01", "sha256")


def handle_of(guest_pk: int, code_issued_at: datetime) -> str:
    """Return what a tablet names a guest by who was let in without a network; nobody else can make one."""
    return _signer.sign(f"{guest_pk}.{_issue(code_issued_at)}")


def guest_of_handle(handle: str) -> tuple[Guest | None, bool]:
    """Return the guest a handle names, and whether the code it was opened with is still the guest's."""
    try:
        pk, _dot, issued = _signer.unsign(handle).partition(".")
    except BadSignature:
        return None, False
    guest = Guest.objects.select_related("event").filter(pk=pk).first()
    return guest, guest is not None and _issue(guest.code_issued_at) == issued


def _issue(moment: datetime) -> str:
    return str(int(moment.timestamp() * 1_000_000))


def _on_lists(event: Event, at: datetime) -> QuerySet[Guest]:
    """Return the guests of the event, and of others about these days, who may come to the wrong door."""
    about = Q(event__ends_at__gte=at - OTHERS_BEFORE, event__starts_at__lte=at + OTHERS_AHEAD)
    return Guest.objects.filter(Q(event=event) | about)


def _entries(
    guests: QuerySet[Guest], desk: Desk, salt: bytes, at: datetime
) -> Iterator[tuple[int, str, str]]:
    known = guests.select_related("contact__client")  # by whose tier a guest is greeted
    for guest in known.order_by("pk").iterator(chunk_size=1000):
        if not guest.code_sealed:  # erased: the tablet forgets what it kept
            yield guest.pk, "", ""
            continue
        name, key = derive(guest.code_sealed, salt)
        yield guest.pk, name, _box(_told(guest, desk, at), key)


def _told(guest: Guest, desk: Desk, at: datetime) -> dict[str, Any]:
    """Return what the guest's own code opens: the words of the door, ready to be shown."""
    if guest.event_id != desk.event_id:
        return {"event": "other", "language": guest.language}
    arrival = welcome(person_of(guest), _NOBODY, at, DeskNames.of(desk))
    assert arrival.guest is not None  # noqa: S101  a welcome has one
    card = arrival.guest
    return {
        "handle": handle_of(guest.pk, guest.code_issued_at),
        "struck_off": guest.cancelled_at is not None,
        "language": guest.language,
        "guest": {name: getattr(card, name) for name in card.__slots__},
        "message": arrival.message,
        "next": arrival.next,
    }


def _box(told: dict[str, Any], key: bytes) -> str:
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    plain += b" " * (-len(plain) % PIECE)
    nonce = os.urandom(12)
    return b64encode(nonce + AESGCM(key).encrypt(nonce, plain, None)).decode()


def _arrived(signed: QuerySet[SignIn]) -> list[tuple[int, int, datetime | None, str]]:
    """Return who passed; who came again after a sign-in was undone stands as having come."""
    told: dict[tuple[int, int], tuple[datetime | None, str]] = {}
    names = ("desk__name", "desk__name_zh_hant", "desk__name_en")
    columns = ("checkpoint_id", "guest_id", "signed_in_at", "undone_at", "guest__language", *names)
    for point, guest, came_at, undone_at, language, *called in signed.order_by("pk").values_list(
        *columns
    ):
        desk = DeskNames(*(name or "" for name in called)).text(language)  # none where staff did it
        told[point, guest] = (None if undone_at else came_at, desk)
    return [(point, guest, came_at, desk) for (point, guest), (came_at, desk) in told.items()]


def _left(gone: QuerySet[Departure]) -> list[tuple[int, datetime | None]]:
    """Return who left; who came back since stands as being in."""
    rows = gone.order_by("pk").values_list("guest_id", "left_at", "returned_at")
    return list({guest: (guest, None if back else at) for guest, at, back in rows}.values())
