"""A contact's photo comes, is replaced and goes; only of those who agree to photographs. (000-14, 000-18)"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.enums import PhotoConsent
from foyer.clients.models import Contact, Portrait
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.uploads.clean_file import CleanFile
from foyer.core.uploads.pictures import scaled_down
from foyer.privacy.enums import ConsentPurpose
from foyer.privacy.services.consents import have_withdrawn

LONGEST_SIDE = 720  # pixels: enough for a face on a phone held at arm's length


class NotAgreed(Refusal):
    """The contact does not agree to photographs, or was not asked."""

    code = "photo_not_agreed"
    message = _(
        "A photo is kept only of those who agree to photographs: write down under “Photographs” that "
        "they do, when and how they were asked."
    )


class AgreementWithdrawn(NotAgreed):
    """The contact agreed once, and withdrew it."""

    code = "photo_withdrawn"
    message = _(
        "This person has withdrawn their consent to photographs. Write down a new consent on their page "
        "under “Consents” before you keep a photo."
    )


def check_agreed(contact: Contact, *, said: str) -> None:
    """Make sure that a photo of a contact may be kept.

    Args:
        contact: the person, new or known.
        said: what the file says, or is about to say, of their consent to photographs.

    Raises:
        NotAgreed: it may not, and the sentence says what to do.
    """
    if said != PhotoConsent.GIVEN:
        raise NotAgreed
    if contact.pk and have_withdrawn(Contact, [contact.pk], purpose=ConsentPurpose.PHOTOS):
        raise AgreementWithdrawn


@transaction.atomic
def keep_portrait(*, contact: Contact, file: CleanFile, by: User, at: datetime) -> Portrait:
    """Keep a contact's photo in place of the one before.

    Raises:
        NotAgreed: they do not agree to photographs.
    """
    check_agreed(contact, said=contact.photo_consent)
    _forget(contact)
    portrait = Portrait(contact=contact, added_by=by, added_at=at)
    portrait.take(scaled_down(file, longest_side=LONGEST_SIDE))
    portrait.save()
    log(contact, "foyer.contact.photo_keep", user=by)
    return portrait


@transaction.atomic
def remove_portrait(*, contact: Contact, by: User) -> None:
    """Delete a contact's photo; harmless where there is none."""
    if _forget(contact):
        log(contact, "foyer.contact.photo_remove", user=by)


def _forget(contact: Contact) -> bool:
    kept = list(contact.portraits.all())
    for one in kept:
        one.delete()
    return bool(kept)
