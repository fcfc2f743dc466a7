"""Log lines a person and a machine can read, with no personal data in them. (security 21, SEC-06)"""

import json
import logging
import re
from datetime import UTC, datetime

_SECRETS = (
    (re.compile(r"(?i)(/[icbld]/)[0-9a-z%_-]{8,}"), r"\1***"),
    (re.compile(r"(/feeds/)[\w%-]{8,}"), r"\1***"),
    (re.compile(r"(/(?:first|password_reset/confirm)/)[\w%/-]{8,}"), r"\1***"),
    (re.compile(r"(?i)\b(desk|bearer) [\w.-]{8,}"), r"\1 ***"),
    (re.compile(r"\?[^\s\"']*"), "?***"),
    (re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)"), "***"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "***@***"),
)


def redact(text: str) -> str:
    """Return a text without codes, tokens, query strings, phones and e-mail addresses; line ends escaped."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text.replace("\r", "\\r").replace("\n", "\\n")


class RedactFilter(logging.Filter):
    """Cleans a record's message before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact the message in place; every record passes."""
        record.msg, record.args = redact(record.getMessage()), None
        return True


class LineFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, the facts of an audit line, a fault's trace."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        } | getattr(record, "facts", {})
        if record.exc_info:
            line["trace"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
