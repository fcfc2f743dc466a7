"""A guest's yes or no to photographs: where the privacy room proves it, and where the client file shows it. (PRV-01)"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext

from foyer.clients.enums import PhotoConsent
from foyer.clients.models import Contact
from foyer.guests.models import Guest
from foyer.privacy.enums import ConsentChannel, ConsentPurpose
from foyer.privacy.models import Consent
from foyer.privacy.services.consents import give_consent, withdraw_consent


def keep_photo_consent(
    *, guest: Guest, agrees: bool, text: str, language: str, at: datetime
) -> None:
    """Keep what a guest says about photographs: of the contact where there is one, else of the guest.

    A yes is a consent in the very words read; a no withdraws every consent to photographs that stands.
    """
    person: models.Model = guest.contact or guest
    if agrees:
        give_consent(
            person=person,
            purpose=ConsentPurpose.PHOTOS,
            text=text,
            language=language,
            channel=ConsentChannel.DESK,
            at=at,
        )
    else:
        given = Consent.objects.standing().filter(purpose=ConsentPurpose.PHOTOS)
        for consent in given.of(Guest, [guest.pk]) | given.of(Contact, [guest.contact_id or 0]):
            withdraw_consent(consent=consent, channel=ConsentChannel.DESK, at=at)
    if guest.contact:
        _show_in_file(guest.contact, guest, agrees=agrees, at=at)


def _show_in_file(contact: Contact, guest: Guest, *, agrees: bool, at: datetime) -> None:
    contact.photo_consent = PhotoConsent.GIVEN if agrees else PhotoConsent.REFUSED
    contact.photo_consent_on = timezone.localdate(at)
    with translation.override(guest.language):
        how = gettext("At the tablet, %(event)s") % {"event": guest.event.title_text}
    contact.photo_consent_how = how[:200]
    contact.save(update_fields=["photo_consent", "photo_consent_on", "photo_consent_how"])
