"""Telling somebody that the file they asked for is ready."""

import logging

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.core.languages import language_of
from foyer.core.mail import Letter, Postbox, Undelivered, address_of, one_line
from foyer.core.models import HousePolicy

from .enums import ExportStatus
from .models import Export

logger = logging.getLogger(__name__)


def tell_ready(export: Export) -> None:
    """Send a mail with the way to the file; it opens for whoever asked for it alone, for one hour.

    Without an address, or when the mail server refuses it, the file still stands on the page of exports.
    """
    export.refresh_from_db()
    if export.status != ExportStatus.READY or not (export.by and export.by.email):
        return
    with override(language_of(export.by)):
        words = _(
            "The file you asked for is ready. It is kept for one hour and opens for you alone:\n\n%(url)s"
        )
        url = settings.PUBLIC_URL + reverse("exports:file_page", args=[export.pk])
        subject = _("%(house)s: your export is ready") % {"house": HousePolicy.load()}
        letter = Letter(
            subject=one_line(subject),
            body=words % {"url": url},
            to=[address_of(name=str(export.by), email=export.by.email)],
        )
    try:
        with Postbox() as postbox:
            postbox.open()
            postbox.send(letter)
    except Undelivered:
        logger.warning("The notice of export %s could not be sent", export.pk)
