"""Wagtail's notices to staff: a mail server that refuses them keeps no page from its way."""

import logging
from typing import Any

from wagtail.admin.mail import EmailNotificationMixin

logger = logging.getLogger(__name__)
_send_emails = EmailNotificationMixin.send_emails


def send_notices(self: Any, *args: Any, **kwargs: Any) -> bool:
    """Send as Wagtail does; what it lets through of a mail server's refusals is told to the log."""
    try:
        return bool(_send_emails(self, *args, **kwargs))
    except OSError:  # smtplib's own among them
        logger.exception("Notices could not be sent")
        return False


EmailNotificationMixin.send_emails = send_notices
