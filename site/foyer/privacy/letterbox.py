"""A letterbox for browsers: what is put in only the house can take out, not even who put it in. (decision 0013)

The house gives its public key away. A browser makes a key of its own for each letter (ECDH on P-256), derives from
both the key of the letter (HKDF-SHA256, RFC 5869), seals it (AES-256-GCM) and forgets its own.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_POINT, _NONCE = 65, 12  # bytes
_INFO = b"foyer letterbox"


class LetterUnreadable(ValueError):
    """No key of the house opens this."""


def public_key() -> str:
    """Return the newest public key of the house, an uncompressed point in Base64."""
    key = _private(settings.FIELD_KEYS[0]).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(point).decode()


def open_letter(box: str, *, about: str) -> bytes:
    """Return what was put in.

    Args:
        box: the sealed letter in Base64: the sender's point, a nonce, what is sealed.
        about: what was authenticated with it, such as the letter's id.

    Raises:
        LetterUnreadable: it is no letter, was altered, or is older than the keys the house still has.
    """
    try:
        raw = base64.b64decode(box, validate=True)
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, raw[:_POINT])
    except (binascii.Error, ValueError) as reason:
        raise LetterUnreadable from reason
    nonce, sealed = raw[_POINT : _POINT + _NONCE], raw[_POINT + _NONCE :]
    for secret in settings.FIELD_KEYS:
        shared = _private(secret).exchange(ec.ECDH(), theirs)
        key = HKDF(hashes.SHA256(), 32, salt=b"", info=_INFO).derive(shared)
        try:
            return AESGCM(key).decrypt(nonce, sealed, about.encode())
        except (InvalidTag, ValueError):
            continue
    raise LetterUnreadable


@lru_cache(maxsize=16)
def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    """Return the key pair that belongs to one of the house's secrets: always the same, kept nowhere."""
    wide = hmac.digest(secret.encode(), b"foyer:letterbox", hashlib.sha512)
    return ec.derive_private_key(int.from_bytes(wide) % (_ORDER - 1) + 1, _CURVE)
