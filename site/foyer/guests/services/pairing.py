"""Pairing a tablet with a desk, and taking its rights away again. (KIOSK 4, security 17)"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.secret_codes import ALPHABET
from foyer.core.throttle import clear_attempts, count_attempt
from foyer.guests.models import Desk, FormerToken, PairingCode
from foyer.privacy.fields import remember_newest
from foyer.privacy.sealing import keyed_hash

from .sign_in import DeskRevoked

PAIRING_LIFE = timedelta(minutes=10)
SHEET_LIFE = timedelta(hours=1)
STAFF_TURN = timedelta(minutes=2)
FORMER_LIFE = timedelta(days=7)
_PAIRING_LENGTH = 8
_AS_READ = str.maketrans({"O": "0", "I": "1", "L": "1"})


class PairingCodeUnknown(Refusal):
    """No such code, or it was used, or its ten minutes are over: all the same to a stranger."""

    code, status = "pairing_code_unknown", 422
    message = _("This pairing code is not valid. Ask for a new one and type it within ten minutes.")


class PinMissing(Refusal):
    """Nobody has given this desk a staff PIN."""

    code, status = "pin_missing", 403
    message = _("This desk has no staff PIN yet. Set one in the admin: Desks, then Staff PIN.")


class PinWrong(Refusal):
    """Not the desk's staff PIN."""

    code, status = "pin_wrong", 422
    message = _("This PIN is not right.")


class PinMalformed(Refusal):
    """A PIN is four to eight digits."""

    code, status = "pin_malformed", 422
    message = _("Choose a PIN of four to eight digits.")


@dataclass(frozen=True, slots=True)
class Paired:
    """A tablet that may work from now on; the token is shown this once."""

    desk: Desk
    token: str


@lru_cache(maxsize=256)
def hash_token(token: str) -> str:
    """Return the keyed hash under which a desk's token is kept."""
    return keyed_hash(token, purpose="desk-token")


def find_former_desk(token: str, *, at: datetime) -> Desk | None:
    """Return the desk at which this token worked until some days ago, or None."""
    ended = FormerToken.objects.select_related("desk__event")
    found = ended.filter(token_hash=hash_token(token), ended_at__gte=at - FORMER_LIFE).first()
    return found.desk if found else None


def find_desk_that_was(token: str, *, at: datetime) -> Desk:
    """Return the desk at which this token works, or worked until some days ago.

    Raises:
        DeskRevoked: there is none.
    """
    try:
        return find_desk(token)
    except DeskRevoked:
        former = find_former_desk(token, at=at)
        if former is None:
            raise
        return former


def find_desk(token: str) -> Desk:
    """Return the desk whose tablet holds this token.

    Raises:
        DeskRevoked: there is none, or it was revoked.
    """
    desk = Desk.objects.paired().select_related("event").filter(token_hash=hash_token(token))
    found = desk.first() if token else None
    if found is None:
        raise DeskRevoked
    remember_newest(found, "token_hash", hash_token(token))
    return found


@transaction.atomic
def issue_pairing_code(
    *, desk: Desk, by: User, at: datetime, life: timedelta = PAIRING_LIFE
) -> str:
    """Return a fresh code that pairs one tablet, once, within its life; earlier codes die."""
    desk.pairing_codes.filter(used_at=None).delete()
    code = "".join(secrets.choice(ALPHABET) for _i in range(_PAIRING_LENGTH))
    PairingCode.objects.create(
        desk=desk, code_hash=keyed_hash(code, purpose="pairing"), expires_at=at + life
    )
    log(desk, "foyer.desk.pairing_code", user=by)
    return code


@transaction.atomic
def pair_desk(*, code: str, at: datetime) -> Paired:
    """Pair a tablet by a one-time code; the tablet that held the desk before loses it.

    Raises:
        PairingCodeUnknown: the code is wrong, used or too old.
    """
    plain = code.strip().upper().replace("-", "").replace(" ", "").translate(_AS_READ)
    usable = PairingCode.objects.filter(
        code_hash=keyed_hash(plain, purpose="pairing"), used_at=None, expires_at__gt=at
    )
    if not usable.update(used_at=at):
        raise PairingCodeUnknown
    desk = Desk.objects.get(pairing_codes__code_hash=keyed_hash(plain, purpose="pairing"))
    paired = give_token(desk=desk, token=secrets.token_urlsafe(32), at=at)
    log(desk, "foyer.desk.pair")
    return paired


def give_token(*, desk: Desk, token: str, at: datetime) -> Paired:
    """Let the holder of a token work as this desk."""
    _retire_token(desk, at)
    desk.token_hash, desk.paired_at, desk.revoked_at = hash_token(token), at, None
    desk.last_seen_at = at
    names = ["token_hash", "paired_at", "revoked_at", "last_seen_at", *desk.forget_tablet()]
    desk.save(update_fields=names)
    return Paired(desk, token)


def _retire_token(desk: Desk, at: datetime) -> None:
    """Remember a token that may do nothing any more but tell of guests let in while it was offline."""
    FormerToken.objects.filter(ended_at__lt=at - FORMER_LIFE).delete()
    if desk.token_hash:
        FormerToken.objects.create(desk=desk, token_hash=desk.token_hash, ended_at=at)


@transaction.atomic
def revoke_desk(*, desk: Desk, at: datetime, by: User | None = None) -> None:
    """Take a tablet's rights away at once; a repeat changes nothing. (security 17)"""
    desk.pairing_codes.filter(used_at=None).delete()
    _retire_token(desk, at)
    desk.token_hash, desk.revoked_at = None, desk.revoked_at or at
    desk.save(update_fields=["token_hash", "revoked_at", *desk.forget_tablet()])
    log(desk, "foyer.desk.revoke", user=by)


def set_pin(*, desk: Desk, pin: str, by: User | None = None) -> None:
    """Give a desk its staff PIN.

    Raises:
        PinMalformed: not four to eight digits.
    """
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        raise PinMalformed
    desk.pin_hash = make_password(pin)
    desk.save(update_fields=["pin_hash"])
    log(desk, "foyer.desk.set_pin", user=by)


def check_pin(*, desk: Desk, pin: str, at: datetime) -> None:
    """Check a staff PIN; five wrong ones in five minutes close the door for a while.

    Raises:
        PinMissing: the desk has none.
        PinWrong: not the PIN.
        TooManyAttempts: too many wrong ones.
    """
    if not desk.pin_hash:
        raise PinMissing
    key = f"pin:{desk.pk}"
    count_attempt(key=key, limit=5, seconds=300, at=at)
    if not check_password(pin, desk.pin_hash):
        raise PinWrong
    clear_attempts(key=key)


def note_seen(*, desk: Desk, at: datetime) -> None:
    """Remember that a tablet was heard of, at most once a minute."""
    if desk.last_seen_at is None or at - desk.last_seen_at > timedelta(minutes=1):
        Desk.objects.filter(pk=desk.pk).update(last_seen_at=at)
