"""Sealing values at rest, and finding them again without opening them.

AES-256-GCM with a key id in front, so keys can be changed one after another; the column's name is
authenticated with the value, so a sealed value moved to another column does not open. (003-15, 001-29)
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_MARK = "enc1:"
_ID_LENGTH = 8


class SealBroken(ValueError):
    """A sealed value that none of the house's keys opens, or that was moved or altered."""


@lru_cache(maxsize=16)
def _derived(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), f"foyer:{purpose}".encode(), hashlib.sha256).digest()


@lru_cache(maxsize=16)
def _key_id(secret: str) -> str:
    return _derived(secret, "key-id").hex()[:_ID_LENGTH]


@lru_cache(maxsize=16)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(_derived(secret, "seal"))


@lru_cache(maxsize=64)
def _begun(secret: str, purpose: str) -> tuple["hashlib._Hash", "hashlib._Hash"]:
    """Return both halves of HMAC-SHA256 (RFC 2104), begun with the key: what is the same for every text."""
    key = _derived(secret, f"index:{purpose}").ljust(64, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in key) for pad in (0x36, 0x5C))
    return hashlib.sha256(inner), hashlib.sha256(outer)


def is_sealed(text: str) -> bool:
    """Tell whether a text is a sealed value."""
    return text.startswith(_MARK)


def seal(text: str, *, place: str) -> str:
    """Return `text` sealed with the newest key.

    Args:
        place: the column it is kept in, such as "clients.Contact.phone"; needed again to open it.
    """
    secret = settings.FIELD_KEYS[0]
    nonce = os.urandom(12)
    sealed = _cipher(secret).encrypt(nonce, text.encode(), place.encode())
    return f"{_MARK}{_key_id(secret)}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, *, place: str) -> str:
    """Return the text of a sealed value.

    Raises:
        SealBroken: no key of `FOYER_FIELD_KEYS` opens it, or it belongs to another column.
    """
    key_id, _, body = sealed.removeprefix(_MARK).partition(":")
    for secret in settings.FIELD_KEYS:
        if _key_id(secret) == key_id:
            raw = base64.urlsafe_b64decode(body)
            try:
                return _cipher(secret).decrypt(raw[:12], raw[12:], place.encode()).decode()
            except InvalidTag as reason:
                raise SealBroken(place) from reason
    raise SealBroken(place)


class KeyedHash(str):
    """A hash by the newest key that knows what older keys would make of the same value. (decision 0008)

    It is kept as the text it is; a look-up in a `KeyedHashField` or `BlindIndexField` finds what
    older keys made as well, so that nothing is lost from sight while keys are changed.
    """

    __slots__ = ("older",)
    older: tuple[str, ...]

    def __new__(cls, newest: str, older: tuple[str, ...] = ()) -> Self:
        """Return the newest hash, with the older ones beside it."""
        made = super().__new__(cls, newest)
        made.older = older
        return made


def keyed_hash(text: str, *, purpose: str) -> str:
    """Return the hash a value is kept and looked up under: 64 hexadecimal digits, the last eight name the key."""
    return keyed_hasher(purpose)(text)


def keyed_hasher(purpose: str, *, digits: int = 64) -> Callable[[str], str]:
    """Return the function that gives the keyed hash of each of many values: a `KeyedHash` while there are older keys.

    Args:
        purpose: what is hashed; the same text has another hash for another purpose.
        digits: how long a hash is, the key's name at its end included.
    """
    newest, *older = (_hasher(secret, purpose, digits) for secret in settings.FIELD_KEYS)
    if not older:
        return newest
    return lambda text: KeyedHash(newest(text), tuple(hash_of(text) for hash_of in older))


def _hasher(secret: str, purpose: str, digits: int) -> Callable[[str], str]:
    """Return the function that gives the HMAC of a text, and the key's name in place of its end."""
    inner, outer = _begun(secret, purpose)
    key_id, kept = _key_id(secret), digits - _ID_LENGTH

    def hash_of(text: str) -> str:
        inside, outside = inner.copy(), outer.copy()
        inside.update(text.encode())
        outside.update(inside.digest())
        return outside.hexdigest()[:kept] + key_id

    return hash_of


def versions(kept: str) -> tuple[str, ...]:
    """Return a hash and what older keys would make of the same value, the newest first."""
    return (str(kept), *getattr(kept, "older", ()))


def newest_key_id() -> str:
    """Return what names the newest key in sealed values and at the end of hashes."""
    return _key_id(settings.FIELD_KEYS[0])


def is_newest(kept: str) -> bool:
    """Tell whether a sealed value or a hash was made with the newest key."""
    if is_sealed(kept):
        return kept.startswith(f"{_MARK}{newest_key_id()}:")
    return kept.endswith(newest_key_id())
