"""Codes that let in whoever shows them: a guest's, a case's. (security 1)"""

import re
import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O, U
LENGTH: Final = 26  # 130 random bits
WHOLE_CODE: Final = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
# Every letter stands for eight of a byte's values: none is favoured.
_LETTERS: Final = (ALPHABET * 8).encode()


def new_code() -> str:
    """Return a fresh code of 130 random bits."""
    return secrets.token_bytes(LENGTH).translate(_LETTERS).decode()
