"""The keys of backups, and how keys are told apart without being told."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .refusals import NoBackupKey

KEY_BYTES = 32
_FINGERPRINT_BYTES = 8


@dataclass(frozen=True, slots=True)
class BackupKey:
    """A key that seals backups."""

    secret: bytes

    @property
    def fingerprint(self) -> bytes:
        """What names the key and tells nothing of it."""
        told = hmac.new(self.secret, b"foyer:backup:fingerprint", hashlib.sha256).digest()
        return told[:_FINGERPRINT_BYTES]

    def file_key(self, salt: bytes) -> bytes:
        """Return the key of one file."""
        return HKDF(SHA256(), 32, salt, b"foyer:backup:file").derive(self.secret)


def backup_keys() -> Sequence[BackupKey]:
    """Return the keys of `FOYER_BACKUP_KEY`, newest first.

    Raises:
        NoBackupKey: there is none, or one of them is not 32 random bytes in base64.
    """
    told = [word.strip() for word in settings.BACKUP_KEYS if word.strip()]
    if not told:
        raise NoBackupKey
    return [BackupKey(_decoded(word)) for word in told]


def has_backup_key() -> bool:
    """Tell whether backups can be sealed here."""
    try:
        return bool(backup_keys())
    except NoBackupKey:
        return False


def house_key_ids() -> list[str]:
    """Return what names the keys that seal personal data in this house, newest first."""
    return [_house_key_id(secret) for secret in settings.FIELD_KEYS]


def _house_key_id(secret: str) -> str:
    told = hmac.new(secret.encode(), b"foyer:backup:house-key", hashlib.sha256).hexdigest()
    return told[: 2 * _FINGERPRINT_BYTES]


def _decoded(word: str) -> bytes:
    padded = word.rstrip("=") + "=" * (-len(word.rstrip("=")) % 4)
    try:
        secret = base64.b64decode(padded.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError) as reason:
        raise NoBackupKey from reason
    if len(secret) < KEY_BYTES:
        raise NoBackupKey
    return secret
