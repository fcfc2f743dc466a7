"""What a mail server's answer means: its code, its words, and the trouble behind them. (000-07)"""

import re
import smtplib
from collections.abc import Mapping
from typing import Final

from .enums import MailTrouble

# RFC 3463: class.subject.detail
_ENHANCED: Final = re.compile(r"(?<![\d.])[45]\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_BY_DETAIL: Final[Mapping[tuple[int, int], MailTrouble]] = {
    (1, 1): MailTrouble.NO_MAILBOX,
    (1, 2): MailTrouble.NO_DOMAIN,
    (1, 3): MailTrouble.BAD_ADDRESS,
    (1, 6): MailTrouble.NO_MAILBOX,  # it has moved
    (1, 10): MailTrouble.NO_DOMAIN,  # the domain takes no mail
    (2, 1): MailTrouble.CLOSED,
    (2, 2): MailTrouble.FULL,
    (2, 3): MailTrouble.TOO_LARGE,
    (3, 4): MailTrouble.TOO_LARGE,
    (4, 4): MailTrouble.NO_DOMAIN,  # no way leads there
}
_SECURITY: Final = 7  # the subject of every rule about whose letters are taken
_BY_CODE: Final[Mapping[int, MailTrouble]] = {  # RFC 5321, RFC 4954
    530: MailTrouble.NO_ENTRY,
    534: MailTrouble.NO_ENTRY,
    535: MailTrouble.NO_ENTRY,
    538: MailTrouble.NO_ENTRY,
    550: MailTrouble.NO_MAILBOX,
    551: MailTrouble.NO_MAILBOX,
    552: MailTrouble.FULL,
    553: MailTrouble.BAD_ADDRESS,
}


def read_trouble(code: int, words: str) -> MailTrouble:
    """Return what an answer means, as closely as the server says it.

    Args:
        code: the answer's three digits, 400 to 599.
        words: the text that came with it.
    """
    found = _ENHANCED.search(words)
    detail = (int(found[1]), int(found[2])) if found else None
    if code < 500:
        return MailTrouble.FULL if detail == (2, 2) else MailTrouble.BUSY
    if code in _BY_CODE and _BY_CODE[code] == MailTrouble.NO_ENTRY:
        return MailTrouble.NO_ENTRY
    if detail is None:
        return _BY_CODE.get(code, MailTrouble.REFUSED)
    if detail[0] == _SECURITY:
        return MailTrouble.AGAINST_RULES
    return _BY_DETAIL.get(detail, MailTrouble.REFUSED)


def answer_code(error: Exception) -> int:
    """Return the server's answer code, or 0 where it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return int(next(iter(error.recipients.values()))[0])
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0


def answer_words(error: Exception) -> str:
    """Return the server's own words, or the system's."""
    code, words = answer_code(error), b""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        words = next(iter(error.recipients.values()))[1]
    elif isinstance(error, smtplib.SMTPResponseException):
        words = (
            error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
        )
    if code:
        return f"{code} {words.decode(errors='replace')}"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
